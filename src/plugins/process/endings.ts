/** Why a plugin's process came to its end, in words for people. */

import type { LocalText } from '../../domain/text.ts';

export type EndingKind = 'asked' | 'crash' | 'hang' | 'memory' | 'flood' | 'secret' | 'undeclared' | 'nonsense' | 'throws' | 'revoked';

export interface Ending {
  readonly kind: EndingKind;
  /** Masked and short: what exactly. */
  readonly detail: string;
}

const words: Readonly<Record<EndingKind, LocalText>> = {
  asked: { en: 'it was stopped', 'zh-CN': '已停止' },
  crash: { en: 'its process ended by itself', 'zh-CN': '进程意外退出' },
  hang: { en: 'it did not answer in time', 'zh-CN': '未在限定时间内响应' },
  memory: { en: 'it used more memory than its limit', 'zh-CN': '内存超出限额' },
  flood: { en: 'it wrote without end', 'zh-CN': '输出过多' },
  secret: { en: 'it let a secret out', 'zh-CN': '输出了密钥' },
  undeclared: { en: 'it asked for more than it has declared', 'zh-CN': '访问了未声明的资源' },
  nonsense: { en: 'it broke the protocol', 'zh-CN': '违反通信协议' },
  revoked: { en: 'it was revoked', 'zh-CN': '已被撤销' },
  throws: { en: 'its probes threw again and again', 'zh-CN': '探查连续抛出异常' },
};

export function endingText({ kind, detail }: Ending): LocalText {
  if (detail === '') return words[kind];
  return { en: `${words[kind].en}: ${detail}`, 'zh-CN': `${words[kind]['zh-CN']}：${detail}` };
}
