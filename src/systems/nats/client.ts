/** Two doors: the monitoring port for looks, and the clients' port to see whether it lets anybody in, and for the JetStream API. */

import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { askApi, jsonOf, parseAnswer } from '../http-api/client.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { apiError, healthForm } from './answers.ts';
import { toFailure } from './failure.ts';
import { connectOptions } from './login.ts';
import { NatsSession } from './session.ts';
import type { NatsEntry } from './system.ts';

/** How somebody who connects now is received. */
export type Newcomers = 'answered' | 'lame-duck' | 'refused' | 'silent' | 'limit' | 'auth' | 'tls' | 'failed';

export interface Health {
  readonly isOk: boolean;
  /** As the server says it; empty when all is well. */
  readonly reason: string;
}

export interface NatsClient extends SystemClient {
  readonly server: string;
  /** Own monitoring address first. */
  readonly addresses: readonly string[];
  readonly hasLogin: boolean;
  /** A page of the monitoring port, `/varz`; `at` another server. Throws SessionFailure. */
  page<Answer>(path: string, schema: z.ZodType<Answer>, limit: SessionLimit, at?: string): Promise<Answer>;
  health(limit: SessionLimit): Promise<Health>;
  newcomers(limit: SessionLimit): Promise<Newcomers>;
  /** A request of the JetStream API, `STREAM.INFO.orders`, in the account of the login. Throws SessionFailure. */
  api<Answer>(request: string, body: object | null, schema: z.ZodType<Answer>, limit: SessionLimit): Promise<Answer>;
}

const answerBytesMax = 16_777_216;
const knockMs = 2_000;

export function createNatsClient(entry: NatsEntry, context: ConnectContext): NatsClient {
  async function ask(path: string, limit: SessionLimit, at: string) {
    const request = { method: 'GET', path, headers: {}, bodyBytesMax: answerBytesMax } as const;
    try {
      return await askApi({ url: at, tls: entry.tls }, request, limit);
    } catch (error) {
      const failure = toFailure(error);
      throw at === entry.monitoringUrl ? await told(failure, limit) : failure;
    }
  }

  /** A monitoring port that is gone says nothing of the server when the other door is open. */
  async function told(failure: unknown, limit: SessionLimit): Promise<unknown> {
    if (!(failure instanceof SessionFailure) || limit.signal.aborted || !/^(refused|reset|reply)$/.test(failure.problem)) return failure;
    const door = await knock(entry, context, limit);
    if (door !== 'answered' && door !== 'limit' && door !== 'auth') return failure;
    const message = `NATS takes clients at ${new URL(entry.url).host}, but cannot be looked at: ${failure.message}`;
    return new SessionFailure(message, { problem: 'unsupported', stage: 'command', code: failure.code, cause: failure });
  }

  return {
    server: new URL(entry.url).host,
    addresses: [entry.monitoringUrl, ...entry.peers],
    hasLogin: hasLogin(entry),
    async page(path, schema, limit, at = entry.monitoringUrl) {
      const answer = await ask(path, limit, at);
      const place = path.replace(/\?.*$/s, '');
      if (answer.status !== 200)
        throw new SessionFailure(`NATS at ${new URL(at).host} answered ${String(answer.status)} to '${place}'`, {
          // Every version has this page: what doesn't is no NATS.
          problem: answer.status === 404 && place !== '/varz' ? 'unsupported' : 'reply',
          stage: answer.status === 404 && place === '/varz' ? 'login' : 'command',
          code: String(answer.status),
        });
      try {
        return parseAnswer('NATS', answer, place, schema);
      } catch (error) {
        throw toFailure(error);
      }
    },
    async health(limit) {
      const answer = await ask('/healthz', limit, entry.monitoringUrl);
      const told = healthForm.safeParse(jsonOf(answer.body));
      if (!told.success) return { isOk: answer.status === 200, reason: answer.status === 200 ? '' : `status ${String(answer.status)}` };
      const isOk = answer.status === 200 && told.data.status === 'ok';
      return { isOk, reason: isOk ? '' : (told.data.error ?? told.data.status) };
    },
    newcomers: (limit) => knock(entry, context, limit),
    api: (request, body, schema, limit) => askJetstream(entry, context, { request, body, schema }, limit),
    close: () => Promise.resolve(),
  };
}

function hasLogin(entry: NatsEntry): boolean {
  return entry.username !== undefined || entry.token !== undefined || entry.credentials !== undefined;
}

/** Logs in as anybody would, and leaves. */
async function knock(entry: NatsEntry, context: ConnectContext, limit: SessionLimit): Promise<Newcomers> {
  const short = { signal: limit.signal, timeoutMs: Math.min(knockMs, limit.timeoutMs) };
  try {
    const { session, info } = await NatsSession.greet(entry, short);
    try {
      await session.hearRefusal(short);
      if (hasLogin(entry)) await session.logIn(connectOptions(entry, info.nonce, context.resolveSecret), short);
      return info.ldm ? 'lame-duck' : 'answered';
    } finally {
      session.close();
    }
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    if (error.problem === 'hung' || error.problem === 'timed-out') return 'silent';
    const { problem } = error;
    return problem === 'refused' || problem === 'limit' || problem === 'auth' || problem === 'tls' ? problem : 'failed';
  }
}

interface Asked<Answer> {
  readonly request: string;
  readonly body: object | null;
  readonly schema: z.ZodType<Answer>;
}

async function askJetstream<Answer>(entry: NatsEntry, context: ConnectContext, asked: Asked<Answer>, limit: SessionLimit): Promise<Answer> {
  const { request, body, schema } = asked;
  const { session, info } = await NatsSession.greet(entry, limit);
  try {
    await session.logIn(connectOptions(entry, info.nonce, context.resolveSecret), limit);
    const inbox = `_INBOX.${randomUUID().replaceAll('-', '')}`;
    const answer = jsonOf(await session.request(`$JS.API.${request}`, body === null ? '' : JSON.stringify(body), inbox, limit));
    const refusal = apiError.safeParse(answer);
    if (refusal.success) throw refused(request, refusal.data.error);
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new SessionFailure(`NATS answered '${request}' in a form that is not understood`, { problem: 'reply', stage: 'command' });
  } finally {
    session.close();
  }
}

/** By its own number of errors: https://github.com/nats-io/nats-server/blob/main/server/errors.json */
function refused(
  request: string,
  error: { readonly code: number; readonly err_code: number; readonly description: string },
): SessionFailure {
  const message = `JetStream answered ${String(error.err_code)} to '${request}': ${error.description.slice(0, 200)}`;
  const problem = error.err_code === 10_039 || error.err_code === 10_076 ? 'unsupported' : 'reply';
  return new SessionFailure(message, { problem, stage: 'command', code: String(error.err_code) });
}

/** The number with which it says that a stream, or a consumer, is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof SessionFailure && (error.code === '10059' || error.code === '10014');
}
