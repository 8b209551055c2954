/** Probes that ask wrongly: at a port where nobody listens, in a language that the server does not speak, or too soon. */

import type { Citation } from '../casebook.ts';
import type { CauseId } from '../causes.ts';
import type { KubeEvent, Resource } from '../objects.ts';
import type { Container, Probe } from '../pod-schemas.ts';
import { type App, citeEvent, eventsOfPods, type Finding, onApp, type View } from '../view.ts';

type Kind = 'liveness' | 'readiness' | 'startup';
const keys = { liveness: 'livenessProbe', readiness: 'readinessProbe', startup: 'startupProbe' } as const;

export function findProbeCauses(view: View): readonly Finding[] {
  return view.apps.flatMap((app) => (['liveness', 'startup', 'readiness'] as const).flatMap((kind) => judge(view, app, kind)));
}

/** A probe that fails now: the pod is not ready (readiness), or was restarted for it (liveness, startup). */
function judge(view: View, app: App, kind: Kind): readonly Finding[] {
  const events = eventsOfPods(view, app);
  const words = new RegExp(`^${kind} probe (?:failed|errored)`, 'i');
  const failed = events.filter(({ reason, message = '' }) => reason === 'Unhealthy' && words.test(message));
  const event = failed.sort((one, other) => (other.count ?? 1) - (one.count ?? 1))[0];
  if (event === undefined) return [];
  const pod = app.pods.find((each) => each.pod.metadata.name === event.involvedObject.name) ?? app.pods[0];
  if (pod === undefined) return [];
  if (kind === 'readiness' ? pod.isReady : pod.restarts === 0) return [];
  const killed = events.find(({ message = '' }) => new RegExp(`failed ${kind} probe, will be restarted`).test(message));
  const containers = (app.spec.containers ?? []).filter((each) => each[keys[kind]] !== undefined);
  const container =
    containers.find(({ name }) => killed?.message?.includes(name)) ??
    containers.find((each) => asked(each[keys[kind]], event)) ??
    containers[0];
  const probe = container?.[keys[kind]];
  if (container === undefined || probe === undefined) return [];
  const evidence = [citeEvent(view, event), citeSpec(view, app, kind, probe)];
  const diagnosis = diagnose(app, container, kind, probe, event);
  // What keeps a container from becoming ready also fails its liveness probe; the one that restarts it is told first.
  const weight = kind === 'liveness' && killed !== undefined ? 0.03 : 0;
  const values = { probe: shown(probe), detail: event.message ?? '', container: container.name };
  return [{ cause: diagnosis.cause, on: onApp(app), score: diagnosis.score + weight, values, evidence }];
}

function asked(probe: Probe | undefined, { message = '' }: KubeEvent): boolean {
  const port = portOf(probe);
  return port !== undefined && message.includes(`:${port}`);
}

const otherLanguage =
  /malformed HTTP|HTTP response to HTTPS|first record does not look like a TLS|error reading server preface|http2: |unimplemented|unknown service|frame too large|Unimplemented|does not implement|server preface|transport connection broken|EOF|connection reset/i;

interface Diagnosis {
  readonly cause: CauseId;
  readonly score: number;
}

function diagnose(app: App, container: Container, kind: Kind, probe: Probe, { message = '' }: KubeEvent): Diagnosis {
  const what = kind === 'startup' ? 'liveness' : kind;
  if (otherLanguage.test(message)) return { cause: `${what}-probe-incorrect-protocol`, score: 0.93 };
  const port = portOf(probe);
  const open = portsOf(app, container);
  if (port !== undefined && open.size > 0 && !open.has(String(port))) return { cause: `${what}-probe-incorrect-port`, score: 0.94 };
  const status = /statuscode: (\d{3})/i.exec(message)?.[1];
  if (status === '404' || status === '405') return { cause: 'probe-incorrect-path', score: 0.88 };
  if (status === '400' || status === '301' || status === '302' || status === '308')
    return { cause: `${what}-probe-incorrect-protocol`, score: 0.7 };
  if (status === '401' || status === '403') return { cause: 'probe-unauthorized', score: 0.85 };
  const other = kind === 'readiness' ? container.livenessProbe : container.readinessProbe;
  if (other !== undefined && probe.exec === undefined && formOf(other) !== formOf(probe))
    return { cause: `${what}-probe-incorrect-protocol`, score: 0.8 };
  if (probe.exec !== undefined) return { cause: 'probe-command-failed', score: 0.75 };
  if (what === 'liveness' && isHasty(probe, other)) return { cause: 'liveness-probe-incorrect-timing', score: 0.88 };
  if (status !== undefined) return { cause: 'probe-app-unhealthy', score: 0.6 };
  return what === 'liveness' ? { cause: 'liveness-probe-incorrect-timing', score: 0.72 } : { cause: 'probe-app-unhealthy', score: 0.5 };
}

/** Kills before a common start is over, or at the first slow answer; or far sooner than the readiness probe waits. */
function isHasty(probe: Probe, other: Probe | undefined): boolean {
  const { initialDelaySeconds: delay = 0, timeoutSeconds: timeout = 1, periodSeconds: period = 10, failureThreshold: failures = 3 } = probe;
  const patience = delay + period * failures;
  const othersDelay = other?.initialDelaySeconds ?? 0;
  return patience < 15 || failures <= 1 || (period <= 2 && timeout <= 1) || othersDelay > patience;
}

export function portOf(probe: Probe | undefined): number | string | undefined {
  return probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port;
}

function formOf({ httpGet, tcpSocket, grpc }: Probe): string {
  if (httpGet !== undefined) return `http${httpGet.scheme === 'HTTPS' ? 's' : ''}`;
  if (tcpSocket !== undefined) return 'tcp';
  return grpc === undefined ? 'exec' : 'grpc';
}

/** Where the container listens, as far as it is declared: its ports, its variable PORT, and the ports of the mesh beside it. */
function portsOf(app: App, container: Container): ReadonlySet<string> {
  const ports = new Set<string>();
  for (const { containerPort, name } of container.ports ?? []) {
    ports.add(String(containerPort));
    if (name !== undefined) ports.add(name);
  }
  for (const { name, value = '' } of container.env ?? []) if (/(?:^|_)PORT$/.test(name) && /^\d+$/.test(value)) ports.add(value);
  const isMeshed = (app.spec.containers ?? []).some(({ image = '' }) => /istio\/proxyv2|linkerd/.test(image));
  if (isMeshed) for (const port of ['15020', '15021']) ports.add(port);
  return ports;
}

function shown(probe: Probe): string {
  const port = portOf(probe);
  return `${formOf(probe)}${port === undefined ? '' : ` :${port}`}${probe.httpGet?.path ?? ''} delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 1}s`;
}

function citeSpec(view: View, app: App, kind: Kind, probe: Probe): Citation {
  const pod = app.pods[0]?.pod;
  const excerpt = `${kind}: ${shown(probe)}`;
  const resource: Resource = pod === undefined ? app.resource : 'pods';
  const object = pod ?? app.workload;
  return object === undefined ? { call: 'kubectl describe', excerpt } : view.book.cite(resource, object, excerpt);
}
