/** HTTP mode: one request in, one answer out. The API server mounts it; nothing listens here. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import type { AdapterLog } from '../contract.ts';
import { type HttpAnswer, type HttpHeaders, headerOf, jsonAnswer, plainAnswer } from '../rich/http-answer.ts';

export interface HttpDoorContext {
  readonly signingSecret: string;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly answerWithinMs: number;
  onRefused(reason: string): void;
  /** Null while we don't know who we are yet: Slack is asked to come again. */
  processor(): ((event: ReceiverEvent) => Promise<void>) | null;
}

const bodyBytesMax = 1_048_576;
/** Slack's own limit against replays; the future is as suspicious as the past. */
const clockSkewSecondsMax = 300;

/** Checks the signature over the raw bytes before it reads anything of them. Never throws. */
export async function answerHttp(context: HttpDoorContext, rawBody: string | Uint8Array, headers: HttpHeaders): Promise<HttpAnswer> {
  const bytes = typeof rawBody === 'string' ? Buffer.from(rawBody) : Buffer.from(rawBody);
  const isTooLarge = bytes.length > bodyBytesMax;
  const refusal = isTooLarge ? 'it is too large' : findRefusal(bytes, headers, context);
  if (refusal !== null) {
    context.onRefused(refusal);
    context.log.warn({ reason: refusal }, 'A request to the Slack address was refused');
    return isTooLarge ? plainAnswer(413, 'too large') : plainAnswer(401, 'not authentic');
  }
  const body = parseBody(bytes.toString('utf8'), headerOf(headers, 'content-type'));
  if (body === null) return plainAnswer(400, 'not understood');
  if (body.type === 'url_verification') return jsonAnswer(200, { challenge: String(body.challenge ?? '') });
  if (body.ssl_check !== undefined) return plainAnswer(200, '');
  const process = context.processor();
  if (process === null) return { status: 503, headers: { 'retry-after': '5', 'content-type': 'text/plain' }, body: 'starting' };
  return acknowledge(context, process, body, headers);
}

/** Why the request isn't Slack's; null when it is. */
function findRefusal(bytes: Buffer, headers: HttpHeaders, context: HttpDoorContext): string | null {
  const timestamp = headerOf(headers, 'x-slack-request-timestamp');
  const signature = headerOf(headers, 'x-slack-signature');
  if (!/^\d{1,12}$/.test(timestamp) || signature === '') return 'it is not signed';
  const skewSeconds = Math.abs(context.clock.now() / 1_000 - Number(timestamp));
  if (skewSeconds > clockSkewSecondsMax) return 'its time is more than five minutes off';
  const expected = `v0=${createHmac('sha256', context.signingSecret).update(`v0:${timestamp}:`).update(bytes).digest('hex')}`;
  const given = Buffer.from(signature);
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? null : 'its signature is wrong';
}

/** Answers with the ack as soon as there is one, and with an empty one when there is none in time. */
function acknowledge(
  context: HttpDoorContext,
  process: (event: ReceiverEvent) => Promise<void>,
  body: Record<string, unknown>,
  headers: HttpHeaders,
): Promise<HttpAnswer> {
  const retryNum = Number(headerOf(headers, 'x-slack-retry-num'));
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(plainAnswer(200, '')), context.answerWithinMs);
    const answer = (response?: unknown): void => {
      clearTimeout(timer);
      resolve(ackAnswer(response));
    };
    const event: ReceiverEvent = {
      body,
      ack: async (response?: unknown) => answer(response),
      retryReason: headerOf(headers, 'x-slack-retry-reason'),
      ...(Number.isInteger(retryNum) && retryNum > 0 ? { retryNum } : {}),
    };
    process(event).then(
      () => answer(),
      (error: unknown) => {
        context.log.error({ reason: error instanceof Error ? error.message : '' }, 'A Slack request could not be handled');
        clearTimeout(timer);
        resolve(plainAnswer(500, 'failed'));
      },
    );
  });
}

function ackAnswer(response: unknown): HttpAnswer {
  if (response === undefined || response === null || response === '') return plainAnswer(200, '');
  return typeof response === 'string' ? plainAnswer(200, response) : jsonAnswer(200, response);
}

/** Events are JSON; interactions are a form with `payload`; commands are a form. */
function parseBody(text: string, contentType: string): Record<string, unknown> | null {
  try {
    if (!contentType.includes('application/x-www-form-urlencoded')) return asRecord(JSON.parse(text));
    const form = new URLSearchParams(text);
    const payload = form.get('payload');
    return payload === null ? Object.fromEntries(form) : asRecord(JSON.parse(payload));
  } catch {
    return null;
  }
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
