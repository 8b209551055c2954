/** Where to look next: closer at what is in trouble; where nothing is, at how apps are wired; at last at the nodes and the logs. */

import type { KubeCall } from './calls.ts';
import { databaseWords } from './rules/database.ts';
import { isControlPlane } from './rules/pending.ts';
import { type App, isShort, isTroubled, type View } from './view.ts';

const troubledMax = 5;
const quietMax = 14;
const logsMax = 16;
const restMax = 60;
/** Names of apps that requests come in by. */
const entryWords = /gateway|ingress|frontend|front-end|proxy|web|portal|dashboard/i;

/** The looks of a round; null when there is no further round. Asking again for what was asked costs nothing. */
export function nextLooks(view: View, round: number): readonly KubeCall[] | null {
  const steps = [closerLooks, objectLooks, wiringLooks, nodeLooks, reachLooks, calleeLooks, logLooks, restLooks];
  return steps[round]?.(view) ?? null;
}

function inTrouble(view: View): readonly App[] {
  const weight = (app: App): number => {
    const restarts = Math.max(0, ...app.pods.map((pod) => pod.restarts));
    return (isShort(app) ? 1_000 : 0) + Math.min(restarts, 100) - (databaseWords.test(app.name) && !isShort(app) ? 10 : 0);
  };
  return view.apps
    .filter(isTroubled)
    .sort((one, other) => weight(other) - weight(one))
    .slice(0, troubledMax);
}

/** A pod of each app in trouble with its events, what the app is meant to be, and its log when it ran at all. */
function closerLooks(view: View): readonly KubeCall[] {
  const silent = view.book
    .all('nodes')
    .filter(({ status }) => status?.conditions?.some(({ type, status: ready }) => type === 'Ready' && ready !== 'True'));
  const nodes = silent
    .slice(0, 2)
    .flatMap(({ metadata: { name } }): KubeCall[] => [
      { verb: 'describe', resource: 'nodes', namespace: view.namespace, name },
      ...carriers(name),
    ]);
  const idle = view.apps.filter(({ workload }) => workload?.spec?.replicas === 0).slice(0, 4);
  const callers = idle.map(({ name }): KubeCall => ({ verb: 'dependencies', app: name }));
  return [...nodes, ...callers, ...inTrouble(view).flatMap(closerAtApp)];
}

function carriers(node: string): readonly KubeCall[] {
  return ['kubelet', 'containerd'].map((service) => ({ verb: 'nodeService', node, service }));
}

function closerAtApp(app: App): readonly KubeCall[] {
  const pod = app.pods.find((each) => !each.isReady && !each.isDone) ?? app.pods.find(({ restarts }) => restarts > 0) ?? app.pods[0];
  const calls: KubeCall[] = [];
  if (pod !== undefined) calls.push({ verb: 'describe', resource: 'pods', namespace: app.namespace, name: pod.pod.metadata.name });
  calls.push({ verb: 'manifest', namespace: app.namespace, app: app.name });
  if (pod !== undefined && /CrashLoopBackOff|Error|Running/.test(pod.status))
    calls.push({ verb: 'logs', namespace: app.namespace, app: app.name });
  if (pod === undefined) calls.push({ verb: 'list', resource: 'replicasets', namespace: app.namespace });
  return calls;
}

/** The kinds that the troubled pods depend on. */
function objectLooks(view: View): readonly KubeCall[] {
  const calls: KubeCall[] = [];
  const { namespace } = view;
  for (const app of inTrouble(view)) {
    const { spec, pods, namespace: own } = app;
    const claims = (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
      persistentVolumeClaim === undefined ? [] : [persistentVolumeClaim.claimName],
    );
    const isPending = pods.some((pod) => !pod.isScheduled && !pod.isDone);
    if (claims.length > 0 && isShort(app)) {
      for (const resource of ['persistentvolumeclaims', 'persistentvolumes', 'storageclasses'] as const)
        calls.push({ verb: 'list', resource, namespace });
      if (isPending) for (const name of claims) calls.push({ verb: 'describe', resource: 'persistentvolumeclaims', namespace: own, name });
    }
    if (pods.length === 0) {
      const replicaSets = view.book.all('replicasets').filter(({ metadata }) => metadata.name.replace(/-[a-z0-9]{5,12}$/, '') === app.name);
      for (const { metadata } of replicaSets.slice(0, 2))
        calls.push({ verb: 'describe', resource: 'replicasets', namespace: own, name: metadata.name });
      calls.push({ verb: 'list', resource: 'serviceaccounts', namespace });
    }
    for (const node of nodesOf(app)) {
      if (isShort(app)) calls.push({ verb: 'describe', resource: 'nodes', namespace: own, name: node });
      if (
        pods.some(
          ({ status, isScheduled }) => isScheduled && /^(?:Pending|ContainerCreating|Terminating|PodInitializing|Init:\d)/.test(status),
        )
      )
        calls.push(...carriers(node));
    }
  }
  return calls.slice(0, 14);
}

function nodesOf(app: App): readonly string[] {
  return [...new Set(app.pods.filter(({ isReady }) => !isReady).flatMap(({ pod }) => pod.spec?.nodeName ?? []))].slice(0, 1);
}

/** Every app looks well: how they are wired is read from what they are meant to be. */
function wiringLooks(view: View): readonly KubeCall[] {
  const withoutPods = view.book
    .all('services')
    .filter(({ metadata }) => (view.book.get('endpoints', metadata.name, metadata.namespace ?? '')?.ready?.length ?? 1) === 0)
    .map(({ metadata }) => metadata.name);
  const suspects = [...new Set([...withoutPods, ...hurtApps(view), ...inTrouble(view).map(({ name }) => name)])];
  const rest = view.apps.map(({ name }) => name).filter((name) => !suspects.includes(name));
  return [...suspects, ...rest]
    .slice(0, quietMax)
    .flatMap((app): KubeCall[] => [
      { verb: 'manifest', namespace: view.namespace, app },
      ...(suspects.includes(app) && view.book.get('services', app, view.namespace) !== undefined
        ? [{ verb: 'describe', resource: 'services', namespace: view.namespace, name: app } as const]
        : []),
    ]);
}

/** At last what the apps that nobody suspects are meant to be. */
function restLooks(view: View): readonly KubeCall[] {
  return view.apps.slice(0, restMax).map(({ name, namespace }) => ({ verb: 'manifest', namespace, app: name }));
}

function hurtApps(view: View): readonly string[] {
  return view.book.anomalies.filter(({ on }) => on === 'app').map(({ object }) => object);
}

/** What carries the pods: only where pods wait for a node, or a node is silent, or nothing else is wrong. */
function nodeLooks(view: View): readonly KubeCall[] {
  const calls: KubeCall[] = [];
  const nodes = view.book.all('nodes');
  for (const { metadata } of nodes.filter(isControlPlane))
    calls.push({ verb: 'nodeService', node: metadata.name, service: 'kube-scheduler' });
  const isPending = view.apps.some(({ pods }) => pods.some((pod) => !pod.isScheduled && !pod.isDone));
  if (isPending) return calls;
  for (const { metadata } of nodes)
    for (const service of ['kube-proxy', 'kubelet', 'containerd']) calls.push({ verb: 'nodeService', node: metadata.name, service });
  return calls;
}

function reachLooks(view: View): readonly KubeCall[] {
  const services = view.book.all('services').filter(({ metadata }) => view.apps.some(({ name }) => name === metadata.name));
  const calls = services.slice(0, quietMax).flatMap(({ metadata, spec }): KubeCall[] => {
    const port = spec?.ports?.[0]?.port;
    return port === undefined ? [] : [{ verb: 'connect', namespace: metadata.namespace ?? view.namespace, service: metadata.name, port }];
  });
  return [{ verb: 'list', resource: 'networkpolicies', namespace: view.namespace }, ...calls];
}

/** Whom the apps call that errors come in by. */
function calleeLooks(view: View): readonly KubeCall[] {
  const hurt = [...new Set(hurtApps(view))].sort((one, other) => Number(entryWords.test(other)) - Number(entryWords.test(one)));
  return hurt.slice(0, 4).map((app) => ({ verb: 'dependencies', app }));
}

/** Logs of the apps that errors come in by, and of those that they call. */
function logLooks(view: View): readonly KubeCall[] {
  const entries = [
    ...new Set([
      ...hurtApps(view),
      ...inTrouble(view)
        .filter(isShort)
        .map(({ name }) => name),
    ]),
  ];
  const callees = view.book.dependencies.filter(({ from }) => entries.includes(from)).map(({ to }) => to);
  const gateways = view.apps.map(({ name }) => name).filter((name) => entryWords.test(name));
  const names = [...new Set([...entries, ...callees, ...gateways, ...view.apps.map(({ name }) => name)])].slice(0, logsMax);
  return names.map((app) => ({ verb: 'logs', namespace: view.namespace, app }));
}
