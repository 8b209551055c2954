/**
 * Tells incidents' moments to the voices. Two steps, each durable: a moment becomes one delivery for each ear that the routes name, and
 * deliveries that are due are gathered, composed and said. One slow destination doesn't hold up another.
 */

import { createLookout } from '../operations/lookout.ts';
import type { TenantStore } from '../store/contract.ts';
import type { Delivery } from '../store/delivery-contract.ts';
import type { AnnouncerDeps } from './announcer/deps.ts';
import { routeMoments } from './announcer/route-moments.ts';
import { speak } from './announcer/speak.ts';

export interface Announcer {
  start(): void;
  kick(): void;
  stop(): Promise<void>;
  /** Each destination that was spoken to, with what went wrong the last time; null is fine. */
  problems(): ReadonlyMap<string, string | null>;
}

const claimMax = 500;
const leaseMs = 60_000;
const pollMs = 1_000;

export function createAnnouncer(deps: AnnouncerDeps): Announcer {
  const busy = new Map<string, Promise<void>>();
  const closedUntil = new Map<string, number>();
  const problems = new Map<string, string | null>();
  const lookout = createLookout(deps, { look, restMs: pollMs, complaint: 'The announcer could not read the store; it tries again' });

  async function look(store: TenantStore): Promise<boolean> {
    await routeMoments(deps, store);
    const nowMs = deps.clock.now();
    for (const [destination, untilMs] of closedUntil) if (untilMs <= nowMs) closedUntil.delete(destination);
    const due = await store.deliveries.claim(claimMax, nowMs, leaseMs, [...busy.keys(), ...closedUntil.keys()]);
    for (const [destination, own] of Map.groupBy(due, (each) => each.destination)) work(store, destination, own);
    return false;
  }

  /** Starts it and doesn't wait: one message at a time for each destination. */
  function work(store: TenantStore, destination: string, due: readonly Delivery[]): void {
    const onOutcome = (problem: string | null, closedUntilMs: number | null): void => {
      problems.set(destination, problem);
      if (closedUntilMs !== null) closedUntil.set(destination, closedUntilMs);
    };
    const done = speak(deps, { store, destination, due, onOutcome })
      .catch((error: unknown) => deps.log.warn({ destination, reason: String(error) }, 'An announcement could not be made'))
      .finally(() => {
        busy.delete(destination);
        lookout.kick();
      });
    busy.set(destination, done);
  }

  return {
    start: () => lookout.start(),
    kick: () => lookout.kick(),
    async stop() {
      await lookout.stop();
      await Promise.allSettled(busy.values());
    },
    problems: () => problems,
  };
}
