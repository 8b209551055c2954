/** DingTalk's two ways to refuse, as ChatErrors: `{code, message}` with a 4xx, and `{errcode, errmsg}` with a 200. */

import { z } from 'zod';
import { ChatError, type ChatErrorKind } from '../contract.ts';

/** What one call came to, before it is judged. */
export interface RawAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  /** Null when it was no JSON. */
  readonly body: unknown;
}

const refusal = z.object({
  code: z.union([z.string(), z.number()]).optional(),
  errcode: z.number().optional(),
  sub_code: z.union([z.string(), z.number()]).optional(),
});

/** The platform's code when it refused; null for a success. */
export function refusalCode({ status, body }: RawAnswer): string | null {
  const parsed = refusal.safeParse(body);
  if (parsed.success && parsed.data.errcode !== undefined && parsed.data.errcode !== 0) {
    const sub = parsed.data.sub_code === undefined ? '' : `/${parsed.data.sub_code}`;
    return cleanCode(`${parsed.data.errcode}${sub}`);
  }
  if (status >= 200 && status < 300 && body !== null) return null;
  const code = parsed.success ? parsed.data.code : undefined;
  return code === undefined ? `http_${status}` : cleanCode(String(code));
}

/** Names the call and DingTalk's own code; never quotes a body, a header or an address. */
export function toChatError(what: string, answer: RawAnswer, code: string, rateWaitMs: number): ChatError {
  const kind = kindOf(answer.status, code);
  if (kind !== 'rate') return new ChatError(kind, `DingTalk refused ${what}: ${code}`, { platformCode: code });
  const retryAfterMs = answer.retryAfterSeconds === null ? rateWaitMs : answer.retryAfterSeconds * 1_000;
  return new ChatError('rate', `DingTalk limits ${what}: ${code}`, { retryAfterMs, platformCode: code });
}

/** The request may have been taken although no answer came, unless the connection was refused. */
export function connectionError(what: string, error: unknown): ChatError {
  const texts = causeTexts(error);
  const isRefused = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(texts);
  const reason = /timeout|aborted/i.test(texts)
    ? 'timed out'
    : (/ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|other side closed|UND_ERR_\w+/.exec(texts)?.[0] ?? 'the connection failed');
  return new ChatError('transient', `DingTalk did not answer ${what}: ${reason}`, {
    platformCode: isRefused ? 'connect_refused' : 'request_failed',
  });
}

/** The token that came with the call is not good any more. */
export function isStaleToken(code: string): boolean {
  return /^(InvalidAuthentication|invalidAccessToken|unauthorized)/i.test(code) || ['40014', '42001', '40001'].includes(firstOf(code));
}

function kindOf(status: number, code: string): ChatErrorKind {
  for (const [kind, pattern] of patterns) if (pattern.test(code)) return kind;
  const numbered = numbers[firstOf(code)];
  if (numbered !== undefined) return numbered;
  if (status === 429) return 'rate';
  if (status === 401) return 'auth';
  // Cards answer 403 when they are updated too fast; what is forbidden says so in its code.
  if (status === 403) return 'rate';
  if (status === 404) return 'gone';
  if (status === 413) return 'too-large';
  return status >= 500 ? 'transient' : 'format';
}

/** In this order: a code of many words is judged by the first that fits. */
const patterns: readonly (readonly [ChatErrorKind, RegExp])[] = [
  // Bought by the message: waiting brings no more of them.
  ['forbidden', /serverquota/i],
  ['rate', /too\.?fast|qps|throttl|flow\.?(control|limit)|too\.?many|too\.?much|frequen|90018|quota/i],
  ['auth', /invalidClient|invalidAuthentication|authFailed|invalidAccessToken|unauthorized|invalidCredential/i],
  ['too-large', /too\.?(long|large|big)|length\.?exceed|size\.?(exceed|limit)/i],
  ['forbidden', /permission|accessDenied|forbidden|notAuthorized|ip\.?not\.?in/i],
  ['gone', /(not\.?(found|exist)|deleted|dismissed|invalid\.?(conversation|openConversationId|robotCode|chatbotId|staffId|outTrackId))/i],
  ['transient', /system\.?(error|busy)|internal|unavailable|timeout/i],
];

const numbers: Readonly<Record<string, ChatErrorKind>> = {
  '-1': 'transient',
  '88': 'rate',
  '130101': 'rate',
  '410100': 'rate',
  '40014': 'auth',
  '42001': 'auth',
  '40001': 'auth',
  '40089': 'auth',
  '460101': 'too-large',
  '101002': 'too-large',
  '60011': 'forbidden',
  '50002': 'forbidden',
  '60121': 'gone',
  '33012': 'gone',
  '300001': 'auth',
  '310000': 'auth',
};

function firstOf(code: string): string {
  return code.split('/')[0] ?? code;
}

/** Codes are words; a proxy's page in their place is not worth repeating. */
function cleanCode(code: string): string {
  return /^[\w.:/-]{1,80}$/.test(code) ? code : 'unreadable_answer';
}

function causeTexts(error: unknown): string {
  const texts: string[] = [];
  for (let inner: unknown = error, depth = 0; inner instanceof Error && depth < 5; depth += 1) {
    texts.push(inner.message, 'code' in inner ? String(inner.code) : '', inner.name);
    if (inner instanceof AggregateError) texts.push(...inner.errors.map((one) => (one instanceof Error ? one.message : '')));
    inner = inner.cause;
  }
  return texts.join(' ');
}
