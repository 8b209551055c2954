/** Asks etcd over its JSON gateway, `/health` and `/metrics`; each request has a connection of its own, and nothing is retried. */

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { type Exchange, exchange, HttpFailure, type TlsChoice } from '../http/exchange.ts';
import { SessionFailure, type SessionLimit, type SessionProblem } from '../session/failure.ts';
import type { EtcdEntry } from './system.ts';

export interface EtcdClient extends SystemClient {
  readonly url: URL;
  /** Null without a login. */
  readonly username: string | null;
  tls(): Promise<TlsChoice>;
  /** A call of the gateway, `/v3/maintenance/status`; `at` another member. Throws SessionFailure. */
  call<Answer>(path: string, body: object, schema: z.ZodType<Answer>, limit: SessionLimit, at?: URL): Promise<Answer>;
  /** A page such as `/health`; every status is an answer. Throws SessionFailure. */
  page(path: '/health' | '/version', limit: SessionLimit, at?: URL): Promise<Exchange>;
  /** The text of `/metrics`. Throws SessionFailure. */
  metrics(limit: SessionLimit): Promise<string>;
}

const answerBytesMax = 8_388_608;
const errorAnswer = z.looseObject({ error: z.string().optional(), message: z.string().optional(), code: z.number().optional() });
const tokenAnswer = z.looseObject({ token: z.string().default('') });

export function createEtcdClient(entry: EtcdEntry, context: ConnectContext): EtcdClient {
  const url = new URL(entry.url);
  const metricsUrl = new URL(entry.metricsUrl ?? entry.url);
  let token: string | null = null;

  async function send(at: URL, path: string, body: object | null, limit: SessionLimit): Promise<Exchange> {
    const headers = {
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(token === null || body === null ? {} : { authorization: token }),
    };
    const given = {
      ...{ url: new URL(path, at), method: body === null ? 'GET' : 'POST', headers, bodyBytesMax: answerBytesMax },
      tls: at.protocol === 'https:' ? await tlsOf(entry, context) : { insecure: false },
    };
    try {
      return await exchange(body === null ? given : { ...given, body: JSON.stringify(body) }, limit);
    } catch (error) {
      throw error instanceof HttpFailure ? failureOfHttp(at, error) : error;
    }
  }

  /** A cluster whose authentication is off needs no token, and doctor says so. */
  async function logIn(limit: SessionLimit): Promise<void> {
    if (entry.username === undefined || entry.password === undefined) return;
    const login = { name: entry.username, password: context.resolveSecret(entry.password) };
    const answer = await send(url, '/v3/auth/authenticate', login, limit);
    if (/authentication is not enabled/.test(answer.body)) return;
    token = tokenAnswer.parse(jsonOf(url, answer, 'login')).token;
  }

  return {
    url,
    username: entry.username ?? null,
    tls: () => tlsOf(entry, context),
    async call(path, body, schema, limit, at = url) {
      if (token === null) await logIn(limit);
      let answer = await send(at, path, body, limit);
      // Tokens are forgotten after some minutes and at a restart.
      if (token !== null && /invalid auth token|auth token is not provided/.test(answer.body)) {
        token = null;
        await logIn(limit);
        answer = await send(at, path, body, limit);
      }
      const parsed = schema.safeParse(jsonOf(at, answer, 'command'));
      if (parsed.success) return parsed.data;
      throw new SessionFailure(`etcd ${at.host} answered '${path}' in a form that is not understood`, {
        problem: 'reply',
        stage: 'command',
      });
    },
    page: (path, limit, at = url) => send(at, path, null, limit),
    async metrics(limit) {
      const answer = await send(metricsUrl, '/metrics', null, limit);
      if (answer.status === 200) return answer.body;
      throw new SessionFailure(`etcd ${metricsUrl.host} answered ${String(answer.status)} to '/metrics'`, {
        problem: 'unsupported',
        stage: 'command',
      });
    },
    close() {
      token = null;
      return Promise.resolve();
    },
  };
}

async function tlsOf({ tls }: EtcdEntry, { resolveSecret }: ConnectContext): Promise<TlsChoice> {
  return {
    insecure: tls?.insecure ?? false,
    ...(tls?.caFile === undefined ? {} : { ca: await readFile(tls.caFile, 'utf8') }),
    ...(tls?.servername === undefined ? {} : { servername: tls.servername }),
    ...(tls?.cert === undefined || tls.key === undefined ? {} : { cert: resolveSecret(tls.cert), key: resolveSecret(tls.key) }),
  };
}

/** An answer that does not come is the server's as a whole: each request has a connection of its own. */
function failureOfHttp(at: URL, error: HttpFailure): SessionFailure {
  const given = { code: error.code, cause: error };
  const isConnecting = error.stage === 'dns' || error.stage === 'connect';
  const problem: SessionProblem =
    error.problem === 'not-http' ? 'reply' : error.stage === 'tls' && error.problem === 'timed-out' ? 'hung' : error.problem;
  return new SessionFailure(error.message.replace('Cannot read', 'Cannot use etcd at').replace(at.origin, at.host), {
    ...given,
    problem,
    stage: isConnecting ? 'connect' : 'login',
  });
}

function jsonOf(at: URL, answer: Exchange, stage: 'login' | 'command'): unknown {
  const content = parse(answer.body);
  if (answer.status === 200 && content !== null) return content;
  const told = errorAnswer.safeParse(content);
  const words = (told.success ? (told.data.message ?? told.data.error) : undefined) ?? answer.body.trim();
  const code = (told.success ? told.data.code : undefined) ?? 0;
  const problem = problemOf(code, answer.status, words);
  // Without its gateway etcd answers as any server in Go does; other words are another server's.
  const isForeign = answer.status === 404 && content === null && words !== '404 page not found';
  const message = `etcd ${at.host} answered ${String(answer.status)}: ${words.slice(0, 200)}`;
  if (isForeign) return fail(new SessionFailure(message, { problem: 'reply', stage: 'login', code: String(code) }));
  return fail(new SessionFailure(message, { problem, stage: problem === 'auth' ? 'login' : stage, code: String(code) }));
}

function fail(failure: SessionFailure): never {
  throw failure;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** By the code of gRPC, where etcd uses one code for several things by its words. */
function problemOf(code: number, status: number, words: string): SessionProblem {
  if (/permission denied/.test(words) || code === 7) return 'no-permission';
  if (code === 16 || status === 401 || /authentication failed|user name is empty|invalid auth token/.test(words)) return 'auth';
  if (/request timed out|no leader|context deadline/.test(words)) return 'cancelled';
  return code === 12 || status === 404 ? 'unsupported' : 'reply';
}
