/** A fault that is known by the error which applications get; what the rows of such tables have in common. */

import type { Signature } from '../../../domain/signature.ts';
import { type QuotedError, quotedError } from '../../quoted-error.ts';

/** People speak of it in words, too. */
export type Refusal = QuotedError & Required<Pick<QuotedError, 'hints'>>;

export const whatFails = {
  'zh-CN': '最近失败的语句：{statements.failing.query}。服务器给出的错误：{statements.failing.message}。',
  en: 'What failed last: {statements.failing.query}. The error that the server gave: {statements.failing.message}.',
} as const;

/** What such an error says is known to whoever got it; a look seldom shows it: the rest is likely at most, unless it can be seen to fail. */
export function refusal(given: Refusal): Signature {
  return quotedError('mysql', {
    explains: ['mysql.statement-fails'],
    probes: ['statements', 'settings'],
    confirm: ['statements.failing.calls', '<', 0],
    ...given,
  });
}
