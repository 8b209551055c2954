/** Troubles by what they look like in answers, and the causes that must be named. */

import { type Answers, healthyAnswers, later, node, unassigned } from './answers.ts';

/** `at` counts looks; for the nodes a second goes by between two of them, however long the machine takes. */
export const stats = (change: (at: number) => readonly ReturnType<typeof node>[]) => ({
  '/_nodes/stats/jvm,fs,os,process,breaker,thread_pool,indices/fielddata,indexing,merge,search': (at: number) => ({
    nodes: Object.fromEntries(change(at).map((each, index) => [`id-${String(index)}`, later(each, at)])),
  }),
});
export const health = (change: object): Answers => ({
  '/_cluster/health': { ...(healthyAnswers['/_cluster/health'] as object), ...change },
});
const noMaster = { error: { type: 'master_not_discovered_exception', reason: null }, status: 503 };

export const cases: Readonly<
  Record<string, { readonly answers: Answers; readonly causes: readonly string[]; readonly likely?: readonly string[] }>
> = {
  'nothing in a healthy cluster of two': { answers: {}, causes: [] },
  'a cluster without a master': {
    answers: {
      '/_cluster/health': noMaster,
      '/_cat/nodes': noMaster,
      '/_cat/shards': noMaster,
      '/_cat/indices': noMaster,
      '/_cluster/settings': noMaster,
    },
    causes: ['no-master'],
  },
  'refreshing that was turned off for a bulk load': {
    answers: { '/_all/_settings': { orders: { settings: { index: { number_of_replicas: '1', refresh_interval: '-1' } } } } },
    causes: ['refresh-off'],
  },
  'indices that are no longer made by themselves': {
    answers: { '/_cluster/settings': { persistent: { action: { auto_create_index: 'false' } }, transient: {}, defaults: {} } },
    causes: ['indices-not-made'],
  },
  'scrolls that nobody clears': {
    answers: stats(() => [node('es-1', { scrolls: 499 }), node('es-2')]),
    causes: ['scrolls-used-up'],
  },
  'a breaker that somebody has set too low': {
    answers: {
      ...stats((at) => [node('es-1', { tripped: at * 5 }), node('es-2')]),
      '/_cluster/settings': { persistent: { indices: { breaker: { total: { limit: '5%' } } } }, transient: {}, defaults: {} },
    },
    causes: ['breaker-limit-lowered'],
  },
  'nothing in an alias for reading and an index that was closed, where nobody speaks of them': {
    answers: {
      '/_cat/aliases': [
        { alias: 'all', index: 'orders', is_write_index: '-' },
        { alias: 'all', index: 'orders-old', is_write_index: '-' },
      ],
      '/_cat/indices': [
        { index: 'orders', health: 'green', status: 'open', pri: '1', rep: '1', 'store.size': '18000000000' },
        { index: 'orders-old', health: null, status: 'close', pri: '1', rep: '1', 'store.size': null },
      ],
    },
    causes: [],
    likely: [],
  },
  'a master that does not keep up': {
    answers: {
      ...health({ number_of_pending_tasks: 240, task_max_waiting_in_queue_millis: 64_000 }),
      '/_cluster/pending_tasks': { tasks: [{ source: 'put-mapping [logs/9x]', priority: 'HIGH' }] },
    },
    causes: ['master-overloaded'],
  },
  'a heap that stays full, and the breaker that it makes trip': {
    answers: stats((at) => [node('es-1', { heap: 0.93, old: 0.9, tripped: at * 5 }), node('es-2')]),
    causes: ['heap-pressure'],
  },
  'field data that fills the heap': {
    answers: stats(() => [node('es-1', { fielddata: 0.4 }), node('es-2')]),
    causes: ['fielddata-heavy'],
  },
  'garbage collection that takes the time': {
    answers: stats((at) => [node('es-1', { old: 0.8, heap: 0.84, gcMs: at * 600 }), node('es-2')]),
    causes: ['gc-overhead'],
    likely: [],
  },
  'searches that are rejected (symptom alone)': {
    answers: stats((at) => [node('es-1', { searchRejected: at * 30 }), node('es-2')]),
    causes: [],
  },
  'writes that are rejected, in the pool that was called bulk before 6.3': {
    answers: stats((at) => [node('es-1', { bulkRejected: at * 30 }), node('es-2')]),
    causes: ['write-rejected'],
  },
  'merges that throttle indexing': {
    answers: stats((at) => [node('es-1', { throttleMs: at * 400 }), node('es-2')]),
    causes: ['merges-throttled'],
  },
  'a node that does all the work': {
    answers: stats((at) => [node('es-1', { cpu: 95, queries: at * 900 }), node('es-2', { cpu: 4, queries: at * 20 })]),
    causes: ['hot-node'],
  },
  'file descriptors that run out': {
    answers: stats(() => [node('es-1', { descriptors: 0.95 }), node('es-2')]),
    causes: ['file-descriptors'],
  },
  'a primary of which no copy is left': {
    answers: unassigned({ prirep: 'p', reason: 'NODE_LEFT', explain: { can_allocate: 'no_valid_shard_copy' } }),
    causes: ['primary-lost', 'shards-of-a-lost-node'],
  },
  'an allocation that has given up': {
    answers: unassigned({
      prirep: 'r',
      reason: 'ALLOCATION_FAILED',
      explain: {
        unassigned_info: {
          reason: 'ALLOCATION_FAILED',
          failed_allocation_attempts: 5,
          details: 'failed shard, IOException[No space left on device]',
        },
      },
      decider: ['max_retry', 'shard has exceeded the maximum number of retries [5]'],
    }),
    causes: ['allocation-given-up'],
  },
  'a tier that no node is of': {
    answers: unassigned({
      prirep: 'r',
      reason: 'INDEX_CREATED',
      explain: {},
      decider: ['data_tier', 'index has a preference for tiers [data_warm] but no nodes of these'],
    }),
    causes: ['tier-or-zone-missing'],
  },
  'replicas that wait out the delay': {
    answers: {
      ...unassigned({ prirep: 'r', reason: 'NODE_LEFT', explain: { remaining_delay_in_millis: 42_000 } }),
      ...health({ status: 'yellow', unassigned_shards: 1, delayed_unassigned_shards: 1 }),
    },
    causes: ['shards-of-a-lost-node'],
  },
  'a lifecycle that is stuck (Elasticsearch)': {
    answers: {
      '/_ilm/status': { operation_mode: 'RUNNING' },
      '/_all/_ilm/explain': {
        indices: {
          'logs-7': {
            policy: 'logs',
            step: 'ERROR',
            failed_step: 'check-rollover-ready',
            step_info: {
              type: 'illegal_argument_exception',
              reason: 'index.lifecycle.rollover_alias [logs] does not point to index [logs-7]',
            },
          },
        },
      },
    },
    causes: ['lifecycle-stuck'],
  },
  'a lifecycle that is stuck (OpenSearch)': {
    answers: {
      '/_plugins/_ism/explain/*': {
        'logs-7': {
          policy_id: 'logs',
          action: { name: 'rollover', failed: true },
          retry_info: { failed: true },
          info: { message: 'Missing rollover_alias index setting' },
        },
        total_managed_indices: 1,
      },
    },
    causes: ['lifecycle-stuck'],
  },
  'a lifecycle that was stopped': {
    answers: { '/_ilm/status': { operation_mode: 'STOPPED' }, '/_all/_ilm/explain': {} },
    causes: ['lifecycle-stopped'],
  },
  'a snapshot policy that fails': {
    answers: {
      '/_slm/policy': {
        nightly: {
          last_success: { snapshot_name: 'a', time: 1 },
          last_failure: { snapshot_name: 'b', time: 2, details: 'access denied' },
        },
      },
    },
    causes: ['snapshot-policy-failing'],
  },
  'a snapshot that failed, by an old version that cannot sort': {
    answers: {
      '/_snapshot': { s3: { type: 's3' } },
      '/_snapshot/s3/*': { error: { type: 'illegal_argument_exception', reason: 'unrecognized parameter [order]' }, status: 400 },
      '/_snapshot/s3/_all': {
        snapshots: [
          { snapshot: 'one', state: 'SUCCESS', start_epoch: Math.floor(Date.now() / 1_000) - 9_000 },
          { snapshot: 'two', state: 'PARTIAL', start_epoch: Math.floor(Date.now() / 1_000) - 5_000 },
        ],
      },
    },
    causes: ['snapshot-failing'],
  },
  'a certificate that has expired': {
    answers: { '/_ssl/certificates': [{ path: 'http.p12', subject_dn: 'CN=es', expiry: '2020-01-01T00:00:00.000Z' }] },
    causes: ['certificate-expired'],
  },
};
