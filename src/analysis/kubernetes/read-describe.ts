/**
 * `kubectl describe` as text, from a recording or pasted into a chat, becomes objects in the API's form. The text is read by its
 * indentation: a section is a line with a colon and what is indented below it.
 */

import type { Answer } from './casebook.ts';
import { describePod, describeTemplate } from './describe-pod.ts';
import { type Lines, listOf, pairsOf, type Section, sectionsOf, tableOf } from './describe-sections.ts';
import type { Resource } from './objects.ts';
import { parseObject } from './parse-api.ts';

/** Every object of the text; what is not the description of a known kind is left out. Never throws. */
export function readDescribe(text: string, resource: Resource | null = null): Answer['objects'] {
  const objects: Answer['objects'][number][] = [];
  for (const part of text.split(/^(?=Name:\s+\S)/m)) {
    if (!/^Name:\s+\S/.test(part)) continue;
    const lines = part.split(/\r?\n/);
    const top = sectionsOf(lines);
    const kind = resource ?? kindOf(top, lines);
    if (kind === null) continue;
    const object = parseObject(kind, { metadata: metadataOf(top), ...bodies[kind]?.(top, lines) });
    if (object !== null) objects.push(object);
    objects.push(...eventsOf(top, kind));
  }
  return objects;
}

const kindMarks: readonly (readonly [Resource, readonly string[]])[] = [
  ['nodes', ['Taints', 'System Info']],
  ['pods', ['Containers', 'Status', 'Node']],
  ['pods', ['Containers', 'Conditions']],
  ['deployments', ['Pod Template', 'StrategyType']],
  ['replicasets', ['Pod Template', 'Controlled By', 'Pods Status']],
  ['statefulsets', ['Pod Template', 'Update Strategy']],
  ['daemonsets', ['Pod Template', 'Node-Selector']],
  ['jobs', ['Pod Template', 'Parallelism']],
  ['endpoints', ['Subsets']],
  ['services', ['Selector', 'Session Affinity']],
  ['services', ['Selector', 'Endpoints']],
  ['persistentvolumes', ['Reclaim Policy', 'Source']],
  ['persistentvolumeclaims', ['Access Modes', 'Used By']],
  ['storageclasses', ['Provisioner']],
  ['serviceaccounts', ['Image pull secrets']],
];

function kindOf(top: ReadonlyMap<string, Section>, lines: Lines): Resource | null {
  const found = kindMarks.find(([, marks]) => marks.every((mark) => top.has(mark)));
  if (found !== undefined) return found[0];
  return lines.some((line) => /^Resource\s+Used\s+Hard/.test(line)) ? 'resourcequotas' : null;
}

function metadataOf(top: ReadonlyMap<string, Section>): Readonly<Record<string, unknown>> {
  const [kind = '', name = ''] = (top.get('Controlled By')?.value ?? '').split('/');
  return {
    name: top.get('Name')?.value ?? '',
    namespace: wordOf(top, 'Namespace'),
    labels: pairsOf(top.get('Labels'), '='),
    ...(name === '' ? {} : { ownerReferences: [{ kind, name }] }),
  };
}

type Body = (top: ReadonlyMap<string, Section>, lines: Lines) => Readonly<Record<string, unknown>>;

const workload: Body = (top) => {
  const replicas = top.get('Replicas')?.value ?? top.get('Desired Number of Nodes Scheduled')?.value ?? '';
  const desired = /(\d+) desired/.exec(replicas)?.[1] ?? /^(?:\d+ current \/ )?(\d+)/.exec(replicas)?.[1];
  const available = /(\d+) available/.exec(replicas)?.[1];
  return {
    spec: {
      replicas: desired === undefined ? undefined : Number(desired),
      selector: { matchLabels: pairsOf(top.get('Selector'), '=') },
      template: describeTemplate(top.get('Pod Template')),
    },
    status: {
      availableReplicas: available === undefined ? undefined : Number(available),
      conditions: tableOf(top.get('Conditions')?.lines ?? []).map(([type = '', status = '', reason = '']) => ({ type, status, reason })),
    },
  };
};

const bodies: Partial<Record<Resource, Body>> = {
  pods: describePod,
  deployments: workload,
  replicasets: workload,
  statefulsets: workload,
  daemonsets: workload,
  jobs: workload,
  services: (_top, lines) => describeService(lines),
  endpoints: (top) => describeEndpoints(top),
  nodes: (top) => describeNode(top),
  persistentvolumeclaims: (top) => describeClaim(top),
  persistentvolumes: (top) => describeVolume(top),
  resourcequotas: (_top, lines) => describeQuota(lines),
  storageclasses: (top) => ({ provisioner: wordOf(top, 'Provisioner'), volumeBindingMode: wordOf(top, 'VolumeBindingMode') }),
};

/** The ports stand as repeated keys, each followed by its target. */
function describeService(lines: Lines): Readonly<Record<string, unknown>> {
  const ports: Record<string, unknown>[] = [];
  const spec: Record<string, unknown> = { ports };
  for (const line of lines) {
    const [, key = '', value = ''] = /^([A-Z][\w ]*):\s+(.*?)\s*$/.exec(line) ?? [];
    if (key === 'Selector') spec.selector = pairsOf({ value, lines: [] }, '=');
    if (key === 'Type') spec.type = value;
    if (key === 'IP') spec.clusterIP = value;
    if (key === 'External Name') spec.externalName = value;
    const [, name = '', number = '', protocol = ''] = key === 'Port' ? (/^(\S+)\s+(\d+)\/(\w+)/.exec(value) ?? []) : [];
    if (number !== '') ports.push({ name, port: Number(number), protocol });
    const target = key === 'TargetPort' ? value.split('/')[0] : undefined;
    const last = ports.at(-1);
    if (target !== undefined && last !== undefined) last.targetPort = /^\d+$/.test(target) ? Number(target) : target;
  }
  return { spec };
}

function describeEndpoints(top: ReadonlyMap<string, Section>): Readonly<Record<string, unknown>> {
  const lines = top.get('Subsets')?.lines ?? [];
  const ready: string[] = [];
  const notReady: string[] = [];
  let ports: string[] = [];
  let addresses: string[] = [];
  const flush = (): void => {
    for (const address of addresses) ready.push(...(ports.length === 0 ? [address] : ports.map((port) => `${address}:${port}`)));
    addresses = [];
    ports = [];
  };
  for (const line of lines) {
    const [, key = '', value = ''] = /^\s*(Addresses|NotReadyAddresses):\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === 'Addresses') {
      flush();
      addresses = value === '<none>' ? [] : value.split(',');
    }
    if (key === 'NotReadyAddresses' && value !== '<none>') notReady.push(...value.split(','));
    const port = /^\s+\S+\s+(\d+)\s+(?:TCP|UDP|SCTP)\s*$/.exec(line)?.[1];
    if (port !== undefined) ports.push(port);
  }
  flush();
  return { ready, notReady };
}

function describeNode(top: ReadonlyMap<string, Section>): Readonly<Record<string, unknown>> {
  const taints = listOf(top.get('Taints')).flatMap((taint) => {
    const [, key = '', value, effect = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(taint) ?? [];
    return key === '' ? [] : [{ key, value, effect }];
  });
  const conditions = (top.get('Conditions')?.lines ?? []).flatMap((line) => {
    const [type = '', status = '', , , reason = '', message = ''] = line.trim().split(/\s{2,}/);
    return /^(?:True|False|Unknown)$/.test(status) ? [{ type, status, reason, message }] : [];
  });
  return {
    spec: { unschedulable: wordOf(top, 'Unschedulable') === 'true', taints },
    status: { conditions, allocatable: pairsOf(top.get('Allocatable'), ':'), capacity: pairsOf(top.get('Capacity'), ':') },
  };
}

function describeClaim(top: ReadonlyMap<string, Section>): Readonly<Record<string, unknown>> {
  return {
    spec: {
      storageClassName: wordOf(top, 'StorageClass'),
      volumeName: wordOf(top, 'Volume'),
      accessModes: modesOf(top),
    },
    status: { phase: wordOf(top, 'Status') },
  };
}

function describeVolume(top: ReadonlyMap<string, Section>): Readonly<Record<string, unknown>> {
  const [namespace = '', name = ''] = (wordOf(top, 'Claim') ?? '').split('/');
  return {
    spec: {
      storageClassName: wordOf(top, 'StorageClass'),
      accessModes: modesOf(top),
      capacity: wordOf(top, 'Capacity') === undefined ? undefined : { storage: wordOf(top, 'Capacity') },
      ...(name === '' ? {} : { claimRef: { namespace, name } }),
    },
    status: { phase: wordOf(top, 'Status') },
  };
}

const modes: Readonly<Record<string, string>> = {
  RWO: 'ReadWriteOnce',
  ROX: 'ReadOnlyMany',
  RWX: 'ReadWriteMany',
  RWOP: 'ReadWriteOncePod',
};

function modesOf(top: ReadonlyMap<string, Section>): readonly string[] | undefined {
  return expandModes(wordOf(top, 'Access Modes'));
}

/** `RWO,RWX` as the API writes it. */
export function expandModes(short: string | undefined): readonly string[] | undefined {
  return short?.split(',').map((mode) => modes[mode] ?? mode);
}

function describeQuota(lines: Lines): Readonly<Record<string, unknown>> {
  const used: Record<string, string> = {};
  const hard: Record<string, string> = {};
  for (const line of lines) {
    const [, resource = '', used1 = '', hard1 = ''] = /^(\S+)\s+(\d\S*)\s+(\d\S*)\s*$/.exec(line) ?? [];
    if (resource === '') continue;
    used[resource] = used1;
    hard[resource] = hard1;
  }
  return { spec: { hard }, status: { hard, used } };
}

/** The events at the end of a description. */
function eventsOf(top: ReadonlyMap<string, Section>, resource: Resource): Answer['objects'] {
  const involvedObject = { kind: resource, name: top.get('Name')?.value ?? '', namespace: wordOf(top, 'Namespace') };
  return (top.get('Events')?.lines ?? []).flatMap((line) => {
    const [, type = '', reason = '', age = '', , message = ''] =
      /^\s*(Normal|Warning)\s+(\S+)\s+(.*?)\s{2,}(\S+)\s{2,}(.*)$/.exec(line) ?? [];
    if (reason === '') return [];
    const count = Number(/\(x(\d+)/.exec(age)?.[1] ?? 1);
    const event = parseObject('events', { type, reason, message: message.trim(), count, involvedObject });
    return event === null ? [] : [event];
  });
}

function wordOf(top: ReadonlyMap<string, Section>, key: string): string | undefined {
  const value = top.get(key)?.value;
  return value === undefined || value === '' || value === '<none>' || value === '<unset>' ? undefined : value;
}
