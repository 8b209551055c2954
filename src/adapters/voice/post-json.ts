/** One bounded POST of JSON, with what went wrong told as a ChatError that holds no secret. */

import { ChatError, type ChatErrorKind } from '../contract.ts';
import { createRedact } from '../rich/redact.ts';

export interface JsonPost {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Who is spoken to, for errors: `the WeCom robot 'ops'`. */
  readonly who: string;
  /** Never to be seen in an error. */
  readonly secrets: readonly string[];
}

export interface JsonAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | null;
}

const withinMs = 10_000;
const answerBytesMax = 65_536;
/** A server that asks for more patience than this is asked again earlier. */
const retryAfterMaxMs = 3_600_000;

/** Any status is an answer. Throws ChatError `transient` when none came. */
export async function postJson(post: JsonPost, nowMs: number): Promise<JsonAnswer> {
  const redact = createRedact([post.url, ...pathOf(post.url), ...post.secrets]);
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      body: post.body,
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Zhiban', ...post.headers },
      // Elsewhere is not where the message was meant to go.
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    const text = redact(await readBounded(response));
    return { status: response.status, text, retryAfterMs: retryAfterOf(response.headers.get('retry-after'), nowMs) };
  } catch (error) {
    throw new ChatError('transient', `${post.who} can't be reached: ${redact(reasonOf(error))}`);
  }
}

/** Throws what the status means; nothing for 2xx. */
export function refuseByStatus(who: string, answer: JsonAnswer): void {
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return;
  const kind = kindOf(status);
  const said = answer.text.trim().slice(0, 200);
  throw new ChatError(kind, `${who} answered ${status}${said === '' ? '' : `: ${said}`}`, {
    platformCode: String(status),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

function kindOf(status: number): ChatErrorKind {
  if (status === 429) return 'rate';
  if (status === 408 || status === 425 || status >= 500) return 'transient';
  if (status === 401 || status === 407) return 'auth';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'gone';
  if (status === 413) return 'too-large';
  return 'format';
}

/** Seconds or a date. */
function retryAfterOf(given: string | null, nowMs: number): number | null {
  if (given === null) return null;
  const seconds = Number(given);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(given) - nowMs;
  return Number.isFinite(ms) ? Math.min(retryAfterMaxMs, Math.max(0, ms)) : null;
}

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    length += part.byteLength;
    if (length >= answerBytesMax) break;
  }
  return Buffer.concat(parts).subarray(0, answerBytesMax).toString('utf8');
}

/** Parts of an address that are secrets on their own. */
function pathOf(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { pathname, searchParams } = new URL(url);
  return [...pathname.split('/'), ...searchParams.values()].filter((part) => part.length >= 16);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${withinMs / 1_000} s`;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code} ` : '';
  return `${code}${cause.message}`;
}
