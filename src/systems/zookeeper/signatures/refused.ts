/** What ZooKeeper refuses a client, by the errors that it gets. */

import { quotedErrors } from '../../quoted-error.ts';

export const refusedSignatures = quotedErrors('zookeeper', 'server', [
  {
    id: 'connection-loss',
    role: 'symptom',
    title: {
      'zh-CN': '客户端与 ZooKeeper 的连接断开（ConnectionLoss）',
      en: 'Clients lose their connection to ZooKeeper (ConnectionLoss)',
    },
    explanation: {
      'zh-CN': '连接在请求期间断开或连不上：服务器宕机、失去多数派、连接数上限、网络，或客户端自己停顿（GC）超过心跳。',
      en: 'The connection broke during a request or cannot be made: a server is down, there is no quorum, a limit of connections, the network, or the client itself pauses (garbage collection) longer than its heartbeat.',
    },
    quoted:
      'KeeperErrorCode ?= ?ConnectionLoss|ConnectionLossException|kazoo\\.exceptions\\.ConnectionLoss|Client session timed out, have not heard from server in',
    probes: ['server', 'connections', 'activity'],
    advice: {
      'zh-CN': '看连接串里每台服务器是否在服务（srvr、mntr），再看客户端的停顿与网络；客户端库会自动重连，写操作要能重试。',
      en: 'See whether each server of the connection string serves (srvr, mntr), then pauses of the client and the network; clients reconnect by themselves, and writes must be safe to repeat.',
    },
    source: 'zookeeper.apache.org: Programmer’s Guide, handling errors',
  },
  {
    id: 'acl-denies',
    severity: 'critical',
    title: { 'zh-CN': 'ACL 权限不足（NoAuth）', en: 'The ACL denies access (NoAuth)' },
    explanation: {
      'zh-CN': '该会话的身份没有此 znode 的权限：没有 addauth、SASL 主体变了，或节点由别的身份建立。',
      en: 'The session’s identity has no permission for that znode: there was no addauth, its SASL principal changed, or another identity made the node.',
    },
    quoted: 'KeeperErrorCode ?= ?NoAuth\\b|KeeperException\\$NoAuthException|\\bNoAuthError\\b',
    advice: {
      'zh-CN': '用 getAcl 对照节点的 ACL 与客户端的身份（digest、SASL、x509）；必要时由 super 用户修正。',
      en: 'Compare the ACL (getAcl) with the identity of the client (digest, SASL, x509); a super user can correct it.',
    },
    source: 'zookeeper.apache.org: Programmer’s Guide, access control using ACLs',
  },
  {
    id: 'znode-missing',
    title: { 'zh-CN': 'znode 不存在（NoNode）', en: 'The znode does not exist (NoNode)' },
    explanation: {
      'zh-CN': '应用要的节点不存在：被删除、根路径（chroot）没有建立、临时节点随会话消失，或连到了别的集群。',
      en: 'The node that the application wants is not there: it was deleted, the root path (chroot) was never made, an ephemeral node went with its session, or the client uses another ensemble.',
    },
    quoted: 'KeeperErrorCode ?= ?NoNode\\b|KeeperException\\$NoNodeException|\\bNoNodeError\\b',
    advice: {
      'zh-CN': '用 zkCli 看该路径与 chroot；误删的由应用重建或从快照恢复。',
      en: 'Look at that path and the chroot with zkCli; have the application make it again, or restore it from a snapshot.',
    },
    source: 'zookeeper.apache.org: KeeperException.Code.NONODE',
  },
  {
    id: 'znode-exists',
    title: { 'zh-CN': 'znode 已存在，注册失败（NodeExists）', en: 'The znode exists already: registering fails (NodeExists)' },
    explanation: {
      'zh-CN': '多为重启太快，旧会话的临时节点还没有过期；也可能有两个实例用了同一个 ID。',
      en: 'Mostly a restart was faster than the old session, whose ephemeral node has not expired; or two instances use one id.',
    },
    quoted: 'KeeperErrorCode ?= ?NodeExists\\b|KeeperException\\$NodeExistsException|\\bNodeExistsError\\b',
    advice: {
      'zh-CN': '等会话超时后再启动；仍存在时看 ephemeralOwner 属于谁，停掉残留或重复的实例。',
      en: 'Start again once the session has timed out; if it is still there see whose its ephemeralOwner is, and stop the instance that was left or is doubled.',
    },
    source: 'zookeeper.apache.org: KeeperException.Code.NODEEXISTS',
  },
  {
    id: 'version-conflicts',
    title: { 'zh-CN': '并发更新冲突（BadVersion）', en: 'Concurrent updates conflict (BadVersion)' },
    explanation: {
      'zh-CN': '节点在读与写之间被别人改了：两个控制者同时在写（旧 leader 没有退下），或配置被并发修改。',
      en: 'Another changed the node between read and write: two controllers write at once (an old leader has not stepped down), or a configuration is edited by several.',
    },
    quoted: 'KeeperErrorCode ?= ?BadVersion\\b|KeeperException\\$BadVersionException|\\bBadVersionError\\b',
    advice: {
      'zh-CN': '重读后再写；看是否有两个主在运行。',
      en: 'Read again and then write; see whether two leaders of the application run.',
    },
    source: 'zookeeper.apache.org: KeeperException.Code.BADVERSION',
  },
  {
    id: 'quota-exceeded',
    title: { 'zh-CN': 'znode 配额已超出，写入被拒绝', en: 'A quota of znodes is exceeded: writes are refused' },
    explanation: {
      'zh-CN': '该路径设了硬配额（节点数或字节数），且 enforceQuota 打开。',
      en: 'The path has a hard quota (nodes or bytes), and enforceQuota is on.',
    },
    quoted: 'KeeperErrorCode ?= ?Quota has exceeded|QuotaExceededException',
    advice: {
      'zh-CN': '用 listquota 看用量，清理残留节点，或调高配额。',
      en: 'See its use with listquota, delete what was left behind, or raise the quota.',
    },
    source: 'zookeeper.apache.org: ZooKeeper Quota’s Guide',
  },
  {
    id: 'server-too-old',
    title: { 'zh-CN': '服务器版本太旧，不支持该操作（Unimplemented）', en: 'The server is too old for that operation (Unimplemented)' },
    explanation: {
      'zh-CN': '客户端用了服务器没有的操作：如新版客户端（Curator、TTL 或容器节点）连到 3.4，或功能没有打开。',
      en: 'The client uses an operation that the server lacks: a new client (Curator, TTL or container nodes) with a 3.4 server, or a feature that is off.',
    },
    quoted: 'KeeperErrorCode ?= ?Unimplemented\\b|KeeperException\\$UnimplementedException',
    advice: {
      'zh-CN': '升级服务器，或退回与之相配的客户端；TTL 节点要 extendedTypesEnabled。',
      en: 'Upgrade the servers, or use a client that fits them; TTL nodes need extendedTypesEnabled.',
    },
    source: 'zookeeper.apache.org: KeeperException.Code.UNIMPLEMENTED',
  },
  {
    id: 'four-letter-words-off',
    title: { 'zh-CN': '四字命令不在白名单，监控取不到数据', en: 'Four letter words are not in the whitelist: monitoring gets nothing' },
    explanation: {
      'zh-CN': '3.5 起只默认允许 srvr：mntr、ruok 等要列入 4lw.commands.whitelist。',
      en: 'Since 3.5 only srvr is allowed by default: mntr, ruok and others have to be listed in 4lw.commands.whitelist.',
    },
    quoted: 'is not executed because it is not in the whitelist',
    advice: {
      'zh-CN': '在 zoo.cfg 加 4lw.commands.whitelist=srvr,mntr,ruok,cons,conf 等并滚动重启。',
      en: 'Add 4lw.commands.whitelist=srvr,mntr,ruok,cons,conf to zoo.cfg and restart one by one.',
    },
    source: 'zookeeper.apache.org: Administrator’s Guide, the four letter words',
  },
]);
