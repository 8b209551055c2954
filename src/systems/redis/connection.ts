/** Opens one connection with the driver, and finds out why that failed: the driver only says "Connection is closed". */

import type { Redis, RedisOptions } from 'ioredis';
import { type AwakeLimit, startAwakeLimit } from '../awake-limit.ts';
import { failureOfReply, failureOfSocket, RedisFailure, type RedisStage } from './failure.ts';
import { type KnockTarget, knock } from './knock.ts';

export interface RedisLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface OpenRequest {
  readonly address: string;
  readonly target: KnockTarget;
  readonly database: number;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

const connectWithinMs = 2_500;

/** Throws RedisFailure; on success the server has answered once. */
export async function openConnection(request: OpenRequest, limit: RedisLimit): Promise<Redis> {
  // Loaded with the first connection: a server without workers opens none.
  const driver = await import('ioredis');
  const redis = new driver.Redis(optionsOf(request));
  const errors: unknown[] = [];
  let stage: RedisStage = 'connect';
  redis.on('error', (error: unknown) => errors.push(error));
  redis.on('connect', () => {
    stage = 'login';
  });
  const short = { ...limit, timeoutMs: Math.min(limit.timeoutMs, connectWithinMs) };
  try {
    await within(redis.connect(), short, request.address, () => stage);
    // Without a password nothing has been said yet, and a full or locked server only speaks when spoken to. HELLO is allowed
    // while loading, while a script runs and to every user; versions before 6 do not know it, which is an answer too.
    await within(redis.call('HELLO'), short, request.address, () => 'login').catch(ignoreUnknown);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw await explain(request, { error, errors, stage }, limit);
  }
}

/** Ends with the work, the time or the signal; work that is left behind may fail unheard. */
export async function within<T>(work: Promise<T>, limit: RedisLimit, address: string, stage: () => RedisStage): Promise<T> {
  work.catch(() => undefined);
  let timer: AwakeLimit | undefined;
  let onAbort: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    timer = startAwakeLimit(limit.timeoutMs, () => reject(silence(address, stage())));
    onAbort = () => reject(new RedisFailure(`The look at Redis ${address} was ended`, { problem: 'stopped', stage: stage() }));
    if (limit.signal.aborted) onAbort();
    else limit.signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    timer?.stop();
    if (onAbort !== undefined) limit.signal.removeEventListener('abort', onAbort);
  }
}

export function toFailure(error: unknown, address: string): RedisFailure {
  if (error instanceof RedisFailure) return error;
  if (isReplyError(error)) return failureOfReply(address, error.message, 'command', error);
  if (error instanceof Error && /Connection is closed/i.test(error.message))
    return new RedisFailure(`Redis ${address} closed the connection`, { problem: 'reset', stage: 'command', cause: error });
  return failureOfSocket(address, error, 'command');
}

interface Attempt {
  readonly error: unknown;
  readonly errors: readonly unknown[];
  readonly stage: RedisStage;
}

async function explain(request: OpenRequest, attempt: Attempt, limit: RedisLimit): Promise<RedisFailure> {
  const { error, errors, stage } = attempt;
  if (error instanceof RedisFailure && error.problem === 'stopped') return error;
  for (const each of [error, ...errors]) {
    if (each instanceof RedisFailure && !['hung', 'timed-out'].includes(each.problem)) return each;
    if (isReplyError(each)) return failureOfReply(request.address, each.message, 'login', each);
  }
  const told = errors
    .map((each) => failureOfSocket(request.address, each, stage))
    .find((each) => !['other', 'reset'].includes(each.problem));
  const known = told ?? (error instanceof RedisFailure ? error : undefined);
  if (request.target.tls !== null && stage === 'connect' && known?.problem === 'timed-out')
    return await explainTlsSilence(request, known, limit);
  if (known !== undefined) return known;
  return await askPlainly(request, attempt, limit);
}

/** The driver calls a connection made only after the handshake: without TLS, a server that lacks it answers, and one that hangs does not. */
async function explainTlsSilence(request: OpenRequest, error: RedisFailure, limit: RedisLimit): Promise<RedisFailure> {
  const answer = await knock({ ...request.target, tls: null }, { timeoutMs: 1_000, signal: limit.signal });
  if (answer.outcome === 'failed') return error;
  if (answer.outcome === 'silent') return silence(request.address, 'login');
  const why = 'TLS was expected, but the server speaks without it';
  return new RedisFailure(`Cannot connect to Redis ${request.address}: ${why}`, {
    problem: 'tls',
    stage: 'connect',
    code: 'NO_TLS',
    cause: error,
  });
}

/** The server hung up on the driver; to a bare connection it says why. */
async function askPlainly(request: OpenRequest, attempt: Attempt, limit: RedisLimit): Promise<RedisFailure> {
  const { address, target } = request;
  const answer = await knock(target, { timeoutMs: 1_000, signal: limit.signal });
  if (answer.outcome === 'answered' && answer.line.startsWith('-') && !isArity(answer.line))
    return failureOfReply(address, answer.line.slice(1), 'login', attempt.error);
  if (answer.outcome === 'failed') return failureOfSocket(address, answer.error, 'connect');
  if (answer.outcome === 'silent') return silence(address, attempt.stage);
  const isTlsAlert = answer.outcome === 'answered' && answer.line.startsWith('\u0015');
  if (target.tls === null && (answer.outcome === 'closed' || isTlsAlert))
    return new RedisFailure(`Redis ${address} closed the connection: it may expect TLS`, {
      problem: 'reset',
      stage: attempt.stage,
      cause: attempt.error,
    });
  return failureOfSocket(address, attempt.errors[0] ?? attempt.error, attempt.stage);
}

function silence(address: string, stage: RedisStage): RedisFailure {
  if (stage === 'connect')
    return new RedisFailure(`Redis ${address} did not accept a connection within the limit`, {
      problem: 'timed-out',
      stage,
      code: 'ETIMEDOUT',
    });
  return new RedisFailure(`Redis ${address} is connected but does not answer within the limit`, { problem: 'hung', stage });
}

function optionsOf(request: OpenRequest): RedisOptions & { replyMapping: 'legacy' } {
  const { target } = request;
  return {
    lazyConnect: true,
    retryStrategy: () => null,
    reconnectOnError: null,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
    replyMapping: 'legacy',
    // The driver's own clock also counts the time in which Zhiban did not get to run: only a last resort behind `within`.
    connectTimeout: 60_000,
    connectionName: 'zhiban',
    keepAlive: 30_000,
    host: target.host,
    port: target.port,
    db: request.database,
    ...(request.username === undefined ? {} : { username: request.username }),
    ...(request.password === undefined ? {} : { password: request.password }),
    ...(target.tls === null ? {} : { tls: tlsOptions(target.tls) }),
  };
}

function tlsOptions(tls: NonNullable<KnockTarget['tls']>): { rejectUnauthorized: boolean; ca?: string; servername?: string } {
  return {
    rejectUnauthorized: !tls.insecure,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.servername === undefined ? {} : { servername: tls.servername }),
  };
}

function ignoreUnknown(error: unknown): void {
  if (!isReplyError(error) || !/unknown command/i.test(error.message)) throw error;
}

function isArity(message: string): boolean {
  return /wrong number of arg/i.test(message);
}

function isReplyError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}
