/** What runs on it: scans, locks, transactions, index builds. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'mongodb', role: 'cause', probes: ['operations'] } as const;
const kill = {
  action: 'kill-operation',
  arguments: {
    operation: '{operations.longest.id}',
    namespace: '{operations.longest.namespace}',
    atLeastSeconds: '{operations.longest.seconds}',
  },
  when: {
    all: [
      ['operations.longest.isQuery', '==', true],
      ['operations.longest.id', '!=', ''],
      ['operations.longest.namespace', '!=', ''],
    ],
  },
} as const satisfies Signature['remedies'][number];

export const mongodbLoadSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'mongodb.long-scan',
    title: {
      'zh-CN': '{operations.longest.namespace} 全表扫描（COLLSCAN），没有用上索引',
      en: 'Full collection scan of {operations.longest.namespace}: no index is used',
    },
    explanation: {
      'zh-CN':
        '{operations.longest.client} 的操作已执行 {operations.longest.seconds} 秒，没有用上索引（COLLSCAN），多半缺少索引；同时有 {operations.scanning} 个这样的操作，拖慢整体。',
      en: 'The operation of {operations.longest.client} has run for {operations.longest.seconds} s without an index (COLLSCAN): one is probably missing. {operations.scanning} such operations run at once and slow everything down.',
    },
    severity: 'critical',
    explains: ['mongodb.tickets-exhausted', 'mongodb.cache-full', 'mongodb.long-operation'],
    hints: 'slow|scan|collscan|index|cpu|慢|扫描|索引|查询',
    confirm: {
      all: [
        ['operations.longest.plan', '==', 'COLLSCAN'],
        ['operations.longest.seconds', '>=', 10],
      ],
    },
    refute: ['operations.scanning', '==', 0],
    advice: {
      'zh-CN': '终止它可以止损；再为它的条件建索引（用滚动方式），并给查询设置 maxTimeMS。',
      en: 'Killing it stops the loss; then build the index that its filter needs, and set maxTimeMS on queries.',
    },
    remedies: [kill],
    source: 'mongodb.com/docs/manual: currentOp.planSummary',
  },
  {
    ...common,
    id: 'mongodb.long-operation',
    role: 'symptom',
    title: { 'zh-CN': '慢操作：执行了很久', en: 'Slow operation: it has been running for long' },
    explanation: {
      'zh-CN':
        '{operations.longest.client} 在 {operations.longest.namespace} 上的操作已执行 {operations.longest.seconds} 秒（{operations.longest.plan}）。',
      en: 'An operation of {operations.longest.client} on {operations.longest.namespace} has run for {operations.longest.seconds} s ({operations.longest.plan}).',
    },
    severity: 'warning',
    hints: 'slow|long|running|query|慢|耗时|长时间|查询',
    confirm: ['operations.longest.seconds', '>=', 60],
    likelyWhenHinted: ['operations.longest.seconds', '>=', 5],
    refute: ['operations.longest.seconds', '<', 2],
    advice: { 'zh-CN': '看它是否必要；必要时终止并设置 maxTimeMS。', en: 'See whether it is needed; kill it if not, and set maxTimeMS.' },
    remedies: [kill],
    source: 'mongodb.com/docs/manual: currentOp.secs_running',
  },
  {
    ...common,
    id: 'mongodb.idle-transaction',
    title: {
      'zh-CN': '{transactions.idle.client} 的空闲事务未提交，持锁不放',
      en: 'Idle transaction of {transactions.idle.client} holds its locks',
    },
    explanation: {
      'zh-CN': '该事务已空闲 {transactions.idle.seconds} 秒，仍持有锁；{operations.waiting} 个操作阻塞在等锁。',
      en: 'It has been idle for {transactions.idle.seconds} s without commit or abort and still holds its locks; {operations.waiting} operations are blocked and wait for one.',
    },
    severity: 'critical',
    explains: ['mongodb.lock-waits'],
    hints: 'transaction|lock|idle|write conflict|事务|锁|冲突|空闲',
    confirm: {
      all: [
        ['transactions.idle.seconds', '>=', 5],
        ['operations.waiting', '>', 0],
      ],
    },
    likely: ['transactions.idle.seconds', '>=', 30],
    refute: ['transactions.idle.client', '==', ''],
    advice: {
      'zh-CN': '它会在 transactionLifetimeLimitSeconds（默认 60 秒）后被中止；修复应用，让事务尽快提交，不在事务里等待外部调用。',
      en: 'It is aborted after transactionLifetimeLimitSeconds (60 s by default); have the application commit soon and wait for nothing outside within a transaction.',
    },
    remedies: [],
    source: 'mongodb.com/docs/manual: currentOp.transaction.timeInactiveMicros',
  },
  {
    ...common,
    id: 'mongodb.lock-waits',
    role: 'symptom',
    title: { 'zh-CN': '锁等待：操作被阻塞', en: 'Lock waits: operations are blocked' },
    explanation: {
      'zh-CN': '{operations.waiting} 个操作在等锁，无法继续。',
      en: '{operations.waiting} operations wait for locks and make no progress.',
    },
    severity: 'warning',
    hints: 'lock|wait|blocked|锁|等待|阻塞',
    confirm: ['operations.waiting', '>=', 3],
    refute: ['operations.waiting', '==', 0],
    advice: {
      'zh-CN': '找出持锁者：长事务、DDL 或建索引。',
      en: 'Find who holds it: a long transaction, a change of structure, an index build.',
    },
    remedies: [],
    source: 'mongodb.com/docs/manual: currentOp.waitingForLock',
  },
  {
    ...common,
    id: 'mongodb.index-build',
    title: { 'zh-CN': '正在 {operations.buildNamespace} 上建索引', en: 'An index is being built on {operations.buildNamespace}' },
    explanation: {
      'zh-CN': '{operations.builds} 个建索引操作在进行：占用磁盘与缓存、拖慢其他操作，开始与结束时短暂持有独占锁。',
      en: '{operations.builds} index builds are running: they use disk and cache, slow other operations down, and take an exclusive lock for a moment at start and end.',
    },
    severity: 'warning',
    probes: ['operations', 'server'],
    hints: 'index build|index|slow|建索引|索引|慢',
    confirm: {
      all: [
        ['operations.builds', '>', 0],
        {
          any: [
            ['operations.waiting', '>', 0],
            ['tickets.write.usedRatio', '>=', 0.9],
          ],
        },
      ],
    },
    likelyWhenHinted: ['operations.builds', '>', 0],
    refute: ['operations.builds', '==', 0],
    advice: {
      'zh-CN': '等它结束，或在低峰重做；大集合用滚动方式建索引。',
      en: 'Let it end or do it again in quiet hours; build indexes of large collections member by member.',
    },
    remedies: [],
    source: 'mongodb.com/docs/manual: Index builds on populated collections',
  },
  {
    ...common,
    id: 'mongodb.write-conflicts',
    title: { 'zh-CN': '写冲突很多，写入争用同一批文档（热点）', en: 'Many write conflicts: writes contend for the same documents' },
    explanation: {
      'zh-CN': '每秒 {activity.conflictsPerSecond} 次写冲突，每秒写 {activity.writesPerSecond} 次：多个写入争同一批文档，不断重试、变慢。',
      en: '{activity.conflictsPerSecond} conflicts a second with {activity.writesPerSecond} writes: many writers update the same hot documents, and their writes are retried and slow.',
    },
    severity: 'warning',
    hints: 'conflict|hot|contention|冲突|热点|争用',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.conflictsPerSecond', '>=', 50],
        ['activity.conflictsPerSecond', '>=', { fact: 'activity.writesPerSecond', times: 0.2 }],
      ],
    },
    refute: ['activity.conflictsPerSecond', '<', 5],
    advice: {
      'zh-CN': '拆分热点文档（计数器分桶），缩短事务。',
      en: 'Split hot documents (counters in buckets), and keep transactions short.',
    },
    remedies: [],
    source: 'mongodb.com/docs/manual: serverStatus.metrics.operation.writeConflicts',
  },
  {
    ...common,
    id: 'mongodb.connection-churn',
    title: { 'zh-CN': '短连接风暴：应用不停地新建连接', en: 'Connection churn: applications open new connections all the time' },
    explanation: {
      'zh-CN': '每秒新建 {activity.connectionsMadePerSecond} 个连接：没有使用连接池，或每次请求都新建客户端。',
      en: '{activity.connectionsMadePerSecond} connections are made in a second and not reused: there is no connection pool, or a client is made for each request.',
    },
    severity: 'warning',
    hints: 'connection|churn|storm|连接|风暴|频繁',
    probes: ['activity'],
    confirm: ['activity.connectionsMadePerSecond', '>=', 50],
    likelyWhenHinted: ['activity.connectionsMadePerSecond', '>=', 10],
    refute: ['activity.connectionsMadePerSecond', '<', 5],
    advice: { 'zh-CN': '每个进程只建一个 MongoClient 并复用。', en: 'Make one MongoClient a process and share it.' },
    remedies: [],
    source: 'mongodb.com/docs/manual: Connection pool overview',
  },
];
