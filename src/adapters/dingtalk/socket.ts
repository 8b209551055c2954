/**
 * Keeps one socket to DingTalk's gateway open: dials with a growing pause, never two at once, replaces a socket that has gone silent, and
 * opens the next one before the last is let go, because what is said between two sockets is never said again.
 */

import type { DWClient } from 'dingtalk-stream';
import type { Clock } from '../../domain/clock.ts';
import { type AdapterLog, ChatError } from '../contract.ts';
import { backoffMs } from '../rich/backoff.ts';
import type { DingtalkPace } from './limits.ts';
import { createLink, type Link, type LinkContext } from './link.ts';

export interface SocketContext extends Omit<LinkContext, 'onNoise'> {
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly pace: DingtalkPace;
  onUp(): void;
  /** The socket is about to be replaced; it still hears. */
  onDraining(): void;
  onDown(reason: string): void;
  /** Only a person can mend it: the reason says what is needed. */
  onFatal(reason: string): void;
}

type Ending = 'closed' | 'silent' | 'asked' | 'stopped';

/** Returns when the signal is aborted and every socket is closed. Never throws. */
export async function keepSocketOpen(context: SocketContext, stop: AbortSignal): Promise<void> {
  const { DWClient: Client } = await import('dingtalk-stream');
  const draining = new Set<Promise<void>>();
  let last: Link | null = null;
  let failures = 0;
  while (!stop.aborted) {
    const openedAt = context.clock.now();
    const link = await dial(Client, context, stop);
    if (link instanceof ChatError) {
      failures += 1;
      const isStillHearing = last !== null && !(await isClosed(last));
      if (!stop.aborted) await context.clock.sleep(report(link, failures, isStillHearing, context), stop).catch(() => undefined);
      continue;
    }
    if (last !== null) letGo(last, context, draining, stop);
    last = null;
    context.onUp();
    const ending = await endOf(link, context, stop);
    if (ending === 'asked') last = link;
    else link.close();
    if (ending !== 'asked') await link.closed;
    if (stop.aborted) break;
    if (ending === 'asked') context.onDraining();
    else context.onDown(ending === 'silent' ? 'the socket went silent' : 'the socket was closed');
    failures = context.clock.now() - openedAt >= context.pace.healthyAfterMs ? 0 : failures + 1;
    if (ending !== 'asked' || failures > 3) await context.clock.sleep(backoffMs(failures, context.pace), stop).catch(() => undefined);
  }
  last?.close();
  await last?.closed;
  await Promise.all(draining);
}

/** Never rejects: a socket that doesn't open in time is given up and leaves nothing. */
async function dial(Client: typeof DWClient, context: SocketContext, stop: AbortSignal): Promise<Link | ChatError> {
  const noise = { onNoise: () => context.log.warn({}, 'What came over the socket was no frame: ignored') };
  const link = createLink(Client, { ...context, ...noise });
  const late = new AbortController();
  const timer = context.clock
    .sleep(context.pace.openWithinMs, late.signal)
    .catch(() => undefined)
    .then(() => {
      if (!late.signal.aborted) link.close();
    });
  try {
    await link.open(stop);
    return link;
  } catch (error) {
    return error instanceof ChatError ? error : new ChatError('transient', `The socket to DingTalk did not open: ${reasonOf(error)}`);
  } finally {
    late.abort();
    await timer;
  }
}

async function endOf(link: Link, context: SocketContext, stop: AbortSignal): Promise<Ending> {
  const over = new AbortController();
  const onStop = (): void => over.abort();
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) over.abort();
  try {
    return await Promise.race([
      link.closed.then((): Ending => 'closed'),
      link.askedToGo.then((): Ending => 'asked'),
      silence(link, context, over.signal),
    ]);
  } finally {
    stop.removeEventListener('abort', onStop);
    over.abort();
  }
}

/** Any frame is a sign of life, the gateway's pings above all. */
async function silence(link: Link, { clock, pace }: SocketContext, over: AbortSignal): Promise<Ending> {
  while (!over.aborted) {
    const quietMs = clock.now() - link.lastFrameAt;
    if (quietMs >= pace.idleMs) return 'silent';
    await clock.sleep(pace.idleMs - quietMs, over).catch(() => undefined);
  }
  return 'stopped';
}

/** The gateway closes it after about ten seconds; until then it may still bring what was on its way. */
function letGo(link: Link, { clock, pace }: SocketContext, draining: Set<Promise<void>>, stop: AbortSignal): void {
  const over = new AbortController();
  const onStop = (): void => over.abort();
  stop.addEventListener('abort', onStop, { once: true });
  link.closed.then(onStop);
  const gone = clock
    .sleep(pace.drainSocketMs, over.signal)
    .catch(() => undefined)
    .then(async () => {
      stop.removeEventListener('abort', onStop);
      link.close();
      await link.closed;
      draining.delete(gone);
    });
  draining.add(gone);
}

function isClosed(link: Link): Promise<boolean> {
  return Promise.race([link.closed.then(() => true), Promise.resolve(false)]);
}

/** Tells what happened, and how long to wait before the next try. */
function report(error: ChatError, failures: number, isStillHearing: boolean, context: SocketContext): number {
  if (error.kind === 'auth' || error.kind === 'forbidden') {
    context.onFatal(`needs another clientId or clientSecret: ${error.platformCode ?? 'refused'}`);
    return context.pace.fatalRetryMs;
  }
  if (!isStillHearing) context.onDown(error.message);
  const waitMs = backoffMs(failures, context.pace);
  return error.kind === 'rate' ? Math.max(error.retryAfterMs ?? 0, waitMs) : waitMs;
}

/** The SDK's words name no address, and no ticket with it. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  return /^[\w .:,'-]{1,120}$/.test(text) ? text : 'the connection failed';
}
