/** What etcd refuses a client, by the errors that it gets. */

import { quotedErrors } from '../../quoted-error.ts';

export const refusedSignatures = quotedErrors('etcd', 'server', [
  {
    id: 'request-too-large',
    title: { 'zh-CN': '请求过大，被拒绝（request is too large）', en: 'Requests are too large and are refused (request is too large)' },
    explanation: {
      'zh-CN':
        '一次写入超过 --max-request-bytes（默认 1.5 MiB）：某个键的值太大，在 Kubernetes 中多是巨大的 ConfigMap、Secret 或 CRD 对象。',
      en: 'A write exceeds --max-request-bytes (1.5 MiB by default): one value is too large, in Kubernetes mostly a huge ConfigMap, Secret or custom resource.',
    },
    quoted:
      'etcdserver: request is too large|\\brpctypes\\.ErrRequestTooLarge\\b|trying to send message larger than max \\(\\d+ vs\\. \\d+\\)',
    probes: ['activity'],
    advice: {
      'zh-CN': '找出那个对象并拆小或移到对象存储；确需时调大 --max-request-bytes（过大会拖慢整个集群）。',
      en: 'Find that object and split it, or keep it elsewhere; raise --max-request-bytes only if it must be, as large values slow the whole cluster.',
    },
    source: 'etcd.io: System limits, request size limit',
  },
  {
    id: 'transaction-too-large',
    title: {
      'zh-CN': '一个事务里的操作过多，被拒绝（too many operations in txn request）',
      en: 'A transaction has too many operations (too many operations in txn request)',
    },
    explanation: {
      'zh-CN': '事务中的操作数超过 --max-txn-ops（默认 128）。',
      en: 'It has more operations than --max-txn-ops (128 by default).',
    },
    quoted: 'too many operations in txn request',
    advice: {
      'zh-CN': '客户端分批提交；确需再调大 --max-txn-ops。',
      en: 'Have the client commit in batches; raise --max-txn-ops only if it must be.',
    },
    source: 'etcd.io: Configuration options, max-txn-ops',
  },
  {
    id: 'revision-compacted',
    title: {
      'zh-CN': '所需的修订版本已被压缩（required revision has been compacted）',
      en: 'The revision asked for is compacted (required revision has been compacted)',
    },
    explanation: {
      'zh-CN': '客户端从一个已压缩的旧修订开始 watch 或读取：断开得太久、处理太慢，或自动压缩的保留时间太短。',
      en: 'A client watches or reads from a revision that compaction has removed: it was away for too long, is slow, or automatic compaction keeps too little.',
    },
    quoted: 'required revision has been compacted|\\bErrCompacted\\b',
    probes: ['activity'],
    advice: {
      'zh-CN':
        '客户端应重新读取全量，再从返回的修订继续 watch（Kubernetes 的 informer 会自动重列）；反复出现时看客户端为何落后，或延长 --auto-compaction-retention。',
      en: 'Clients should read everything again and watch on from there (informers of Kubernetes do so by themselves); if it keeps happening see why they lag, or raise --auto-compaction-retention.',
    },
    source: 'etcd.io: Interacting with etcd, compacted revisions',
  },
  {
    id: 'revision-in-future',
    severity: 'critical',
    title: {
      'zh-CN': '客户端的修订版本比集群还新：数据被恢复到了旧状态',
      en: 'A client is ahead of the cluster (future revision): etcd was restored to an older state',
    },
    explanation: {
      'zh-CN': '所请求的修订大于当前修订：集群从快照恢复，或客户端连到了另一个集群，或成员落后太多。',
      en: 'The revision that is asked for is beyond the current one: the cluster was restored from a snapshot, the client talks to another cluster, or a member lags far behind.',
    },
    quoted: 'required revision is a future revision|\\bErrFutureRev\\b|Too large resource version',
    advice: {
      'zh-CN':
        '从快照恢复时用 etcdutl snapshot restore --bump-revision --mark-compacted，并重启所有带缓存的客户端（kube-apiserver、控制器）。',
      en: 'Restore with etcdutl snapshot restore --bump-revision --mark-compacted, and restart every client that caches (kube-apiserver, controllers).',
    },
    source: 'etcd.io: Disaster recovery, restoring with revision bump',
  },
  {
    id: 'lease-missing',
    title: { 'zh-CN': '租约不存在（requested lease not found）', en: 'The lease does not exist (requested lease not found)' },
    explanation: {
      'zh-CN': '租约已过期或被撤销：客户端没能按时续约（停顿、网络、etcd 慢），它的锁与注册随之消失。',
      en: 'It has expired or was revoked: the client did not keep it alive in time (a pause, the network, a slow etcd), and its locks and registrations went with it.',
    },
    quoted: 'requested lease not found|\\bErrLeaseNotFound\\b',
    probes: ['activity'],
    advice: {
      'zh-CN': '看客户端的停顿与到 etcd 的延迟；TTL 取 10 秒以上；客户端应重新建租约并重新注册。',
      en: 'See pauses of the client and its latency to etcd; use a TTL of 10 s or more, and have the client take a new lease and register again.',
    },
    source: 'etcd.io: API, leases',
  },
  {
    id: 'login-refused',
    severity: 'critical',
    title: { 'zh-CN': '客户端登录被拒绝（认证失败）', en: 'Clients are refused at login (authentication failed)' },
    explanation: {
      'zh-CN': '用户或密码不对、没有带用户，或令牌失效（成员重启后 simple token 作废）。',
      en: 'User or password are wrong or missing, or the token is no longer valid (simple tokens end with a restart of the member).',
    },
    quoted:
      'etcdserver: (authentication failed|user name (is empty|not found)|invalid auth token|authentication is not enabled)|etcdserver: revision of auth store is old',
    advice: {
      'zh-CN': '用 etcdctl --user 试一次；核对密钥与最近的账号变更；令牌失效时客户端要重新登录。',
      en: 'Try it with etcdctl --user; compare the secret with the latest change of accounts; clients have to log in again when their token ends.',
    },
    source: 'etcd.io: Role-based access control',
  },
  {
    id: 'permission-denied',
    severity: 'critical',
    title: { 'zh-CN': '权限不足：用户的角色不含该键范围', en: 'Permission denied: the roles of the user do not cover these keys' },
    explanation: {
      'zh-CN': '登录成功，但角色没有该前缀的读或写权限。',
      en: 'The login works, but no role grants reading or writing of that prefix.',
    },
    quoted: 'etcdserver: permission denied',
    advice: {
      'zh-CN': '用 etcdctl user get --detail 对照键的前缀，role grant-permission 补上。',
      en: 'Compare etcdctl user get --detail with the prefix of the keys, and grant what is missing with role grant-permission.',
    },
    source: 'etcd.io: Role-based access control',
  },
  {
    id: 'leader-changed',
    role: 'symptom',
    title: { 'zh-CN': '请求因换主（leader 选举）而失败', en: 'Requests fail for a change of leader (election)' },
    explanation: {
      'zh-CN': '请求期间 leader 变了或丢失：成员重启、磁盘慢、网络抖动。',
      en: 'The leader changed or was lost while they ran: a member restarted, a disk is slow, or the network between them is unsteady.',
    },
    quoted: 'etcdserver: leader changed|request timed out, possibly due to (previous leader failure|connection lost)',
    probes: ['activity', 'members'],
    advice: {
      'zh-CN': '客户端应重试；反复出现时看各成员的 fsync 延迟、网络与重启。',
      en: 'Clients should try again; if it keeps happening look at fsync latency, network and restarts of the members.',
    },
    source: 'etcd.io: Tuning; rpctypes errors',
  },
  {
    id: 'requests-time-out',
    role: 'symptom',
    title: { 'zh-CN': '请求超时（etcdserver: request timed out）', en: 'Requests time out (etcdserver: request timed out)' },
    explanation: {
      'zh-CN': '提案没有在时限内提交：失去多数派、磁盘 fsync 慢，或过载。',
      en: 'Proposals are not committed in time: the majority is lost, fsync is slow, or etcd is overloaded.',
    },
    quoted: 'etcdserver: request timed out(?!, possibly)',
    probes: ['members', 'activity'],
    advice: {
      'zh-CN': '先看多数派是否在线，再看 WAL fsync 延迟与 CPU。',
      en: 'See first whether a majority is up, then fsync latency of the WAL and CPU.',
    },
    source: 'etcd.io: FAQ, request timed out',
  },
  {
    id: 'reconfiguration-refused',
    title: { 'zh-CN': '成员变更被拒绝：集群不健康', en: 'A change of members is refused: the cluster is unhealthy' },
    explanation: {
      'zh-CN': '在线成员不够或刚断开，加减成员会失去多数派，因此被拒绝。',
      en: 'Too few members are up, or one was away a moment ago: adding or removing one could cost the majority, and is refused.',
    },
    quoted: 'etcdserver: unhealthy cluster|re-configuration failed due to not enough started members',
    probes: ['members'],
    advice: {
      'zh-CN': '先恢复或移除宕机的成员，再加新成员；一次只改一个。',
      en: 'Bring back or remove the member that is down before adding another; change one at a time.',
    },
    source: 'etcd.io: Runtime reconfiguration, strict-reconfig-check',
  },
  {
    id: 'member-removed',
    severity: 'critical',
    title: { 'zh-CN': '该成员已被移出集群，无法启动', en: 'The member was removed from the cluster and cannot start' },
    explanation: {
      'zh-CN': '该成员的 ID 已被永久移除，却仍用旧数据目录启动。',
      en: 'Its id was removed for good, and it still starts with its old data directory.',
    },
    quoted: 'the member has been permanently removed from the cluster',
    probes: ['members'],
    advice: {
      'zh-CN': '清空它的数据目录，用 member add 重新加入（initial-cluster-state=existing）。',
      en: 'Clear its data directory and add it anew with member add (initial-cluster-state=existing).',
    },
    source: 'etcd.io: Runtime reconfiguration',
  },
]);
