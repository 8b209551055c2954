/** The faults of reaching a system that is asked over HTTP, for any kind of it. */

import type { Signature } from '../../domain/signature.ts';
import type { LocalText } from '../../domain/text.ts';
import { fullBacklog, isOnLoopback } from '../full-backlog.ts';

export interface ReachWords {
  readonly kind: string;
  /** As people call it. */
  readonly product: string;
  readonly hints: string;
  readonly probes: readonly string[];
  /** What its being away means, as the end of a sentence. */
  readonly effect: LocalText;
}

export function apiReachSignatures({ kind, product, hints, probes, effect }: ReachWords): readonly Signature[] {
  const common = { kind, role: 'cause', severity: 'critical', probes, remedies: [], refute: ['reach.isOk', '==', true] } as const;
  return [
    fullBacklog({ kind, product, probes, hints }),
    {
      ...common,
      id: `${kind}.process-gone`,
      title: { 'zh-CN': `${product} 宕机或没有在监听：连接被拒绝`, en: `${product} is down or not listening: connections are refused` },
      explanation: {
        'zh-CN': `连接被拒绝：{reach.reason}。${effect['zh-CN']}`,
        en: `The connection is refused: {reach.reason}. ${effect.en}`,
      },
      looksLike: ['ended', 'outside'],
      hints: `${hints}|down|refused|拒绝`,
      confirm: ['reach.problem', '==', 'refused'],
      advice: {
        'zh-CN': '看日志末尾（配置错误、磁盘满、OOM），修复后启动。',
        en: 'Read the end of its log (configuration, full disk, out of memory), repair and start it.',
      },
      source: 'connect(2) ECONNREFUSED',
    },
    {
      ...common,
      id: `${kind}.unreachable`,
      title: { 'zh-CN': `${product} 无法连接`, en: `${product} is unreachable: connecting fails` },
      explanation: {
        'zh-CN': `连接失败（{reach.problem}）：{reach.reason}。${effect['zh-CN']}`,
        en: `Connecting fails ({reach.problem}): {reach.reason}. ${effect.en}`,
      },
      hints: `${hints}|timeout|dns|tls|超时`,
      confirm: {
        all: [
          ['reach.isOk', '==', false],
          ['reach.problem', 'matches', '^(timed-out|no-route|dns|tls|reset|not-http|other)$'],
          { not: { all: [['reach.problem', '==', 'timed-out'], isOnLoopback('reach.reason')] } },
        ],
      },
      advice: { 'zh-CN': '检查主机、网络、域名与证书。', en: 'Check its host, the network, the name and the certificate.' },
      source: 'connect(2)',
    },
    {
      ...common,
      id: `${kind}.not-answering`,
      title: { 'zh-CN': `${product} 无响应：能连上但不应答`, en: `${product} hangs: it accepts connections but does not answer` },
      explanation: {
        'zh-CN': '{reach.reason}：请求卡住或超时；查询过重、内存换页（swap），或进程被挂起。',
        en: '{reach.reason}: requests time out; heavy queries, swapping, or a stopped process.',
      },
      hints: `${hints}|hang|stuck|slow|卡死|无响应`,
      confirm: ['reach.problem', '==', 'hung'],
      advice: {
        'zh-CN': '在主机上看进程状态、CPU 与内存，终止过重的查询。',
        en: 'Look at the process, CPU and memory on its host, and stop heavy queries.',
      },
      source: 'connected, no answer within the limit',
    },
    {
      ...common,
      id: `${kind}.login-refused`,
      severity: 'warning',
      title: { 'zh-CN': `${product} 拒绝登录：认证失败`, en: `${product} refuses the login: authentication failed` },
      explanation: { 'zh-CN': '{reach.reason}：凭据过期或被更换。', en: '{reach.reason}: the credentials are expired or were changed.' },
      hints: `${hints}|401|403|认证`,
      confirm: ['reach.problem', '==', 'auth'],
      advice: { 'zh-CN': '更新凭据；其他使用方同样受影响。', en: 'Renew the credentials; others that use them are affected too.' },
      source: 'RFC 9110: 401, 403',
    },
  ];
}
