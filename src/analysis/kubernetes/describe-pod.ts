/** What `kubectl describe` says of a pod or of a pod template: containers with their states and probes, volumes, where it may run. */

import { type Lines, listOf, pairsOf, type Section, sectionsOf, tableOf } from './describe-sections.ts';

type Top = ReadonlyMap<string, Section>;

/** Spec and status of a pod. */
export function describePod(top: Top): Readonly<Record<string, unknown>> {
  const init = containersOf(top.get('Init Containers'));
  const main = containersOf(top.get('Containers'));
  return {
    spec: { ...specOf(top), nodeName: bare(top.get('Node')?.value)?.split('/')[0] },
    status: {
      phase: top.get('Status')?.value.split(' ')[0],
      reason: bare(top.get('Reason')?.value),
      message: bare(top.get('Message')?.value),
      podIP: bare(top.get('IP')?.value),
      conditions: tableOf(top.get('Conditions')?.lines ?? []).map(([type = '', status = '']) => ({ type, status })),
      containerStatuses: main.map(({ status }) => status),
      initContainerStatuses: init.map(({ status }) => status),
    },
  };
}

/** The template within a workload. */
export function describeTemplate(section: Section | undefined): Readonly<Record<string, unknown>> | undefined {
  if (section === undefined) return undefined;
  const top = sectionsOf(section.lines);
  return { metadata: { labels: pairsOf(top.get('Labels'), '=') }, spec: specOf(top) };
}

function specOf(top: Top): Readonly<Record<string, unknown>> {
  const tolerations = listOf(top.get('Tolerations')).map((line) => {
    const [, key, value, effect] = /^([^=:\s]*)(?:=([^:\s]*))?(?::(\w+))?/.exec(line) ?? [];
    return { key: bare(key), value, effect, operator: line.includes('op=Exists') ? 'Exists' : undefined };
  });
  return {
    serviceAccountName: bare(top.get('Service Account')?.value),
    priorityClassName: bare(top.get('Priority Class Name')?.value),
    nodeSelector: pairsOf(top.get('Node-Selectors') ?? top.get('Node-Selector'), '='),
    tolerations: tolerations.length === 0 ? undefined : tolerations,
    containers: containersOf(top.get('Containers')).map(({ spec }) => spec),
    initContainers: containersOf(top.get('Init Containers')).map(({ spec }) => spec),
    volumes: [...sectionsOf(top.get('Volumes')?.lines ?? [])].map(([name, { lines }]) => volumeOf(name, sectionsOf(lines))),
  };
}

function volumeOf(name: string, top: Top): Readonly<Record<string, unknown>> {
  const type = top.get('Type')?.value ?? '';
  if (type.startsWith('PersistentVolumeClaim')) return { name, persistentVolumeClaim: { claimName: top.get('ClaimName')?.value ?? '' } };
  const optional = top.get('Optional')?.value === 'true';
  if (type.startsWith('Secret')) return { name, secret: { secretName: top.get('SecretName')?.value, optional } };
  if (type.startsWith('ConfigMap')) return { name, configMap: { name: top.get('Name')?.value, optional } };
  if (type.startsWith('HostPath')) return { name, hostPath: { path: top.get('Path')?.value ?? '' } };
  return { name };
}

interface Described {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
}

function containersOf(section: Section | undefined): readonly Described[] {
  return [...sectionsOf(section?.lines ?? [])]
    .filter(([, { lines }]) => lines.length > 0)
    .map(([name, { lines }]) => containerOf(name, lines));
}

function containerOf(name: string, lines: Lines): Described {
  const top = sectionsOf(lines);
  const ports = (top.get('Port') ?? top.get('Ports'))?.value.split(',').flatMap((each) => {
    const [, containerPort = '', protocol] = /(\d+)\/(\w+)/.exec(each) ?? [];
    return containerPort === '' ? [] : [{ containerPort: Number(containerPort), protocol }];
  });
  const spec = {
    name,
    image: bare(top.get('Image')?.value),
    command: top.has('Command') ? listOf(top.get('Command')) : undefined,
    args: top.has('Args') ? listOf(top.get('Args')) : undefined,
    ports: ports === undefined || ports.length === 0 ? undefined : ports,
    resources: { requests: pairsOf(top.get('Requests'), ':'), limits: pairsOf(top.get('Limits'), ':') },
    livenessProbe: probeOf(top.get('Liveness')?.value),
    readinessProbe: probeOf(top.get('Readiness')?.value),
    startupProbe: probeOf(top.get('Startup')?.value),
    env: environmentOf(top.get('Environment')?.lines ?? []),
    envFrom: sourcesOf(top.get('Environment Variables from')?.lines ?? []),
    volumeMounts: (top.get('Mounts')?.lines ?? []).flatMap((line) => {
      const [, mountPath = '', from = '', options = ''] = /^\s*(\S+) from (\S+) \(([^)]*)\)/.exec(line) ?? [];
      const subPath = /path="([^"]*)"/.exec(options)?.[1];
      return from === '' ? [] : [{ name: from, mountPath, subPath, readOnly: /\bro\b/.test(options) }];
    }),
  };
  const restarts = top.get('Restart Count')?.value;
  const status = {
    name,
    ready: top.has('Ready') ? top.get('Ready')?.value === 'True' : undefined,
    restartCount: restarts === undefined ? undefined : Number(restarts),
    state: stateOf(top.get('State')),
    lastState: stateOf(top.get('Last State')),
  };
  return { spec, status };
}

function stateOf(section: Section | undefined): Readonly<Record<string, unknown>> | undefined {
  if (section === undefined) return undefined;
  const top = sectionsOf(section.lines);
  const reason = top.get('Reason')?.value;
  const message = top.get('Message')?.value;
  if (section.value === 'Waiting') return { waiting: { reason, message } };
  if (section.value === 'Running') return { running: {} };
  if (section.value !== 'Terminated') return undefined;
  const exitCode = top.get('Exit Code')?.value;
  return { terminated: { reason, message, exitCode: exitCode === undefined ? undefined : Number(exitCode) } };
}

/** `http-get http://:8080/healthz delay=5s timeout=1s period=10s #success=1 #failure=3` */
function probeOf(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const [, form = '', rest = ''] = /^(http-get|tcp-socket|grpc|exec)\s+(.*)$/.exec(text ?? '') ?? [];
  if (form === '') return undefined;
  const number = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(rest)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const timing = {
    initialDelaySeconds: number(/delay=(\d+)s/),
    timeoutSeconds: number(/timeout=(\d+)s/),
    periodSeconds: number(/period=(\d+)s/),
    failureThreshold: number(/#failure=(\d+)/),
  };
  const [, scheme = '', at = '', path] = /^(?:(https?):\/\/)?[^:\s]*:([\w-]+)(\/\S*)?/.exec(rest) ?? [];
  const port = /^\d+$/.test(at) ? Number(at) : at;
  if (form === 'http-get') return { ...timing, httpGet: { port, path, scheme: scheme.toUpperCase() } };
  if (form === 'tcp-socket') return { ...timing, tcpSocket: { port } };
  if (form === 'grpc') return { ...timing, grpc: { port } };
  return { ...timing, exec: { command: [/^\[(.*?)\]/.exec(rest)?.[1] ?? rest] } };
}

function environmentOf(lines: Lines): readonly Readonly<Record<string, unknown>>[] {
  return lines.flatMap((line): readonly Readonly<Record<string, unknown>>[] => {
    const [, name = '', value = ''] = /^([A-Za-z_][\w.-]*):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === '') return [];
    const [, key = '', from = '', optional = ''] =
      /^<set to the key '([^']*)' (?:in|of) (?:secret|config map) '([^']*)'>\s*(?:Optional: (\w+))?/.exec(value) ?? [];
    if (from === '') return [{ name, value }];
    const reference = { name: from, key, optional: optional === 'true' };
    const isSecret = value.includes(' secret ');
    return [{ name, valueFrom: isSecret ? { secretKeyRef: reference } : { configMapKeyRef: reference } }];
  });
}

function sourcesOf(lines: Lines): readonly Readonly<Record<string, unknown>>[] {
  return lines.flatMap((line) => {
    const [, name = '', kind = '', optional = ''] =
      /^\s*(\S+)\s+(Secret|ConfigMap)(?: with prefix '[^']*')?\s+Optional: (\w+)/.exec(line) ?? [];
    if (name === '') return [];
    const reference = { name, optional: optional === 'true' };
    return [kind === 'Secret' ? { secretRef: reference } : { configMapRef: reference }];
  });
}

function bare(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === '<none>' || value === '<unset>' ? undefined : value;
}
