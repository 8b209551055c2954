/** What clients do to etcd: watches that lag, huge values, failing requests, files used up. */

import type { Signature } from '../../../domain/signature.ts';

export const clientSignatures: readonly Signature[] = [
  {
    id: 'etcd.slow-watchers',
    kind: 'etcd',
    title: { 'zh-CN': 'watch 客户端跟不上事件', en: 'Watching clients do not keep up with the events' },
    explanation: {
      'zh-CN':
        '{activity.watchers} 个 watcher 中 {activity.slowWatchers} 个落后，待发送事件 {activity.pendingEvents} 条：内存会增长，客户端看到旧状态。',
      en: '{activity.slowWatchers} of {activity.watchers} watchers are behind, with {activity.pendingEvents} events waiting: memory grows, and the clients see an old state.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'watch|event|memory|stale|内存|事件|延迟',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.slowWatchers', '>=', 10],
        ['activity.slowWatcherShare', '>=', 0.1],
      ],
    },
    likelyWhenHinted: ['activity.slowWatchers', '>=', 1],
    refute: ['activity.slowWatchers', '==', 0],
    advice: {
      'zh-CN': '找出读得慢或重复 watch 同一前缀的客户端，合并 watch 或在代理层汇聚。',
      en: 'Find clients that read slowly or watch one prefix many times; share watches, or put a proxy in between.',
    },
    remedies: [],
    source: 'etcd: etcd_debugging_mvcc_slow_watcher_total; etcd.io: gRPC proxy, scalable watch',
  },
  {
    id: 'etcd.large-values',
    kind: 'etcd',
    title: { 'zh-CN': '写入的值过大', en: 'The values written are too large' },
    explanation: {
      'zh-CN':
        '平均每次写入带来 {activity.bytesPerPut|bytes} 流量，每秒 {activity.putsPerSecond} 次；单次请求默认上限 1.5 MiB，大值拖慢整个集群。',
      en: 'A write brings {activity.bytesPerPut|bytes} on average, {activity.putsPerSecond} a second; a request may have 1.5 MiB by default, and large values slow the whole cluster.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['etcd.quota-nearly-reached'],
    hints: 'large|too large|size|value|slow|过大|大值|慢',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.bytesPerPut', '>=', 262_144],
        ['activity.putsPerSecond', '>=', 1],
      ],
    },
    likelyWhenHinted: ['activity.bytesPerPut', '>=', 65_536],
    refute: ['activity.bytesPerPut', '<', 16_384],
    advice: {
      'zh-CN': '把大对象放到对象存储，etcd 里只留引用。',
      en: 'Keep large objects in an object store and only their reference in etcd.',
    },
    remedies: [],
    source: 'etcd.io: System limits, Request size limit',
  },
  {
    id: 'etcd.slow-reads',
    kind: 'etcd',
    title: { 'zh-CN': '线性一致读变慢', en: 'Linearizable reads are slow' },
    explanation: {
      'zh-CN': '每秒 {activity.slowReadsPerSecond} 次读索引超时，累计 {activity.slowReads} 次：读要等 leader 确认，leader 或应用过慢。',
      en: '{activity.slowReadsPerSecond} reads a second wait too long for the leader’s word, {activity.slowReads} so far: the leader, or applying, is slow.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'read|slow|latency|timeout|读|慢|延迟|超时',
    probes: ['activity'],
    confirm: ['activity.slowReadsPerSecond', '>', 0],
    likelyWhenHinted: ['activity.slowReads', '>=', 10],
    refute: ['activity.slowReads', '==', 0],
    advice: {
      'zh-CN': '看 leader 的磁盘与网络；能容忍旧值的读改用 serializable。',
      en: 'Look at the disk and network of the leader; use serializable reads where old values will do.',
    },
    remedies: [],
    source: 'etcd: etcd_server_slow_read_indexes_total',
  },
  {
    id: 'etcd.requests-fail',
    kind: 'etcd',
    title: { 'zh-CN': '客户端请求失败率高', en: 'Many requests of clients fail' },
    explanation: {
      'zh-CN': '{activity.requestsFailedRatio|percent} 的请求因服务端失败（每秒 {activity.requestsFailedPerSecond} 个）。',
      en: '{activity.requestsFailedRatio|percent} of the requests fail on the server’s side, {activity.requestsFailedPerSecond} a second.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: 'error|fail|unavailable|grpc|错误|失败|etcdGRPCRequestsSlow|etcdHighNumberOfFailedGRPCRequests',
    probes: ['activity'],
    confirm: ['activity.requestsFailedRatio', '>=', 0.05],
    likelyWhenHinted: ['activity.requestsFailedRatio', '>=', 0.01],
    refute: ['activity.requestsFailedPerSecond', '==', 0],
    advice: {
      'zh-CN': '看 leader、空间告警与磁盘；都正常时看该类请求的大小与并发。',
      en: 'Look at leader, space alarms and disk; if they are well, at the size and number of such requests.',
    },
    remedies: [],
    source: 'etcd-mixin: etcdHighNumberOfFailedGRPCRequests',
  },
  {
    id: 'etcd.open-files-used-up',
    kind: 'etcd',
    title: { 'zh-CN': '文件句柄即将用尽', en: 'The open files are nearly used up' },
    explanation: {
      'zh-CN': '已打开 {activity.openFiles} 个（{activity.openFilesRatio|percent}）：用尽后新连接与新 WAL 段都打不开，成员会崩溃。',
      en: '{activity.openFiles} are open ({activity.openFilesRatio|percent}); once they are used up, neither connections nor log segments can be opened, and the member crashes.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'file|descriptor|fd|too many open|句柄|etcdHighNumberOfOpenFiles',
    probes: ['activity'],
    confirm: ['activity.openFilesRatio', '>=', 0.8],
    likelyWhenHinted: ['activity.openFilesRatio', '>=', 0.6],
    refute: ['activity.openFilesRatio', '<', 0.5],
    advice: {
      'zh-CN': '找出不关连接的客户端；调高 LimitNOFILE 后逐个重启成员。',
      en: 'Find the client that does not close; raise LimitNOFILE and restart member after member.',
    },
    remedies: [],
    source: 'etcd-mixin: etcdInsufficientFileDescriptors',
  },
];
