import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/domain/clock.ts';

/** The real time, for tests against real components. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
};
