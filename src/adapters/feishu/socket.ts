/**
 * Keeps one long connection open. The SDK's own reconnecting is off: it stops for good when the endpoint answers with most error codes,
 * retries a wrong secret for ever, and waits up to two minutes. Each connection here is a fresh client that ends once.
 */

import { EventEmitter, once } from 'node:events';
import type { EventDispatcher, HttpInstance, WSClient } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { type AdapterLog, ChatError } from '../contract.ts';
import { backoffMs } from '../rich/backoff.ts';
import type { Redact } from '../rich/redact.ts';
import { refusal, toChatError } from './client.ts';
import type { FeishuPace } from './limits.ts';
import { createSdkLogger } from './sdk-logger.ts';

/** One event as it came; what it resolves with is the answer that Feishu gets. */
export type HandlePayload = (payload: unknown) => Promise<unknown>;

export interface SocketContext {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly pace: FeishuPace;
  readonly redact: Redact;
  /** Throws ChatError; the endpoint's own answer to a wrong secret can't be told from a fault. */
  checkSecret(): Promise<void>;
  onUp(): void;
  onDown(reason: string): void;
  /** Only a person can mend it: the reason says what is needed. */
  onFatal(reason: string): void;
}

type Sdk = typeof import('@larksuiteoapi/node-sdk');

/** Returns when the signal is aborted and the last socket is closed. Never throws. */
export async function keepSocketOpen(handle: HandlePayload, context: SocketContext, stop: AbortSignal): Promise<void> {
  const sdk = await import('@larksuiteoapi/node-sdk');
  const dispatcher = createDispatcher(sdk, handle, context.log);
  let failures = 0;
  while (!stop.aborted) {
    const openedAt = context.clock.now();
    const error = await runConnection(sdk, dispatcher, context, stop);
    if (stop.aborted) return;
    const wasHealthy = error === null && context.clock.now() - openedAt >= context.pace.healthyAfterMs;
    failures = wasHealthy ? 0 : failures + 1;
    const waitMs = report(error, failures, context);
    await context.clock.sleep(waitMs, stop).catch(() => undefined);
  }
}

/** Takes payloads as they are: the SDK's own dispatcher lays the event's fields over the header's, and answers unknown events with text. */
function createDispatcher({ EventDispatcher, LoggerLevel }: Sdk, handle: HandlePayload, log: AdapterLog): EventDispatcher {
  class PlainDispatcher extends EventDispatcher {
    override invoke(payload: unknown): Promise<unknown> {
      return handle(payload);
    }
  }
  return new PlainDispatcher({ logger: createSdkLogger(log), loggerLevel: LoggerLevel.warn });
}

/** One connection from dialling to its end. Null when it was open and then closed; the error when it never opened. */
async function runConnection(sdk: Sdk, dispatcher: EventDispatcher, context: SocketContext, stop: AbortSignal): Promise<ChatError | null> {
  try {
    await context.checkSecret();
  } catch (error) {
    return toChatError('auth.tenant_access_token', error, context.redact);
  }
  if (stop.aborted) return null;
  const abort = new AbortController();
  const onStop = (): void => abort.abort();
  stop.addEventListener('abort', onStop, { once: true });
  const { client, opened } = dial(sdk, context, abort.signal);
  try {
    await client.start({ eventDispatcher: dispatcher });
    const error = await openInTime(opened, context, abort.signal);
    if (error !== null || stop.aborted) return error;
    context.onUp();
    await watch(client, context, abort.signal);
    return null;
  } finally {
    stop.removeEventListener('abort', onStop);
    abort.abort();
    client.close({ force: true });
  }
}

interface Dialled {
  readonly client: WSClient;
  /** Null when it is open, the error when it will not be. */
  readonly opened: Promise<ChatError | null>;
}

function dial(sdk: Sdk, context: SocketContext, signal: AbortSignal): Dialled {
  const { appId, appSecret, domain, pace } = context;
  const { promise: opened, resolve } = Promise.withResolvers<ChatError | null>();
  let refused: ChatError | null = null;
  const client = new sdk.WSClient({
    ...{ appId, appSecret, domain, autoReconnect: false },
    ...{ handshakeTimeoutMs: pace.handshakeMs, wsConfig: { pingTimeout: pace.pongWithinSeconds } },
    ...{ logger: createSdkLogger(context.log), loggerLevel: sdk.LoggerLevel.warn },
    httpInstance: askEndpoint(context, signal, (error) => {
      refused = error;
    }),
    onReady: () => resolve(null),
    onError: () => resolve(refused ?? new ChatError('transient', 'The long connection could not be opened', { platformCode: 'no_socket' })),
  });
  return { client, opened };
}

const endpointAnswer = z.object({ code: z.number(), msg: z.string().optional() });

/** Asks for the socket's address in the SDK's place: the SDK loses the reason when the endpoint refuses, and can't be stopped half-way. */
function askEndpoint(context: SocketContext, signal: AbortSignal, onRefused: (error: ChatError) => void): HttpInstance {
  const unused = (): Promise<never> => Promise.reject(new Error('Only the endpoint of the long connection is asked through this'));
  return {
    ...{ get: unused, delete: unused, head: unused, options: unused, post: unused, put: unused, patch: unused },
    async request({ url = '', method = 'post', headers = {}, data }) {
      try {
        const response = await fetch(url, {
          method,
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(data),
          redirect: 'error',
          signal: AbortSignal.any([signal, AbortSignal.timeout(context.pace.callTimeoutMs)]),
        });
        const answer = JSON.parse(await response.text());
        const seen = endpointAnswer.safeParse(answer);
        if (seen.success && seen.data.code !== 0) onRefused(refusal('ws.endpoint', seen.data, null, context.redact));
        return answer;
      } catch (error) {
        onRefused(toChatError('ws.endpoint', error, context.redact));
        throw error;
      }
    },
  };
}

async function openInTime(opened: Promise<ChatError | null>, context: SocketContext, signal: AbortSignal): Promise<ChatError | null> {
  const timer = new AbortController();
  const onAbort = (): void => timer.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  const late = context.clock
    .sleep(context.pace.readyWithinMs, timer.signal)
    .catch(() => undefined)
    .then(() => new ChatError('transient', 'The long connection was not ready in time', { platformCode: 'timeout' }));
  const outcome = await Promise.race([opened, late]);
  signal.removeEventListener('abort', onAbort);
  timer.abort();
  return outcome;
}

/** Ends when the connection does. The SDK tells nobody when it may not reconnect, so its socket is listened to, and looked at now and then. */
async function watch(client: WSClient, context: SocketContext, signal: AbortSignal): Promise<void> {
  const end = new AbortController();
  const onEnd = (): void => end.abort();
  signal.addEventListener('abort', onEnd, { once: true });
  const settings: unknown = Reflect.get(client, 'wsConfig');
  const socket: unknown = settings instanceof Object ? Reflect.get(settings, 'wsInstance') : null;
  if (socket instanceof EventEmitter) once(socket, 'close', { signal: end.signal }).then(onEnd, onEnd);
  while (!end.signal.aborted && client.getConnectionStatus().state === 'connected') {
    await context.clock.sleep(context.pace.watchEveryMs, end.signal).catch(() => undefined);
  }
  signal.removeEventListener('abort', onEnd);
  onEnd();
}

/** Tells what happened, and how long to wait before the next try. */
function report(error: ChatError | null, failures: number, context: SocketContext): number {
  if (error?.kind === 'auth' || error?.kind === 'forbidden') {
    context.onFatal(fatalReason(error));
    return context.pace.fatalRetryMs;
  }
  context.onDown(error === null ? 'the socket was closed' : error.message);
  if (error?.kind === 'rate') return Math.max(error.retryAfterMs ?? 0, context.pace.reconnectMinMs);
  return backoffMs(failures, context.pace);
}

export function fatalReason(error: ChatError): string {
  const code = error.platformCode ?? 'refused';
  return error.kind === 'auth' ? `needs new secret: ${code}` : `is not allowed: ${error.message}`;
}
