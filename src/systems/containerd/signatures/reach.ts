/** The daemon can't be asked: no socket, no right, nobody behind it, or no answer. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'containerd|container|容器';
const common = {
  kind: 'containerd', role: 'cause', remedies: [], probes: ['server'], refute: ['server.version', 'exists', true],
} as const; // biome-ignore format: one line of them
const effect = {
  'zh-CN': '任务由各自的 shim 看着，多半还在运行，但看不到、管不了，也起不了新的。',
  en: 'Tasks have shims of their own and mostly go on, but can be neither seen nor managed, and no new one starts.',
} as const;

export const reachSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'containerd.socket-missing',
    title: { 'zh-CN': 'containerd 的 socket 不存在', en: 'The containerd socket is missing' },
    explanation: {
      'zh-CN': `{reach.reason}：守护进程没有启动，或路径不对。${effect['zh-CN']}`,
      en: `{reach.reason}: the daemon was not started, or the path is wrong. ${effect.en}`,
    },
    severity: 'critical',
    hints: `${hints}|socket|down`,
    confirm: ['reach.reason', 'matches', '^There is no socket '],
    advice: {
      'zh-CN': 'systemctl status containerd；核对 socket（k3s 在 /run/k3s/containerd/containerd.sock）。',
      en: 'systemctl status containerd; check the socket (k3s has it at /run/k3s/containerd/containerd.sock).',
    },
    source: 'containerd: man containerd-config.toml, [grpc] address; connect(2) ENOENT',
  },
  {
    ...common,
    id: 'containerd.daemon-gone',
    title: { 'zh-CN': 'containerd 停止运行', en: 'The containerd daemon is down (gone)' },
    explanation: {
      'zh-CN': `{reach.reason}：socket 还在，背后没有进程——崩溃或被杀。${effect['zh-CN']}`,
      en: `{reach.reason}: the socket is there, and no process behind it: it crashed or was killed. ${effect.en}`,
    },
    severity: 'critical',
    hints: `${hints}|down|refused|crash|拒绝|崩溃`,
    confirm: ['reach.reason', 'matches', '^Nobody listens behind '],
    advice: {
      'zh-CN': '看 journalctl -u containerd 的末尾（磁盘满、OOM、config.toml 有误）后启动；运行中的任务会被重新接管。',
      en: 'Read the end of journalctl -u containerd (full disk, out of memory, a bad config.toml) and start it; it takes up running tasks again.',
    },
    source: 'containerd: runtime v2, shims outlive the daemon; connect(2) ECONNREFUSED',
  },
  {
    ...common,
    id: 'containerd.not-answering',
    title: { 'zh-CN': 'containerd 无响应：能连上但不应答', en: 'containerd hangs: it accepts connections and does not answer' },
    explanation: {
      'zh-CN': `{reach.reason}：连接建立了，却没有握手——进程被暂停、磁盘 IO 卡住或死锁。${effect['zh-CN']}`,
      en: `{reach.reason}: the connection is made, and no handshake follows: the process is stopped, waits for its disk, or is deadlocked. ${effect.en}`,
    },
    severity: 'critical',
    hints: `${hints}|hang|stuck|timeout|deadline|挂起|卡死|超时`,
    confirm: ['reach.reason', 'matches', '^Containerd does not answer '],
    advice: {
      'zh-CN': '看进程状态（T、D）与磁盘；kill -USR1 会把协程栈写进日志，再重启守护进程。',
      en: 'Look at the state of the process (T, D) and its disk; kill -USR1 writes its stacks to the log. Then restart the daemon.',
    },
    source: 'containerd: docs/ops.md; USR1 dumps goroutine stacks',
  },
  {
    ...common,
    id: 'containerd.permission-denied',
    title: { 'zh-CN': '权限不足：Zhiban 无法访问 containerd', en: 'Permission denied: Zhiban can’t access containerd' },
    explanation: {
      'zh-CN': '{reach.reason}。这不是 containerd 的故障：socket 只给 root，账号要通过 sudo。',
      en: '{reach.reason}. containerd itself has not failed: its socket is root’s, and the account needs sudo for it.',
    },
    severity: 'warning',
    hints: `${hints}|permission|denied|权限`,
    confirm: ['reach.reason', 'matches', '^Not allowed to use '],
    advice: {
      'zh-CN': '在 ssh 系统上设 sudo: true，并按指南只允许那几条 ctr 命令；不要放宽 socket 的权限，那等于给 root。',
      en: 'Set sudo: true on the ssh system and allow the commands of the guide; don’t open the socket to others, which is giving them root.',
    },
    source: 'containerd: man containerd-config.toml, [grpc] uid and gid; connect(2) EACCES',
  },
];
