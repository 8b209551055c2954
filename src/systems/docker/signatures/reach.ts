/** The engine can't be asked: no socket, no right, nobody behind it, or no answer. */

import type { Signature } from '../../../domain/signature.ts';
import { apiReachSignatures } from '../../http-api/reach-signatures.ts';

const hints = 'docker|container|容器';
const common = { kind: 'docker', role: 'cause', remedies: [], probes: ['daemon'], refute: ['reach.isOk', '==', true] } as const;
const effect = {
  'zh-CN': '容器可能还在运行，但看不到也管不了。',
  en: 'Containers may still run, but they can be neither seen nor managed.',
} as const;

export const reachSignatures: readonly Signature[] = [
  ...apiReachSignatures({ kind: 'docker', product: 'Docker', hints, probes: ['daemon'], effect }).filter(
    ({ id }) => id === 'docker.unreachable' || id === 'docker.not-answering',
  ),
  {
    ...common,
    id: 'docker.socket-missing',
    title: { 'zh-CN': 'Docker 的 socket 不存在', en: 'The Docker socket is missing' },
    explanation: {
      'zh-CN': `{reach.reason}：引擎没有启动、正常停止后收走了 socket，或路径不对。${effect['zh-CN']}`,
      en: `{reach.reason}: the engine was not started, took its socket away when it stopped, or the path is wrong. ${effect.en}`,
    },
    severity: 'critical',
    hints: `${hints}|socket|down`,
    confirm: ['reach.code', '==', 'ENOENT'],
    advice: {
      'zh-CN': 'systemctl status docker.socket docker；核对 url；无 root 的 Docker 在 /run/user/UID/docker.sock。',
      en: 'systemctl status docker.socket docker; check the url; Docker without root has it at /run/user/UID/docker.sock.',
    },
    source: 'docs.docker.com: Cannot connect to the Docker daemon; connect(2) ENOENT',
  },
  {
    ...common,
    id: 'docker.permission-denied',
    title: { 'zh-CN': '权限不足：Zhiban 无法访问 Docker socket', en: 'Permission denied: Zhiban can’t access the Docker socket' },
    explanation: {
      'zh-CN': '{reach.reason}：运行 Zhiban 的用户不在 docker 组，或代理拒绝了请求。这不是 Docker 的故障。',
      en: '{reach.reason}: the user of Zhiban is not in the group docker, or a proxy refuses. Docker itself has not failed.',
    },
    severity: 'warning',
    hints: `${hints}|permission|denied|权限`,
    confirm: ['reach.problem', '==', 'auth'],
    advice: {
      'zh-CN': '加入 docker 组等于给 root；更稳妥的是在 socket 前放只读代理。',
      en: 'The group docker is root on that machine; a read-only proxy before the socket is the better way.',
    },
    source: 'docs.docker.com: Docker daemon attack surface; connect(2) EACCES',
  },
  {
    ...common,
    id: 'docker.daemon-gone',
    title: { 'zh-CN': 'Docker 引擎（dockerd）停止运行', en: 'The Docker daemon is down (gone)' },
    explanation: {
      'zh-CN': `{reach.reason}：socket 或地址还在，但背后没有进程——崩溃或被杀。${effect['zh-CN']}`,
      en: `{reach.reason}: the socket or address is there, and no process behind it: it crashed or was killed. ${effect.en}`,
    },
    severity: 'critical',
    hints: `${hints}|down|refused|crash|拒绝|崩溃`,
    quoted: 'Cannot connect to the Docker daemon at',
    confirm: ['reach.code', '==', 'ECONNREFUSED'],
    advice: {
      'zh-CN': '看 journalctl -u docker 末尾（磁盘满、OOM、daemon.json 有误）后启动；live-restore 开启时容器不受影响。',
      en: 'Read the end of journalctl -u docker (full disk, out of memory, a bad daemon.json) and start it; with live-restore containers go on.',
    },
    source: 'connect(2) ECONNREFUSED; docs.docker.com: Troubleshooting the Docker daemon',
  },
  {
    ...common,
    id: 'docker.clock-off',
    title: {
      'zh-CN': 'Docker 主机时钟偏差 {daemon.clockSkewSeconds} 秒',
      en: 'Clock skew: the Docker host is off by {daemon.clockSkewSeconds} s',
    },
    explanation: {
      'zh-CN': '{daemon.host} 的时间与这里相差 {daemon.clockSkewSeconds} 秒：证书、令牌与日志时间都会出错，容器没有自己的时钟。',
      en: 'The time of {daemon.host} differs from here by {daemon.clockSkewSeconds} s: certificates, tokens and times of logs go wrong; containers have no clock of their own.',
    },
    severity: 'warning',
    hints: 'clock|time|ntp|expired|token|时钟|时间|过期',
    confirm: ['daemon.clockSkewSeconds', '>=', 30],
    refute: ['daemon.clockSkewSeconds', '<', 5],
    advice: {
      'zh-CN': '在该主机检查 NTP 同步（chronyc tracking）；也核对 Zhiban 自己的时钟。',
      en: 'Check NTP on that host (chronyc tracking), and the clock of Zhiban, too.',
    },
    source: 'docs.docker.com: GET /info SystemTime',
  },
];
