/** Requests to the API server: sent with our login, parsed, and lists read page by page. */

import { z } from 'zod';
import { type Exchange, exchange, HttpFailure } from '../http/exchange.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { failureOfAnswer, failureOfHttp, jsonOf } from './failure.ts';
import type { Logins, Session } from './login.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface Listing {
  readonly items: readonly unknown[];
  /** There are more than were asked for. */
  readonly isTruncated: boolean;
}

interface Asking {
  readonly method: Method;
  readonly path: string;
  readonly accept?: string;
  readonly bytesMax?: number;
  readonly body?: object | null;
  readonly contentType?: string;
}

export interface Requests {
  ask(given: Asking, limit: SessionLimit): Promise<Exchange>;
  parsed<Answer>(answer: Exchange, path: string, schema: z.ZodType<Answer>): Promise<Answer>;
  list(path: string, limit: SessionLimit, itemsMax: number): Promise<Listing>;
}

const answerBytesMax = 33_554_432;
const pageItems = 250;

const listAnswer = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }).default({}),
  items: z.array(z.unknown()).nullable().default([]),
});

export function createRequests(login: Logins): Requests {
  /** A token that was renewed meanwhile is worth one more try; it changes nothing on the server to have been refused. */
  async function ask(given: Asking, limit: SessionLimit): Promise<Exchange> {
    const body = given.body === undefined || given.body === null ? null : JSON.stringify(given.body);
    const whole = { accept: 'application/json', bytesMax: answerBytesMax, contentType: 'application/json', ...given, body };
    const session = await login.session(limit);
    const answer = await exchangeOnce(session, whole, limit);
    if (answer.status !== 401 || !login.forget(session)) return answer;
    return await exchangeOnce(await login.session(limit), whole, limit);
  }

  async function parsed<Answer>(answer: Exchange, path: string, schema: z.ZodType<Answer>): Promise<Answer> {
    const host = (await login.at()).host;
    if (answer.status >= 300) throw failureOfAnswer(host, path, answer);
    const told = schema.safeParse(jsonOf(answer.body));
    if (told.success && !answer.isTruncated) return told.data;
    const why = answer.isTruncated ? 'with more than is read' : 'in a form that is not understood';
    throw new SessionFailure(`The API server ${host} answered '${path}' ${why}`, { problem: 'reply', stage: 'command' });
  }

  async function list(path: string, limit: SessionLimit, itemsMax: number): Promise<Listing> {
    const items: unknown[] = [];
    let next: string | undefined;
    do {
      const size = Math.min(pageItems, itemsMax - items.length);
      const from = next === undefined ? '' : `&continue=${encodeURIComponent(next)}`;
      const page = await ask({ method: 'GET', path: `${path}${path.includes('?') ? '&' : '?'}limit=${String(size)}${from}` }, limit);
      const answer = await parsed(page, path, listAnswer);
      items.push(...(answer.items ?? []));
      next = answer.metadata.continue === '' ? undefined : answer.metadata.continue;
    } while (next !== undefined && items.length < itemsMax);
    return { items, isTruncated: next !== undefined };
  }

  return { ask, parsed, list };
}

async function exchangeOnce(
  session: Session,
  given: { method: Method; path: string; accept: string; bytesMax: number; body: string | null; contentType: string },
  limit: SessionLimit,
): Promise<Exchange> {
  const url = new URL(given.path.replace(/^\//, ''), session.url);
  const headers = {
    accept: given.accept,
    ...(session.token === null ? {} : { authorization: `Bearer ${session.token}` }),
    // Node sends the body of a DELETE without its length otherwise, and servers take it for none.
    ...(given.body === null ? {} : { 'content-type': given.contentType, 'content-length': String(Buffer.byteLength(given.body)) }),
  };
  const request = { url, method: given.method, headers, bodyBytesMax: given.bytesMax, tls: session.tls };
  try {
    return await exchange(given.body === null ? request : { ...request, body: given.body }, limit);
  } catch (error) {
    throw error instanceof HttpFailure ? failureOfHttp(session.url, error) : error;
  }
}
