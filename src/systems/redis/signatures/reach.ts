/** Faults that keep anyone from reaching Redis, or from being answered. */

import type { Signature } from '../../../domain/signature.ts';
import { fullBacklog, isOnLoopback } from '../../full-backlog.ts';

export const reachSignatures: readonly Signature[] = [
  fullBacklog({ kind: 'redis', product: 'Redis', probes: ['server'], hints: 'redis_up|redisdown' }),
  {
    id: 'redis.process-gone',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 宕机或没有在监听：连接被拒绝', en: 'Redis is down or not listening: connections are refused' },
    explanation: {
      'zh-CN': '主机可达，但该端口上没有任何进程在监听：{reach.reason}。进程已退出、未启动，或监听在别的地址、端口上；应用连不上。',
      en: 'The host answers, but nothing listens on the port: {reach.reason}. The process is down (exited or crashed), has not started, or listens elsewhere; applications cannot connect.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'down|refused|not running|exited|挂了|宕机|拒绝连接|连不上|RedisDown|redis_up',
    probes: ['server'],
    confirm: ['reach.problem', '==', 'refused'],
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '查看主机上的 Redis 日志末尾（退出原因、bind 失败、OOM killer），确认端口未被占用后再启动服务。',
      en: 'Read the end of the Redis log on the host (why it exited, bind errors, the OOM killer), make sure the port is free, then start the service.',
    },
    remedies: [],
    source: 'connect(2) ECONNREFUSED; redis.io: Diagnosing issues',
  },
  {
    id: 'redis.unreachable',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 不可达：网络不通', en: 'Redis is unreachable: the network path is broken' },
    explanation: {
      'zh-CN': '建立 TCP 连接超时或没有路由，没有任何回应：{reach.reason}。主机宕机、防火墙丢包或路由中断。',
      en: 'Nothing answers while connecting (timeout or no route): {reach.reason}. The host is down, a firewall drops packets, or a route is broken.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'network|timeout|firewall|route|网络|防火墙|不通|超时',
    probes: ['server'],
    confirm: {
      all: [
        ['reach.stage', '==', 'connect'],
        ['reach.problem', 'matches', '^(timed-out|no-route)$'],
        { not: isOnLoopback('reach.reason') },
      ],
    },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '先看所在主机是否可达；主机正常则检查安全组、防火墙和路由的最近变更。',
      en: 'See first whether its host can be reached; if so, look at recent changes of firewall, security group and routes.',
    },
    remedies: [],
    source: 'connect(2) ETIMEDOUT, EHOSTUNREACH',
  },
  {
    id: 'redis.name-not-resolved',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 的域名无法解析（DNS 失败）', en: 'The host name of Redis does not resolve (DNS failure)' },
    explanation: {
      'zh-CN': 'DNS 解析失败：{reach.reason}。使用该域名的应用连不上。',
      en: 'The DNS lookup fails: {reach.reason}. Applications that use this name cannot connect.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'dns|resolve|ENOTFOUND|域名|解析',
    probes: ['server'],
    confirm: ['reach.problem', '==', 'dns'],
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '核对记录是否被删除或改名，以及解析服务器是否正常；使用同一域名的应用同样受影响。',
      en: 'Check whether the record was removed or renamed and whether the resolver works; applications that use the name are affected as well.',
    },
    remedies: [],
    source: 'getaddrinfo(3)',
  },
  {
    id: 'redis.tls-failed',
    kind: 'redis',
    title: { 'zh-CN': '与 Redis 的 TLS 握手失败', en: 'The TLS handshake with Redis fails' },
    explanation: {
      'zh-CN': '握手失败：{reach.reason}。证书过期、不受信任、名称不符，或一端启用了 TLS 而另一端没有。',
      en: 'The handshake fails: {reach.reason}. The certificate is expired, untrusted or for another name, or only one side speaks TLS.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'tls|ssl|certificate|证书',
    probes: ['server'],
    confirm: ['reach.problem', '==', 'tls'],
    likely: {
      all: [
        ['reach.problem', '==', 'reset'],
        ['reach.reason', 'matches', 'TLS'],
      ],
    },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '更换证书或修正 CA、servername 配置；确认客户端与服务端对 TLS 的设置一致。',
      en: 'Renew the certificate or correct CA and server name; make sure that both sides agree on TLS.',
    },
    remedies: [],
    source: 'redis.io: TLS',
  },
  {
    id: 'redis.credentials-refused',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 拒绝登录凭据：认证失败', en: 'Redis refuses the login: authentication failed' },
    explanation: {
      'zh-CN': 'Redis 在运行，但不接受配置的账号：{reach.reason}。密码刚被更换，或账号被停用；使用同一凭据的应用也会失败。',
      en: 'Redis runs, but does not accept the configured account: {reach.reason}. The password was changed or the user disabled; applications with the same login fail too.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'auth|password|wrongpass|noauth|认证|密码',
    probes: ['server'],
    confirm: ['reach.problem', '==', 'auth'],
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '核对 requirepass 或 ACL 用户的最近变更，把新密码同步给所有使用方（包括本系统）。',
      en: 'Check the latest change of requirepass or the ACL user, and bring the new password to everyone who uses it, this bot included.',
    },
    remedies: [],
    source: 'redis.io: ACL',
  },
  {
    id: 'redis.protected-mode',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 处于保护模式（protected-mode），拒绝远程连接', en: 'Redis refuses remote connections: protected mode is on' },
    explanation: {
      'zh-CN': 'Redis 没有设置密码，也没有绑定具体地址，受保护模式下只接受本机连接。',
      en: 'Redis has neither a password nor a bound address, so protected mode only accepts connections from its own machine.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'DENIED|protected',
    quoted: 'redis is running in protected mode',
    probes: ['server'],
    confirm: ['reach.problem', '==', 'protected-mode'],
    advice: {
      'zh-CN': '设置密码或 ACL 并绑定内网地址，不要直接关闭受保护模式。',
      en: 'Set a password or ACL and bind an internal address rather than switching the mode off.',
    },
    remedies: [],
    source: 'redis.conf: protected-mode',
  },
  {
    id: 'redis.paused',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 被 CLIENT PAUSE 暂停，所有命令阻塞', en: 'Redis is paused by CLIENT PAUSE: all commands are blocked' },
    explanation: {
      'zh-CN': '事件循环正常（错误命令立即得到应答），但所有正常命令都被挂起：CLIENT PAUSE … ALL 正在生效，应用会超时。',
      en: 'The event loop runs (a malformed command is answered at once), yet every proper command waits: CLIENT PAUSE … ALL is in force, and applications time out.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.not-answering'],
    hints: 'pause|hang|timeout|暂停|无响应|超时',
    probes: ['server'],
    confirm: ['server.isPausedForAll', '==', true],
    refute: ['server.isAnswering', '==', true],
    advice: {
      'zh-CN': '暂停会在其超时到点后自动结束；ALL 模式下 CLIENT UNPAUSE 本身也会被挂起。等不起时只能重启该实例或切换主从。',
      en: 'The pause ends by itself at its timeout; in ALL mode CLIENT UNPAUSE is held back as well. If that is too long, restart the instance or fail over.',
    },
    remedies: [],
    source: 'redis.io: CLIENT PAUSE',
  },
  {
    id: 'redis.not-answering',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 卡住无响应：能连上但不应答', en: 'Redis hangs: it accepts connections but does not answer' },
    explanation: {
      'zh-CN':
        'TCP 能建立，但连最简单的命令也没有回应：{reach.reason}。主线程卡住（极慢的命令、磁盘等待）或进程被挂起（SIGSTOP、冻结），请求全部超时。',
      en: 'TCP connects, but not even the simplest command is answered: {reach.reason}. The main thread is stuck (a very slow command, disk wait) or the process is stopped (SIGSTOP, frozen); requests time out.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'hang|hung|stuck|timeout|stopped|frozen|无响应|卡死|假死|超时|挂起',
    probes: ['server'],
    confirm: {
      all: [
        ['reach.problem', '==', 'hung'],
        ['server.isPausedForAll', '==', false],
        ['server.isBusy', '==', false],
      ],
    },
    refute: ['server.isAnswering', '==', true],
    advice: {
      'zh-CN': '在主机上看该进程的状态：T 表示被暂停（发送 SIGCONT 恢复），D 表示等磁盘，R 且占满一个核表示在执行极慢的命令。',
      en: 'Look at the process on its host: T means stopped (SIGCONT resumes it), D waits for a disk, R at a full core means it runs a very slow command.',
    },
    remedies: [],
    source: 'redis.io: Diagnosing latency issues; proc(5)',
  },
  {
    id: 'redis.busy-script',
    kind: 'redis',
    title: { 'zh-CN': 'Lua 脚本长时间运行，阻塞 Redis（BUSY）', en: 'A long-running Lua script blocks Redis (BUSY)' },
    explanation: {
      'zh-CN': 'Redis 只回答 BUSY：某个 Lua 脚本或函数运行超过 busy-reply-threshold 仍未结束，其他命令都被拒绝。',
      en: 'Redis only answers BUSY: a Lua script or function has been running past busy-reply-threshold, and every other command is refused.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.not-answering', 'redis.cpu-saturated'],
    hints: 'busy|script|lua|eval|脚本|阻塞',
    quoted: 'redis is busy running a (script|function)',
    probes: ['server', 'activity', 'errors'],
    confirm: ['server.isBusy', '==', true],
    // Any look that is answered BUSY shows it, also where the one that asks whether it answers came between two runs.
    likely: {
      any: [
        ['activity.errors.BUSY', '>', 0],
        ['server.wasBusy', '==', true],
      ],
    },
    refute: {
      all: [
        ['server.isBusy', '==', false],
        ['errors.BUSY', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '终止脚本（尚未写入数据时可行）；若脚本已写入，只能等待或 SHUTDOWN NOSAVE。之后给脚本加循环上限。',
      en: 'Kill the script, which works while it has not written; if it has, only waiting or SHUTDOWN NOSAVE is left. Then bound its loops.',
    },
    remedies: [{ action: 'script-kill', arguments: {} }],
    source: 'redis.io: SCRIPT KILL',
  },
  {
    id: 'redis.loading',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 正在加载数据集，暂不可用（LOADING）', en: 'Redis is still loading its dataset (LOADING)' },
    explanation: {
      'zh-CN': '刚刚启动或全量同步后，数据还在从磁盘载入，加载完之前读写都返回 LOADING。',
      en: 'After a start or a full sync the data is still being read from disk; reads and writes are refused with LOADING until it is done.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.hit-ratio-collapsed'],
    hints: 'loading|restart|加载|重启',
    quoted: '\\bLOADING redis is\\b|redis is loading the dataset in memory',
    probes: ['server', 'persistence', 'errors'],
    confirm: ['persistence.isLoading', '==', true],
    refute: {
      all: [
        ['persistence.isLoading', '==', false],
        ['errors.LOADING', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '等待加载完成即可恢复；要查的是它为什么重启。不要再次重启，否则从头加载。',
      en: 'It recovers by itself when loaded; find out why it restarted. Do not restart it again: loading would begin anew.',
    },
    remedies: [],
    source: 'redis.io: INFO persistence',
  },
];
