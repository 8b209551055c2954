/**
 * HTTP mode: one request in, one answer out. The SDK's own adapters check the signature over re-written JSON, let old requests in and
 * never look at the verification token; so everything is checked here, over the raw bytes, before anything of it is believed.
 */

import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import type { AdapterLog } from '../contract.ts';
import { type HttpAnswer, type HttpHeaders, headerOf, jsonAnswer, plainAnswer } from '../rich/http-answer.ts';
import type { RecentKeys } from '../rich/recent-keys.ts';
import type { HandlePayload } from './socket.ts';

export interface HttpDoorContext {
  readonly encryptKey: string;
  readonly verificationToken: string;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly answerWithinMs: number;
  /** Signed requests that were let in: each is let in once. */
  readonly nonces: RecentKeys<true>;
  onRefused(reason: string): void;
  /** Null while we don't know who we are yet: Feishu is asked to come again. */
  handler(): HandlePayload | null;
}

const bodyBytesMax = 1_048_576;
/** The future is as suspicious as the past. */
export const clockSkewSecondsMax = 300;

const sealed = z.object({ encrypt: z.string().min(24) });
const opened = z.looseObject({
  type: z.string().optional(),
  challenge: z.string().optional(),
  token: z.string().optional(),
  header: z.looseObject({ token: z.string().optional() }).optional(),
});

/** Never throws. */
export async function answerHttp(context: HttpDoorContext, rawBody: string | Uint8Array, headers: HttpHeaders): Promise<HttpAnswer> {
  const bytes = typeof rawBody === 'string' ? Buffer.from(rawBody) : Buffer.from(rawBody);
  if (bytes.length > bodyBytesMax) return refuse(context, 413, 'it is too large');
  const body = sealed.safeParse(parseJson(bytes.toString('utf8')));
  const payload = body.success ? opened.safeParse(parseJson(decrypt(body.data.encrypt, context.encryptKey))) : null;
  if (payload === null || !payload.success) return refuse(context, 401, 'it is not encrypted with our key');
  const { type, challenge, token, header: head } = payload.data;
  if (!isSame(head?.token ?? token ?? '', context.verificationToken)) return refuse(context, 401, 'its verification token is wrong');
  // The question whether the address is ours comes unsigned; whoever asks has the key and the token, and gets his own words back.
  if (type === 'url_verification') return jsonAnswer(200, { challenge: challenge ?? '' });
  const reason = findRefusal(bytes, headers, context);
  if (reason !== null) return refuse(context, 401, reason);
  const handle = context.handler();
  if (handle === null) return { status: 503, headers: { 'retry-after': '5', 'content-type': 'text/plain' }, body: 'starting' };
  return acknowledge(context, handle, payload.data);
}

/** Why the request isn't Feishu's, or not fresh; null when it is both. */
function findRefusal(bytes: Buffer, headers: HttpHeaders, context: HttpDoorContext): string | null {
  const timestamp = headerOf(headers, 'x-lark-request-timestamp');
  const nonce = headerOf(headers, 'x-lark-request-nonce');
  const signature = headerOf(headers, 'x-lark-signature');
  if (!/^\d{1,12}$/.test(timestamp) || nonce === '' || signature === '') return 'it is not signed';
  if (Math.abs(context.clock.now() / 1_000 - Number(timestamp)) > clockSkewSecondsMax) return 'its time is more than five minutes off';
  const expected = createHash('sha256')
    .update(timestamp + nonce + context.encryptKey)
    .update(bytes)
    .digest('hex');
  if (!isSame(signature, expected)) return 'its signature is wrong';
  const key = `${timestamp}:${nonce}`;
  if (context.nonces.get(key)) return 'it came before';
  context.nonces.set(key, true);
  return null;
}

/** `base64(iv | aes-256-cbc)` under the hash of the key; empty for what can't be read. */
function decrypt(encrypted: string, encryptKey: string): string {
  try {
    const bytes = Buffer.from(encrypted, 'base64');
    const decipher = createDecipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), bytes.subarray(0, 16));
    return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
  } catch {
    return '';
  }
}

/** Answers as soon as there is an answer, and with an empty one when there is none in time. */
function acknowledge(context: HttpDoorContext, handle: HandlePayload, payload: unknown): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(jsonAnswer(200, {})), context.answerWithinMs);
    handle(payload).then(
      (answer) => {
        clearTimeout(timer);
        resolve(jsonAnswer(200, answer ?? {}));
      },
      (error: unknown) => {
        context.log.error({ reason: error instanceof Error ? error.message : '' }, 'A Feishu request could not be handled');
        clearTimeout(timer);
        resolve(plainAnswer(500, 'failed'));
      },
    );
  });
}

function refuse(context: HttpDoorContext, status: number, reason: string): HttpAnswer {
  context.onRefused(reason);
  context.log.warn({ reason }, 'A request to the Feishu address was refused');
  return plainAnswer(status, status === 413 ? 'too large' : 'not authentic');
}

function isSame(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return wanted !== '' && timingSafeEqual(hash(given), hash(wanted));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
