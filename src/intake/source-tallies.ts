/** How many messages came from where, since this process started. */

import type { Clock } from '../domain/clock.ts';

export interface Tally {
  readonly lastReceivedAt: string | null;
  readonly received: number;
  readonly alerts: number;
  readonly leftOut: number;
  readonly failed: number;
  readonly dropped: number;
}

export type TallyChange = Partial<Pick<Tally, 'received' | 'alerts' | 'leftOut' | 'failed' | 'dropped'>>;

export interface SourceTallies {
  /** What was received moves the time as well. */
  add(source: string, change: TallyChange): void;
  of(source: string): Tally;
}

const none: Tally = { lastReceivedAt: null, received: 0, alerts: 0, leftOut: 0, failed: 0, dropped: 0 };

export function createSourceTallies(clock: Clock): SourceTallies {
  const tallies = new Map<string, Tally>();
  const of = (source: string): Tally => tallies.get(source) ?? none;
  return {
    of,
    add(source, { received = 0, alerts = 0, leftOut = 0, failed = 0, dropped = 0 }) {
      const last = of(source);
      tallies.set(source, {
        lastReceivedAt: received > 0 ? new Date(clock.now()).toISOString() : last.lastReceivedAt,
        received: last.received + received,
        alerts: last.alerts + alerts,
        leftOut: last.leftOut + leftOut,
        failed: last.failed + failed,
        dropped: last.dropped + dropped,
      });
    },
  };
}
