/** What clients do to etcd: watches that lag, huge values, failing requests, files used up. */

import type { Signature } from '../../../domain/signature.ts';

export const clientSignatures: readonly Signature[] = [
  {
    id: 'etcd.slow-watchers',
    kind: 'etcd',
    title: { 'zh-CN': 'watch 客户端慢，事件积压跟不上', en: 'Slow watchers: clients do not keep up with the events' },
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
    id: 'etcd.watches-pile-up',
    kind: 'etcd',
    title: { 'zh-CN': 'watch 泄漏、越积越多：{activity.watchers} 个', en: 'Watch leak: {activity.watchers} watches pile up' },
    explanation: {
      'zh-CN':
        '共有 {activity.watchers} 个 watch（{activity.watchStreams} 条流），而键只有 {space.keys} 个：有客户端反复注册 watch 却不取消，内存、连接与文件句柄随之增长（已打开 {activity.openFiles} 个文件）。',
      en: 'There are {activity.watchers} watches on {activity.watchStreams} streams for {space.keys} keys: some client sets them again and again and cancels none, and memory, connections and open files ({activity.openFiles}) grow with them.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['etcd.open-files-used-up'],
    hints: 'watch|memory|open files|descriptor|\\boom|leak|connection|监听|内存|句柄|泄漏|连接',
    probes: ['activity', 'space'],
    confirm: {
      all: [
        ['activity.watchers', '>=', 500],
        {
          any: [
            ['activity.watchers', '>=', { fact: 'space.keys', times: 10 }],
            ['activity.watchers', '>=', 50_000],
          ],
        },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.watchers', '>=', 300],
        ['activity.watchers', '>=', { fact: 'space.keys', times: 3 }],
      ],
    },
    refute: {
      any: [
        ['activity.watchers', '<', 300],
        ['activity.watchers', '<', { fact: 'space.keys' }],
      ],
    },
    advice: {
      'zh-CN': '在主机上用 ss 看客户端端口上连接最多的来源；让它共用一个 watch 并在不用时取消，必要时先重启它。',
      en: 'See with ss on its host who has most connections to the client port; have it share one watch and cancel what it no longer needs, and restart it if need be.',
    },
    remedies: [],
    source: 'etcd: etcd_debugging_mvcc_watcher_total; etcd.io: gRPC proxy, scalable watch',
  },
  {
    id: 'etcd.leases-pile-up',
    kind: 'etcd',
    title: { 'zh-CN': '租约（lease）泄漏、只增不减：{activity.leasesKept} 个', en: 'Lease leak: {activity.leasesKept} leases pile up' },
    explanation: {
      'zh-CN':
        '启动以来发放了 {activity.leasesGranted} 个租约，还剩 {activity.leasesKept} 个没有释放，平均有效期 {activity.leaseLifeSeconds|duration}；键最多的前缀是 {keys.topPrefix}（{keys.topCount} 个）。客户端取了租约不归还，键也随之留下。',
      en: 'Of {activity.leasesGranted} leases since the start {activity.leasesKept} are still held, with {activity.leaseLifeSeconds|duration} to live on average; most keys are under {keys.topPrefix} ({keys.topCount}). A client takes leases and never revokes them, and their keys stay as well.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'lease|memory|keys?\\b|grow|leak|lock|租约|内存|增长|泄漏|锁',
    probes: ['activity', 'keys'],
    confirm: {
      all: [
        ['activity.leasesKept', '>=', 2_000],
        ['activity.leasesKept', '>=', { fact: 'activity.leasesGranted', times: 0.9 }],
        ['activity.leaseLifeSeconds', '>=', 3_600],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.leasesKept', '>=', 1_000],
        ['activity.leaseLifeSeconds', '>=', 600],
      ],
    },
    refute: ['activity.leasesKept', '<', 500],
    advice: {
      'zh-CN':
        '按前缀找到取租约的程序，让它复用并续约一个租约、用完撤销；有效期设为数十秒。已泄漏的用 etcdctl lease revoke 撤销（其下的键会一并删除，先确认）。',
      en: 'Find who takes them by the prefix; have it keep one lease alive and revoke it when done, with a life of some ten seconds. Leaked ones go with etcdctl lease revoke, which deletes their keys: look first.',
    },
    remedies: [],
    source: 'etcd.io: Interacting with etcd, Leases; etcd_debugging_lease_granted_total',
  },
  {
    id: 'etcd.large-values',
    kind: 'etcd',
    title: { 'zh-CN': '写入的值过大（大 value），拖慢集群', en: 'The values written are too large and slow the cluster down' },
    explanation: {
      'zh-CN':
        '平均每次写入带来 {activity.bytesPerPut|bytes} 流量，每秒 {activity.putsPerSecond} 次；单次请求默认上限 1.5 MiB，大值拖慢整个集群。',
      en: 'A write brings {activity.bytesPerPut|bytes} on average, {activity.putsPerSecond} a second; a request may have 1.5 MiB by default, and large values slow the whole cluster.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['etcd.request-too-large', 'etcd.quota-nearly-reached'],
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
      en: '{activity.slowReadsPerSecond} reads a second wait too long for the leader’s confirmation, {activity.slowReads} so far: the leader, or applying, is slow.',
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
    title: { 'zh-CN': '文件句柄即将用尽', en: 'Open files (file descriptors) are nearly exhausted' },
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
