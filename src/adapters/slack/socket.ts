/**
 * Keeps one Socket Mode connection open. The SDK's own reconnecting is off: it dies for good, with an unhandled rejection, when
 * apps.connections.open fails with HTTP 5xx, a network error or a bad token. Each connection here is a fresh receiver that ends once.
 */

import type { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import type { AdapterLog, ChatError } from '../contract.ts';
import { backoffMs } from '../rich/backoff.ts';
import type { Redact } from '../rich/redact.ts';
import { toChatError } from './client.ts';
import type { SlackPace } from './limits.ts';
import { createSdkLogger } from './sdk-logger.ts';

export interface SocketContext {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly pace: SlackPace;
  readonly redact: Redact;
  onUp(): void;
  onDown(reason: string): void;
  /** Only a person can mend it: the reason says what is needed. */
  onFatal(reason: string): void;
}

/** Returns when the signal is aborted and the last socket is closed. Never throws. */
export async function keepSocketOpen(app: App, context: SocketContext, stop: AbortSignal): Promise<void> {
  const bolt = await import('@slack/bolt');
  let failures = 0;
  while (!stop.aborted) {
    const openedAt = context.clock.now();
    const error = await runConnection(createReceiver(bolt.SocketModeReceiver, bolt.LogLevel, app, context), context, stop);
    if (stop.aborted) return;
    const wasHealthy = error === null && context.clock.now() - openedAt >= context.pace.healthyAfterMs;
    failures = wasHealthy ? 0 : failures + 1;
    const waitMs = report(error, failures, context);
    await context.clock.sleep(waitMs, stop).catch(() => undefined);
  }
}

type Connection = { readonly receiver: SocketModeReceiver; readonly abort: AbortController };

/** Own option objects for every receiver, and no headers in them: the SDK changes and leaks what it is given. */
function createReceiver(Receiver: typeof SocketModeReceiver, levels: typeof LogLevel, app: App, context: SocketContext): Connection {
  const abort = new AbortController();
  const receiver = new Receiver({
    appToken: context.appToken,
    logger: createSdkLogger(context.log, levels.WARN),
    clientPingTimeout: context.pace.pongWithinMs,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: context.apiUrl,
        timeout: context.pace.callTimeoutMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.any([abort.signal, ...(init?.signal ? [init.signal] : [])]) }),
      },
    },
  });
  receiver.init(app);
  return { receiver, abort };
}

/** One connection from dialling to its end. Null when it was open and then closed; the error when it never opened. */
async function runConnection({ receiver, abort }: Connection, context: SocketContext, stop: AbortSignal): Promise<ChatError | null> {
  const { client } = receiver;
  const onStop = (): void => abort.abort();
  stop.addEventListener('abort', onStop, { once: true });
  const closed = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
  try {
    const opening = receiver.start();
    const error = await openInTime(opening, context, abort.signal);
    if (error !== null) {
      // A socket that opens after all must not stay behind.
      opening.then(() => closeSocket(receiver, closed, context)).catch(() => undefined);
      return error;
    }
    context.onUp();
    await watch(receiver, closed, context, abort.signal);
    return null;
  } finally {
    stop.removeEventListener('abort', onStop);
    abort.abort();
    // One turn for an address that has just come: its socket must be seen to be closed.
    await new Promise((resolve) => setImmediate(resolve));
    await closeSocket(receiver, closed, context);
  }
}

async function openInTime(opening: Promise<unknown>, context: SocketContext, signal: AbortSignal): Promise<ChatError | null> {
  const timer = new AbortController();
  const onAbort = (): void => timer.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  const outcome = await Promise.race([
    opening.then(
      () => null,
      (error: unknown) => toChatError('apps.connections.open', error ?? new Error('closed before hello'), context.redact),
    ),
    context.clock
      .sleep(context.pace.helloWithinMs, timer.signal)
      .catch(() => undefined)
      .then(() => toChatError('apps.connections.open', new Error('timeout: no hello'), context.redact)),
  ]);
  signal.removeEventListener('abort', onAbort);
  timer.abort();
  return outcome;
}

/** Ends when the connection does, also when it is dead without having said so. */
async function watch(receiver: SocketModeReceiver, closed: Promise<void>, context: SocketContext, signal: AbortSignal): Promise<void> {
  let isClosed = false;
  const timer = new AbortController();
  const onEnd = (): void => timer.abort();
  signal.addEventListener('abort', onEnd, { once: true });
  closed.then(() => {
    isClosed = true;
    onEnd();
  });
  while (!isClosed && !signal.aborted && receiver.client.websocket?.isActive() === true) {
    await context.clock.sleep(context.pace.watchEveryMs, timer.signal).catch(() => undefined);
  }
  signal.removeEventListener('abort', onEnd);
}

/**
 * The SDK waits 30 s for the peer's half of the goodbye; asked a second time it lets go at once. Its timer for that is lost, and keeps
 * the process alive, when the connection fails while it is being closed: so it is taken down here.
 */
async function closeSocket(receiver: SocketModeReceiver, closed: Promise<void>, context: SocketContext): Promise<void> {
  const { client } = receiver;
  const socket = client.websocket;
  if (socket === undefined) return;
  client.disconnect().catch(() => undefined);
  const goodbye: unknown = Reflect.get(socket, 'closeHandshakeTimeout');
  const timer = new AbortController();
  const patience = context.clock.sleep(Math.min(2_000, context.pace.helloWithinMs), timer.signal).catch(() => undefined);
  const isClosed = await Promise.race([closed.then(() => true), patience.then(() => false)]);
  timer.abort();
  if (!isClosed) client.disconnect().catch(() => undefined);
  if (goodbye instanceof Object) clearTimeout(Number(goodbye));
}

/** Tells what happened, and how long to wait before the next try. */
function report(error: ChatError | null, failures: number, context: SocketContext): number {
  if (error?.kind === 'auth' || error?.kind === 'forbidden') {
    context.onFatal(`needs a new app-level token: ${error.platformCode ?? 'refused'}`);
    return context.pace.fatalRetryMs;
  }
  context.onDown(error === null ? 'the socket was closed' : error.message);
  if (error?.kind === 'rate') return Math.max(error.retryAfterMs ?? 0, context.pace.reconnectMinMs);
  return backoffMs(failures, context.pace);
}
