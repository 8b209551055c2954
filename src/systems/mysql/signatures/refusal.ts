/** A fault that is known by the error which applications get; what the rows of such tables have in common. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import type { LocalText } from '../../../domain/text.ts';

export interface Refusal {
  readonly id: string;
  readonly title: LocalText;
  readonly explanation: LocalText;
  readonly hints: string;
  readonly quoted: string;
  readonly confirmWhenHinted?: Condition;
  readonly refute?: Condition;
  readonly advice: LocalText;
  readonly source: string;
}

export const whatFails = {
  'zh-CN': '最近一秒里每次都失败的语句：{statements.failing.query}',
  en: 'What fails each time in the last second: {statements.failing.query}',
} as const;

/** What such an error says is known to whoever got it; a look seldom shows it: the rest is likely at most, unless it can be seen to fail. */
export function refusal(given: Refusal): Signature {
  return {
    ...given,
    id: `mysql.${given.id}`,
    kind: 'mysql',
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.statement-fails'],
    probes: ['statements', 'settings'],
    confirm: ['statements.failing.calls', '<', 0],
    remedies: [],
  };
}
