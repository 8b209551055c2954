/** Faults that keep anyone from asking Prometheus. */

import type { Signature } from '../../../domain/signature.ts';
import { fullBacklog, isOnLoopback } from '../../full-backlog.ts';

const hints = 'prometheus|monitoring|监控';

export const reachSignatures: readonly Signature[] = [
  fullBacklog({ kind: 'prometheus', product: 'Prometheus', probes: ['self'], hints }),
  {
    id: 'prometheus.process-gone',
    kind: 'prometheus',
    title: { 'zh-CN': 'Prometheus 宕机或没有在监听：连接被拒绝', en: 'Prometheus is down or not listening: connections are refused' },
    explanation: {
      'zh-CN': '连接被拒绝：{reach.reason}。监控本身停了，没有告警不代表正常。',
      en: 'The connection is refused: {reach.reason}. The monitoring itself is down, and the absence of alerts means nothing.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['ended', 'outside'],
    hints: `${hints}|down|refused|拒绝`,
    probes: ['self'],
    confirm: ['reach.problem', '==', 'refused'],
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '看日志末尾（配置错误、磁盘满、OOM），修复后启动。',
      en: 'Read the end of its log (configuration, full disk, out of memory), repair and start it.',
    },
    remedies: [],
    source: 'connect(2) ECONNREFUSED',
  },
  {
    id: 'prometheus.unreachable',
    kind: 'prometheus',
    title: { 'zh-CN': 'Prometheus 无法连接', en: 'Prometheus is unreachable: connecting fails' },
    explanation: {
      'zh-CN': '连接失败（{reach.problem}）：{reach.reason}。主机、网络、域名或证书有问题。',
      en: 'Connecting fails ({reach.problem}): {reach.reason}. Its host, the network, DNS or the certificate is at fault.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|timeout|dns|tls|超时`,
    probes: ['self'],
    confirm: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', 'matches', '^(timed-out|no-route|dns|tls|reset|not-http|other)$'],
        { not: { all: [['reach.problem', '==', 'timed-out'], isOnLoopback('reach.reason')] } },
      ],
    },
    refute: ['reach.isOk', '==', true],
    advice: { 'zh-CN': '检查主机、网络、域名与证书。', en: 'Check its host, the network, the name and the certificate.' },
    remedies: [],
    source: 'connect(2)',
  },
  {
    id: 'prometheus.not-answering',
    kind: 'prometheus',
    title: { 'zh-CN': 'Prometheus 无响应：能连上但不应答', en: 'Prometheus hangs: it accepts connections but does not answer' },
    explanation: {
      'zh-CN': '{reach.reason}：查询过重、内存换页，或进程被挂起。',
      en: '{reach.reason}: heavy queries, swapping, or a stopped process.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|hang|stuck|slow|卡死|无响应`,
    probes: ['self'],
    confirm: ['reach.problem', '==', 'hung'],
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '在主机上看进程状态、CPU 与内存，终止过重的查询。',
      en: 'Look at the process, CPU and memory on its host, and stop heavy queries.',
    },
    remedies: [],
    source: 'prometheus.io: Storage, operational aspects',
  },
  {
    id: 'prometheus.login-refused',
    kind: 'prometheus',
    title: { 'zh-CN': 'Prometheus 拒绝登录：认证失败', en: 'Prometheus refuses the login: authentication failed' },
    explanation: { 'zh-CN': '{reach.reason}：凭据过期或被更换。', en: '{reach.reason}: the credentials are expired or were changed.' },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|401|403|认证`,
    probes: ['self'],
    confirm: ['reach.problem', '==', 'auth'],
    refute: ['reach.isOk', '==', true],
    advice: { 'zh-CN': '更新凭据；Grafana 等使用方同样受影响。', en: 'Renew the credentials; Grafana and others are affected too.' },
    remedies: [],
    source: 'prometheus.io: Basic auth',
  },
  {
    id: 'prometheus.not-ready',
    kind: 'prometheus',
    title: { 'zh-CN': 'Prometheus 未就绪：正在启动或回放 WAL', en: 'Prometheus is not ready: starting or replaying its WAL' },
    explanation: {
      'zh-CN': '/-/ready 返回 {self.readyStatus}：{self.readyAnswer}。在此之前不采集，也不告警。',
      en: '/-/ready says {self.readyStatus}: {self.readyAnswer}. Until then nothing is scraped and no alert fires.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|ready|wal|启动|就绪`,
    probes: ['self'],
    confirm: ['self.isReady', '==', false],
    refute: ['self.isReady', '==', true],
    advice: {
      'zh-CN': '回放完即恢复；若反复重启，查内存与 WAL 大小。',
      en: 'It recovers after the replay; if it restarts again and again, look at memory and the size of the log.',
    },
    remedies: [],
    source: 'prometheus.io: Management API',
  },
];
