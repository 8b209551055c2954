/** Refusals that come as a code in an answer of 200. */

import { z } from 'zod';
import { ChatError, type ChatErrorKind } from '../contract.ts';

export interface CodeTable {
  readonly kinds: Readonly<Record<number, ChatErrorKind>>;
  /** How long a limited robot rests, where the vendor doesn't say it in the answer. */
  readonly restMs: number;
}

/** DingTalk says `errcode`, Feishu `code`, its older answers `StatusCode`. */
const answerSchema = z.object({
  errcode: z.number().optional(),
  code: z.number().optional(),
  StatusCode: z.number().optional(),
  errmsg: z.string().optional(),
  msg: z.string().optional(),
});

/** Throws ChatError; `transient` for an answer that can't be read. */
export function refuseByCode(who: string, text: string, table: CodeTable): void {
  const parsed = answerSchema.safeParse(parse(text));
  const code = parsed.data?.errcode ?? parsed.data?.code ?? parsed.data?.StatusCode;
  if (code === undefined) throw new ChatError('transient', `${who} gave an answer without a code`);
  if (code === 0) return;
  const kind = table.kinds[code] ?? 'format';
  const said = parsed.data?.errmsg ?? parsed.data?.msg ?? '';
  throw new ChatError(kind, `${who} refused: ${code} ${said.slice(0, 200)}`.trim(), {
    platformCode: String(code),
    ...(kind === 'rate' ? { retryAfterMs: table.restMs } : {}),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
