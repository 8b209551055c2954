/**
 * `kubectl get` as people paste it: a table whose head says what kind it lists. Columns are cut where their head begins, because cells may be
 * empty. What a table says is less than the object, but enough to see where to look.
 */

import type { Answer } from './casebook.ts';
import type { Resource } from './objects.ts';
import { parseObject } from './parse-api.ts';
import { expandModes } from './read-describe.ts';

type Cells = Readonly<Record<string, string>>;

/** Heads by their tell-tale columns, the more telling first. */
const heads: readonly (readonly [Resource, readonly string[]])[] = [
  ['events', ['TYPE', 'REASON', 'OBJECT', 'MESSAGE']],
  ['deployments', ['READY', 'UP-TO-DATE', 'AVAILABLE']],
  ['daemonsets', ['DESIRED', 'CURRENT', 'READY', 'UP-TO-DATE']],
  ['replicasets', ['DESIRED', 'CURRENT', 'READY']],
  ['nodes', ['STATUS', 'ROLES', 'VERSION']],
  ['persistentvolumes', ['RECLAIM POLICY', 'CLAIM']],
  ['persistentvolumeclaims', ['VOLUME', 'ACCESS MODES']],
  ['services', ['TYPE', 'CLUSTER-IP', 'PORT(S)']],
  ['endpoints', ['ENDPOINTS']],
  ['resourcequotas', ['REQUEST', 'LIMIT']],
  ['storageclasses', ['PROVISIONER']],
  ['secrets', ['TYPE', 'DATA']],
  ['configmaps', ['DATA']],
  ['serviceaccounts', ['SECRETS']],
  ['cronjobs', ['SCHEDULE', 'SUSPEND']],
  ['jobs', ['COMPLETIONS', 'DURATION']],
  ['horizontalpodautoscalers', ['REFERENCE', 'TARGETS']],
  ['poddisruptionbudgets', ['ALLOWED DISRUPTIONS']],
  ['networkpolicies', ['POD-SELECTOR']],
  ['ingresses', ['CLASS', 'HOSTS']],
  ['pods', ['READY', 'STATUS', 'RESTARTS']],
  ['namespaces', ['STATUS']],
  ['statefulsets', ['READY']],
];

const eventLine = /^\s*(?:(\S+)\s+)?(\d\S*|<\w+>)\s+(Normal|Warning)\s+(\S+)\s+([a-z][\w.]*\/\S+)\s+(.*)$/;

/** Objects of all tables in the text; `namespace` is where they are unless a column says so. Never throws. */
export function readTables(text: string, namespace: string | undefined, asked: Resource | null = null): Answer['objects'] {
  const objects: Answer['objects'][number][] = [];
  let table: Head | null = null;
  for (const line of text.split(/\r?\n/)) {
    const event = eventOf(line, namespace);
    if (event !== null) {
      objects.push(...event);
      continue;
    }
    const head = headOf(line, asked);
    if (head !== null) {
      table = head;
      continue;
    }
    if (line.trim() === '') table = null;
    else if (table !== null) objects.push(...rowOf(table, line, namespace));
  }
  return objects;
}

interface Head {
  readonly resource: Resource;
  readonly columns: readonly { readonly name: string; readonly start: number }[];
}

function headOf(line: string, asked: Resource | null): Head | null {
  if (!/^\s*(?:NAMESPACE\s+)?(?:NAME|LAST SEEN)\s/.test(line) && !/^\s*NAME\s*$/.test(line)) return null;
  const columns = [...line.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ name: match[0], start: match.index }));
  const names = new Set(columns.map(({ name }) => name));
  const resource = asked ?? heads.find(([, marks]) => marks.every((mark) => names.has(mark)))?.[0];
  return resource === undefined ? null : { resource, columns };
}

function rowOf({ resource, columns }: Head, line: string, namespace: string | undefined): Answer['objects'] {
  const cells: Record<string, string> = {};
  columns.forEach(({ name, start }, index) => {
    const from = boundary(line, start);
    const next = columns[index + 1];
    cells[name] = line.slice(from, next === undefined ? undefined : boundary(line, next.start)).trim();
  });
  // `kubectl get all` writes the kind before each name.
  const name = (cells.NAME ?? '').replace(/^[a-z.]+\//, '');
  if (!/^[a-z0-9][\w.:-]*$/i.test(name)) return [];
  const labels = cells.LABELS === undefined || cells.LABELS === '<none>' ? undefined : pairs(cells.LABELS);
  const metadata = { name, namespace: cells.NAMESPACE ?? (clusterWide.has(resource) ? undefined : namespace), labels };
  const object = parseObject(resource, { metadata, ...rows[resource]?.(cells) });
  return object === null ? [] : [object];
}

/** A cell that is wider than its head moves the border to the next gap. */
function boundary(line: string, start: number): number {
  let at = Math.min(start, line.length);
  while (at > 0 && at < line.length && line[at - 1] !== ' ') at -= 1;
  return at;
}

export const clusterWide: ReadonlySet<Resource> = new Set<Resource>([
  'nodes',
  'persistentvolumes',
  'storageclasses',
  'namespaces',
  'ingressclasses',
  'priorityclasses',
]);

function pairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(text.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)]));
}

type Row = (cells: Cells) => Readonly<Record<string, unknown>>;

const rows: Partial<Record<Resource, Row>> = {
  pods: (cells) => {
    const [ready = 0, containers = 0] = fraction(cells.READY);
    const restarts = Number.parseInt(cells.RESTARTS ?? '0', 10) || 0;
    const podIP = none(cells.IP);
    return {
      spec: { nodeName: none(cells.NODE) },
      ...(podIP === undefined ? {} : { status: { podIP } }),
      shown: { status: cells.STATUS ?? '', ready, containers, restarts },
    };
  },
  deployments: scaled,
  statefulsets: scaled,
  replicasets: desired,
  daemonsets: desired,
  services: (cells) => ({
    spec: {
      type: cells.TYPE,
      clusterIP: cells['CLUSTER-IP'],
      selector: none(cells.SELECTOR) === undefined ? undefined : pairs(cells.SELECTOR ?? ''),
      ports: (none(cells['PORT(S)']) ?? '').split(',').flatMap((each) => {
        const [, port = '', protocol] = /^(\d+)(?::\d+)?\/(\w+)$/.exec(each) ?? [];
        return port === '' ? [] : [{ port: Number(port), protocol }];
      }),
    },
  }),
  endpoints: (cells) => ({ ready: (none(cells.ENDPOINTS) ?? '').split(',').filter((each) => /^[\d[]/.test(each)) }),
  nodes: (cells) => {
    const status = cells.STATUS ?? '';
    const ready = status.startsWith('Ready') ? 'True' : 'Unknown';
    return { spec: { unschedulable: status.includes('SchedulingDisabled') }, status: { conditions: [{ type: 'Ready', status: ready }] } };
  },
  persistentvolumeclaims: (cells) => ({
    spec: {
      volumeName: none(cells.VOLUME),
      accessModes: expandModes(none(cells['ACCESS MODES'])),
      storageClassName: none(cells.STORAGECLASS),
    },
    status: { phase: cells.STATUS },
  }),
  persistentvolumes: (cells) => {
    const [namespace = '', name = ''] = (none(cells.CLAIM) ?? '').split('/');
    return {
      spec: {
        capacity: { storage: cells.CAPACITY ?? '' },
        accessModes: expandModes(none(cells['ACCESS MODES'])),
        storageClassName: cells.STORAGECLASS ?? '',
        ...(name === '' ? {} : { claimRef: { namespace, name } }),
      },
      status: { phase: cells.STATUS },
    };
  },
  resourcequotas: (cells) => {
    const used: Record<string, string> = {};
    const hard: Record<string, string> = {};
    for (const part of `${cells.REQUEST ?? ''}, ${cells.LIMIT ?? ''}`.split(',')) {
      const [, resource = '', now = '', limit = ''] = /^\s*(\S+): (\S+)\/(\S+)\s*$/.exec(part) ?? [];
      if (resource === '') continue;
      used[resource] = now;
      hard[resource] = limit;
    }
    return { spec: { hard }, status: { hard, used } };
  },
  storageclasses: (cells) => ({ provisioner: cells.PROVISIONER, volumeBindingMode: cells.VOLUMEBINDINGMODE }),
  secrets: (cells) => ({ type: cells.TYPE }),
  cronjobs: (cells) => ({ spec: { schedule: cells.SCHEDULE, suspend: cells.SUSPEND === 'True' } }),
  poddisruptionbudgets: (cells) => ({ status: { disruptionsAllowed: Number(cells['ALLOWED DISRUPTIONS']) || 0 } }),
  namespaces: (cells) => ({ status: { phase: cells.STATUS } }),
  ingresses: (cells) => ({ spec: { ingressClassName: none(cells.CLASS) } }),
};

function scaled(cells: Cells): Readonly<Record<string, unknown>> {
  const [ready = 0, replicas = 0] = fraction(cells.READY);
  return { spec: { replicas }, status: { readyReplicas: ready } };
}

function desired(cells: Cells): Readonly<Record<string, unknown>> {
  return {
    spec: { replicas: Number(cells.DESIRED) || 0 },
    status: { replicas: Number(cells.CURRENT) || 0, readyReplicas: Number(cells.READY) || 0 },
  };
}

function fraction(text: string | undefined): readonly number[] {
  return (text ?? '').split('/').map((part) => Number(part) || 0);
}

function none(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === '<none>' || text === '<unset>' || text === '<unknown>' ? undefined : text;
}

/** Lines of events are known by their form, with a head or without. */
function eventOf(line: string, namespace: string | undefined): Answer['objects'] | null {
  const [, place, , type = '', reason = '', object = '', message = ''] = eventLine.exec(line) ?? [];
  if (reason === '') return null;
  const [kind = '', ...name] = object.split('/');
  const event = parseObject('events', {
    type,
    reason,
    message: message.trim(),
    involvedObject: { kind, name: name.join('/'), namespace: place ?? namespace },
  });
  return event === null ? [] : [event];
}
