/** Answers of a healthy cluster of two nodes, and how they change in trouble. */

type Answer = object | ((at: number) => object);
/** By path, without the query. */
export type Answers = Readonly<Record<string, Answer>>;

interface NodeChange {
  readonly heap?: number;
  readonly old?: number;
  readonly gcMs?: number;
  readonly tripped?: number;
  readonly cpu?: number;
  readonly queries?: number;
  readonly descriptors?: number;
  readonly fielddata?: number;
  readonly searchRejected?: number;
  readonly bulkRejected?: number;
  readonly throttleMs?: number;
  readonly scrolls?: number;
}

const heapBytes = 8_589_934_592;

/** The same node so many seconds on. */
export function later(one: ReturnType<typeof node>, seconds: number): object {
  const { timestamp, jvm } = one;
  const uptime = jvm.uptime_in_millis + seconds * 1_000;
  return { ...one, timestamp: timestamp + seconds * 1_000, jvm: { ...jvm, uptime_in_millis: uptime } };
}

export function node(name: string, change: NodeChange = {}) {
  const bulk =
    change.bulkRejected === undefined
      ? {}
      : { bulk: { threads: 8, queue: 40, active: 8, rejected: change.bulkRejected, completed: 9_000 } };
  return {
    name,
    timestamp: 1_780_000_000_000,
    host: '10.0.0.1',
    roles: ['data', 'master'],
    jvm: {
      uptime_in_millis: 864_000_000,
      mem: {
        heap_used_in_bytes: heapBytes * (change.heap ?? 0.4),
        heap_max_in_bytes: heapBytes,
        pools: { old: { used_in_bytes: heapBytes * (change.old ?? 0.3), max_in_bytes: heapBytes } },
      },
      gc: {
        collectors: {
          young: { collection_count: 900, collection_time_in_millis: 9_000 + (change.gcMs ?? 0) },
          old: { collection_count: 0, collection_time_in_millis: 0 },
        },
      },
    },
    fs: { data: [{ path: '/data', mount: '/data (/dev/sdb)', total_in_bytes: 1_000_000_000_000, available_in_bytes: 600_000_000_000 }] },
    os: { cpu: { percent: change.cpu ?? 20 } },
    process: { open_file_descriptors: 65_535 * (change.descriptors ?? 0.02), max_file_descriptors: 65_535 },
    breakers: {
      parent: {
        limit_size_in_bytes: heapBytes * 0.95,
        estimated_size_in_bytes: heapBytes * (change.heap ?? 0.4),
        tripped: change.tripped ?? 0,
      },
    },
    thread_pool: {
      search: { threads: 13, queue: 0, active: 1, rejected: change.searchRejected ?? 0, completed: 10_000 },
      ...(change.bulkRejected === undefined ? { write: { threads: 8, queue: 0, active: 0, rejected: 0, completed: 9_000 } } : bulk),
    },
    indices: {
      fielddata: { memory_size_in_bytes: heapBytes * (change.fielddata ?? 0), evictions: 0 },
      indexing: { index_total: 5_000, throttle_time_in_millis: change.throttleMs ?? 0, is_throttled: false },
      merges: { current: 0, total_throttled_time_in_millis: 0, total_stopped_time_in_millis: 0 },
      search: {
        query_total: 70_000 + (change.queries ?? 0),
        query_time_in_millis: 90_000,
        query_current: 0,
        open_contexts: 2,
        scroll_current: change.scrolls ?? 0,
      },
    },
  };
}

const started = (prirep: string, at: string) => ({
  index: 'orders',
  shard: '0',
  prirep,
  state: 'STARTED',
  node: at,
  store: '9000000000',
  'unassigned.reason': null,
});

/** A cluster that has no security, no lifecycle, no repositories. */
export const healthyAnswers: Answers = {
  '/_cluster/health': {
    cluster_name: 'shop',
    status: 'green',
    number_of_nodes: 2,
    number_of_data_nodes: 2,
    unassigned_shards: 0,
    initializing_shards: 0,
    relocating_shards: 0,
    delayed_unassigned_shards: 0,
    number_of_pending_tasks: 0,
    task_max_waiting_in_queue_millis: 0,
    active_shards_percent_as_number: 100,
  },
  '/_cat/nodes': [
    { name: 'es-1', version: '7.17.9', 'node.role': 'dim', master: '*' },
    { name: 'es-2', version: '7.17.9', 'node.role': 'dim', master: '-' },
  ],
  '/_nodes/stats/jvm,fs,os,process,breaker,thread_pool,indices/fielddata,indexing,merge,search': {
    nodes: { 'id-0': node('es-1'), 'id-1': node('es-2') },
  },
  '/_cat/shards': [started('p', 'es-1'), started('r', 'es-2')],
  '/_cluster/settings': { persistent: {}, transient: {}, defaults: { cluster: { max_shards_per_node: '1000' } } },
  '/_cat/indices': [{ index: 'orders', health: 'green', status: 'open', pri: '1', rep: '1', 'store.size': '18000000000' }],
  '/_all/_settings': { orders: { settings: { index: { number_of_replicas: '1' } } } },
  '/_cat/aliases': [{ alias: 'shop', index: 'orders', is_write_index: '-' }],
  '/_tasks': { tasks: [] },
  '/orders/_settings': {},
  '/orders/_mapping': { orders: { mappings: { properties: { amount: { type: 'long' } } } } },
  '/_snapshot': {},
};

interface Unassigned {
  readonly prirep: 'p' | 'r';
  readonly reason: string;
  readonly explain: object;
  /** Name of the decider that refuses, and why. */
  readonly decider?: readonly [string, string];
}

export function unassigned({ prirep, reason, explain, decider }: Unassigned): Answers {
  const decisions =
    decider === undefined ? [] : [{ node_name: 'es-1', deciders: [{ decider: decider[0], decision: 'NO', explanation: decider[1] }] }];
  const other = prirep === 'p' ? [] : [started('p', 'es-1')];
  return {
    '/_cluster/health': {
      ...(healthyAnswers['/_cluster/health'] as object),
      status: prirep === 'p' ? 'red' : 'yellow',
      unassigned_shards: 1,
    },
    '/_cat/shards': [
      ...other,
      { index: 'orders', shard: '0', prirep, state: 'UNASSIGNED', node: null, store: null, 'unassigned.reason': reason },
    ],
    '/_cluster/allocation/explain': {
      index: 'orders',
      shard: 0,
      primary: prirep === 'p',
      unassigned_info: { reason },
      can_allocate: 'no',
      node_allocation_decisions: decisions,
      ...explain,
    },
  };
}
