/** Limits of one server, and its own health. */

import type { Signature } from '../../../domain/signature.ts';
import { asksWhyRestarted } from '../../asks-why.ts';

const common = { kind: 'nats', role: 'cause', remedies: [] } as const;

export const natsServerSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nats.connections-exhausted',
    role: 'symptom',
    title: { 'zh-CN': 'NATS 的连接数已到上限，新客户端被拒绝', en: 'NATS has reached its limit of connections: new clients are refused' },
    explanation: {
      'zh-CN':
        '{server.connections}/{server.connectionsMax} 个连接，新客户端被拒（maximum connections exceeded）；最多的是 {connections.top.client}：{connections.top.count} 个。',
      en: '{server.connections} of {server.connectionsMax} connections are used; new clients are refused (maximum connections exceeded). {connections.top.client} has most: {connections.top.count}.',
    },
    severity: 'critical',
    hints: 'maximum connections|max.?connections|too many connections|连接数|连接已满',
    probes: ['server', 'connections', 'closed'],
    quoted: 'maximum connections exceeded|MAX(IMUM)?_CONNECTIONS_EXCEEDED',
    confirm: {
      any: [
        ['server.newcomers', '==', 'limit'],
        ['server.connectionsRatio', '>=', 1],
      ],
    },
    likely: {
      all: [
        ['closed.full.count', '>', 0],
        ['server.connectionsRatio', '>=', 0.9],
      ],
    },
    refute: ['server.connectionsRatio', '<', 0.8],
    advice: {
      'zh-CN':
        '先看是谁的连接异常增多并让它释放；需要时提高 max_connections 并重载（`nats-server --signal reload`），确认文件描述符上限足够。',
      en: 'See whose connections have multiplied and have it release them; if need be raise max_connections and reload (`nats-server --signal reload`), with enough file descriptors.',
    },
    source: 'docs.nats.io: Connection limits (max_connections)',
  },
  {
    ...common,
    id: 'nats.connection-leak',
    title: {
      'zh-CN': '连接泄漏：{connections.top.client} 占用了大部分连接',
      en: 'Connection leak: {connections.top.client} holds most of the connections',
    },
    explanation: {
      'zh-CN':
        '它有 {connections.top.count} 个连接，占全部的 {connections.top.share|percent}，上限 {server.connectionsMax}：连接没有复用或没有关闭。',
      en: 'It has {connections.top.count} connections, {connections.top.share|percent} of all, with a limit of {server.connectionsMax}: they are not reused, or never closed.',
    },
    severity: 'critical',
    explains: ['nats.connections-exhausted'],
    hints: 'leak|maximum connections|too many connections|泄漏|连接数|连接已满',
    probes: ['connections', 'server'],
    confirm: {
      all: [
        ['connections.top.share', '>=', 0.6],
        ['connections.top.count', '>=', 10],
        {
          any: [
            ['server.newcomers', '==', 'limit'],
            ['server.connectionsRatio', '>=', 0.9],
          ],
        },
      ],
    },
    refute: ['server.connectionsRatio', '<', 0.6],
    advice: {
      'zh-CN': '重启或修复该应用：每个进程用一个连接即可，NATS 客户端会复用；给每类应用的账户设置连接上限。',
      en: 'Restart or repair that application: one connection a process is enough, NATS clients share it. Give the accounts of applications limits of their own.',
    },
    source: 'docs.nats.io: Developing with NATS, connections',
  },
  {
    ...common,
    id: 'nats.jetstream-unhealthy',
    role: 'symptom',
    title: { 'zh-CN': 'NATS 报告自己不健康', en: 'NATS reports itself as unhealthy' },
    explanation: { 'zh-CN': '/healthz 的回答：{server.healthReason}。', en: '/healthz says: {server.healthReason}.' },
    severity: 'critical',
    hints: 'healthz|unhealthy|unavailable|jetstream|健康|不可用',
    probes: ['server'],
    confirm: ['server.isHealthy', '==', false],
    refute: ['server.isHealthy', '==', true],
    advice: {
      'zh-CN': '按回答所说处理：没有 meta leader 看集群，流或消费者未恢复看副本与磁盘。',
      en: 'Follow what it says: without a meta leader look at the cluster, with a stream or consumer that has not recovered look at replicas and disk.',
    },
    source: 'docs.nats.io: Monitoring, /healthz',
  },
  {
    ...common,
    id: 'nats.jetstream-disabled',
    title: { 'zh-CN': 'JetStream 被关闭（停止），流不可用', en: 'JetStream has shut down: streams are unavailable' },
    explanation: {
      'zh-CN': '配置了 JetStream，服务器却报告它没有启用（{server.healthReason}）：通常是存储目录写失败或磁盘写满后自行关闭。',
      en: 'JetStream is configured, and the server says that it is not on ({server.healthReason}): it shuts itself down when its store cannot be written or the disk is full.',
    },
    severity: 'critical',
    explains: ['nats.jetstream-unhealthy', 'nats.jetstream-not-enabled'],
    hints: 'jetstream|disabled|no space|out of space|503|关闭|磁盘满|不可用',
    probes: ['server', 'jetstream'],
    confirm: {
      any: [
        {
          all: [
            ['server.isHealthy', '==', false],
            ['server.healthReason', 'matches', 'jetstream (is )?not enabled|jetstream disabled'],
          ],
        },
        ['logs.newestError', 'matches', 'JetStream (out of (resources|space)|failed to store a msg|.*will be DISABLED)'],
      ],
    },
    refute: ['server.isHealthy', '==', true],
    advice: {
      'zh-CN': '在主机上腾出存储目录所在磁盘的空间、确认可写，然后重启该服务器；有副本时逐台进行。',
      en: 'Free the disk of its store and make sure that it can be written, then restart this server; one at a time where there are replicas.',
    },
    source: 'nats-server: handleOutOfSpace in server/stream.go',
  },
  {
    ...common,
    id: 'nats.storage-exhausted',
    title: { 'zh-CN': 'JetStream 的存储额度用尽（已满），写入失败', en: 'JetStream storage is full: writes to streams fail' },
    explanation: {
      'zh-CN':
        '该服务器的流占用 {jetstream.storage|bytes}，上限 {jetstream.storageMax|bytes}（max_file_store）：所有流的写入都会得到 insufficient resources。最大的流是 {streams.largest.name}（{streams.largest.bytes|bytes}）。',
      en: 'Streams of this server take {jetstream.storage|bytes} of {jetstream.storageMax|bytes} (max_file_store): writes to any of them get insufficient resources. The largest stream is {streams.largest.name} ({streams.largest.bytes|bytes}).',
    },
    severity: 'critical',
    explains: ['nats.resources-insufficient'],
    hints: 'insufficient resources|resource limits exceeded|storage|max_file|存储|资源不足|写满',
    probes: ['jetstream', 'streams'],
    confirm: ['jetstream.storageRatio', '>=', 0.97],
    likely: ['jetstream.storageRatio', '>=', 0.9],
    refute: ['jetstream.storageRatio', '<', 0.85],
    advice: {
      'zh-CN': '先看哪个流最大、它的消费者为何停下；给流设置 max_bytes 与 max_age，或在磁盘允许时提高 max_file_store。',
      en: 'See which stream is largest and why nobody works it off; give streams max_bytes and max_age, or raise max_file_store if the disk allows it.',
    },
    source: 'docs.nats.io: JetStream configuration (max_file_store)',
  },
  {
    ...common,
    id: 'nats.memory-exhausted',
    title: { 'zh-CN': 'JetStream 的内存额度用尽（已满）', en: 'JetStream memory is used up: writes to memory streams fail' },
    explanation: {
      'zh-CN': '内存流占用 {jetstream.memory|bytes}，上限 {jetstream.memoryMax|bytes}（max_memory_store），写入会失败。',
      en: 'Streams in memory take {jetstream.memory|bytes} of {jetstream.memoryMax|bytes} (max_memory_store).',
    },
    severity: 'critical',
    explains: ['nats.resources-insufficient'],
    hints: 'insufficient (memory|resources)|memory|max_mem|内存|资源不足',
    probes: ['jetstream'],
    confirm: ['jetstream.memoryRatio', '>=', 0.97],
    likely: ['jetstream.memoryRatio', '>=', 0.9],
    refute: ['jetstream.memoryRatio', '<', 0.85],
    advice: {
      'zh-CN': '看哪个内存流在增长；给它设上限，或改用文件存储。',
      en: 'See which stream in memory grows; bound it, or keep it in files.',
    },
    source: 'docs.nats.io: JetStream configuration (max_memory_store)',
  },
  {
    ...common,
    id: 'nats.account-limit',
    title: {
      'zh-CN': '账户的 JetStream 限额用尽：{account.tightest}',
      en: 'The account’s JetStream limit is reached: {account.tightest}',
    },
    explanation: {
      'zh-CN': '{account.tightest} 用了 {account.used}，上限 {account.max}：超出的创建或写入被拒绝。',
      en: '{account.used} of {account.max} {account.tightest} are used up: further creations or writes are refused.',
    },
    severity: 'critical',
    hints: 'account limit|resource limits exceeded|maximum number of (streams|consumers)|maximum (streams|consumers)|账户|限额|上限',
    probes: ['jetstream'],
    // A reservation may exceed it while little is used, and clients may be of another account.
    quoted: 'resource limits exceeded for account|maximum number of streams reached',
    confirm: ['account.ratio', '>=', 1],
    likely: ['account.ratio', '>=', 0.97],
    advice: {
      'zh-CN': '清理不用的流与消费者（没有人拉取的临时消费者尤其常见），或由管理员提高账户限额。',
      en: 'Remove streams and consumers that nobody uses (consumers that were left behind are the usual ones), or have the limits of the account raised.',
    },
    source: 'docs.nats.io: JetStream account limits',
  },
  {
    ...common,
    id: 'nats.descriptors-exhausted',
    title: { 'zh-CN': 'NATS 的文件描述符（文件句柄）用尽', en: 'NATS has run out of file descriptors (too many open files)' },
    explanation: {
      'zh-CN': '日志：{logs.newestError}。它接受不了新连接，也打不开流的文件。',
      en: 'Its log says: {logs.newestError}. It can accept no connections and open no files of streams.',
    },
    severity: 'critical',
    hints: 'too many open files|descriptor|EMFILE|文件描述符|句柄',
    probes: ['server'],
    confirm: ['logs.newestError', 'matches', 'too many open files'],
    advice: {
      'zh-CN': '提高进程的 nofile 上限（systemd 的 LimitNOFILE，官方建议每个连接一个再加上流的文件）并重启；同时查是否有连接泄漏。',
      en: 'Raise the process’s limit (LimitNOFILE of systemd: one for each connection, plus the files of streams) and restart it; see whether connections leak.',
    },
    source: 'docs.nats.io: Running in production, file descriptors',
  },
  {
    ...common,
    id: 'nats.restarted',
    role: 'symptom',
    title: { 'zh-CN': 'NATS 刚重启过', en: 'NATS has just restarted: clients were disconnected' },
    explanation: {
      'zh-CN': '它才运行了 {server.uptimeSeconds} 秒：客户端刚经历过一次断开与重连。',
      en: 'It has been up for {server.uptimeSeconds} s: clients have just been disconnected and had to reconnect.',
    },
    severity: 'warning',
    hints: 'restart|reconnect|disconnect|crash|重启|重连|断开|崩溃',
    restates: asksWhyRestarted,
    probes: ['server'],
    confirm: {
      all: [
        ['server.uptimeSeconds', '<', 300],
        ['logs.newestError', 'matches', 'panic|fatal|signal'],
      ],
    },
    likelyWhenHinted: ['server.uptimeSeconds', '<', 300],
    refute: ['server.uptimeSeconds', '>', 3_600],
    advice: {
      'zh-CN': '看日志与主机上它为何退出（OOM、崩溃、发布）。',
      en: 'See in its log and on its host why it ended (out of memory, a crash, a release).',
    },
    source: 'docs.nats.io: Monitoring, /varz',
  },
  {
    ...common,
    id: 'nats.busy',
    title: { 'zh-CN': 'NATS 的 CPU 将打满（接近饱和）', en: 'NATS is near CPU saturation' },
    explanation: {
      'zh-CN': '它用了 {server.cpuPercent}% 的 CPU；每秒收 {activity.inPerSecond} 条、发 {activity.outPerSecond} 条，投递会变慢。',
      en: 'It uses {server.cpuPercent} % of a CPU; {activity.inPerSecond} messages come in and {activity.outPerSecond} go out in a second. Delivery gets slow.',
    },
    severity: 'warning',
    hints: 'cpu|slow|latency|load|慢|延迟|负载',
    probes: ['server', 'activity'],
    confirm: ['server.cpuPerCore', '>=', 0.95],
    likelyWhenHinted: ['server.cpuPerCore', '>=', 0.8],
    refute: ['server.cpuPerCore', '<', 0.6],
    advice: {
      'zh-CN': '看哪些客户端收发最多、是否有过宽的通配订阅把消息放大；必要时扩展集群。',
      en: 'See which clients send and receive most, and whether wide wildcards multiply messages; add servers to the cluster if need be.',
    },
    source: 'docs.nats.io: Monitoring, /varz',
  },
];
