/** From a feed to the disk: alerts into the inbox, what can't be read to the unread, and only then the feed hears that it may go on. */

import type { AlertSource } from '../../config/alert-sources.ts';
import type { IncomingAlert } from '../../domain/alert.ts';
import type { Clock } from '../../domain/clock.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { joinText, sameText } from '../../domain/text.ts';
import type { Store } from '../../store/contract.ts';
import type { NewUnread } from '../../store/unread-contract.ts';
import { formOf } from '../configured-sources.ts';
import type { Intake } from '../contract.ts';
import { alertsOf, problemsOf, type ReadMessage } from '../read-message.ts';
import type { SourceTallies } from '../source-tallies.ts';
import { keyOf, unreadOf } from '../unread-of.ts';
import type { FeedMessage } from './contract.ts';

export interface DeliverDeps {
  readonly tenantId: string;
  readonly store: Store;
  readonly intake: Pick<Intake, 'take'>;
  readonly read: ReadMessage;
  readonly tallies: SourceTallies;
  readonly clock: Clock;
  readonly count: (source: string, outcome: 'accepted' | 'rejected', alerts: number) => void;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

interface Sorted {
  readonly alerts: readonly IncomingAlert[];
  readonly unread: readonly NewUnread[];
  readonly leftOut: number;
}

const reasonsMax = 3;
const retryMs = { first: 250, longest: 30_000 };

export async function deliver(
  deps: DeliverDeps,
  source: AlertSource,
  messages: readonly FeedMessage[],
  signal: AbortSignal,
): Promise<void> {
  const key = keyOf(source);
  deps.tallies.add(key, { received: messages.length });
  const sorted = await persist(deps, key, signal, () => sort(deps, source, messages));
  const failed = await persist(deps, key, signal, () => take(deps, key, sorted.alerts));
  const unread = [...sorted.unread, ...failed];
  if (unread.length > 0) await persist(deps, key, signal, () => deps.store.forTenant(deps.tenantId).unread.add(unread));
  const alerts = sorted.alerts.length - failed.length;
  deps.tallies.add(key, { alerts, leftOut: sorted.leftOut, failed: unread.length });
  if (alerts > 0) deps.count(key, 'accepted', alerts);
  if (unread.length > 0) deps.count(key, 'rejected', unread.length);
}

async function sort(deps: DeliverDeps, source: AlertSource, messages: readonly FeedMessage[]): Promise<Sorted> {
  const now = new Date(deps.clock.now()).toISOString();
  const sorted = await Promise.all(
    messages.map(async (message): Promise<Sorted> => {
      if (message.problem !== null) return { alerts: [], unread: [unreadOf(source, message, message.problem, now)], leftOut: 0 };
      // A clock that is ahead must not make an alert that begins in the future.
      const receivedAt = message.at === null || message.at > now ? now : message.at;
      const mapped = await deps.read(formOf(source), { body: message.body, meta: message.meta, receivedAt });
      const problems = problemsOf(mapped);
      const unread = problems.length === 0 ? [] : [unreadOf(source, message, joinText(problems.slice(0, reasonsMax), '; '), now)];
      return { alerts: alertsOf(mapped), unread, leftOut: mapped.items.filter(({ isLeftOut }) => isLeftOut).length };
    }),
  );
  return {
    alerts: sorted.flatMap(({ alerts }) => alerts),
    unread: sorted.flatMap(({ unread }) => unread),
    leftOut: sorted.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}

/** Returns those that the store can't hold, one by one: they must not keep the others back for ever. */
async function take(deps: DeliverDeps, key: string, alerts: readonly IncomingAlert[]): Promise<readonly NewUnread[]> {
  if (alerts.length === 0) return [];
  try {
    await deps.intake.take(deps.tenantId, alerts);
    return [];
  } catch (error) {
    if (!isForGood(error)) throw error;
    const [alert] = alerts;
    if (alerts.length > 1 || alert === undefined) {
      const failed: NewUnread[] = [];
      for (const each of alerts) failed.push(...(await take(deps, key, [each])));
      return failed;
    }
    const at = new Date(deps.clock.now()).toISOString();
    return [{ source: key, at, reason: sameText(error.message), meta: {}, body: JSON.stringify(alert), isCut: true }];
  }
}

function isForGood(error: unknown): error is ZhibanError {
  return error instanceof ZhibanError && (error.kind === 'invalid' || error.kind === 'too-large');
}

/** Until it is done: nothing may be given up that was not yet acknowledged to its sender. */
async function persist<T>(deps: DeliverDeps, source: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const waitMs = Math.min(retryMs.longest, retryMs.first * 2 ** Math.min(attempt, 10));
      deps.log.warn({ source, attempt, reason: String(error).slice(0, 300) }, 'Alerts of a source could not be stored; it is tried again');
      await deps.clock.sleep(waitMs, signal);
    }
  }
}
