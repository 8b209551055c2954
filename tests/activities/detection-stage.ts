/** A tenant with one detection over made-up numbers, and a clock that only moves when it is told to. */

import type { ActivityDeps } from '../../src/activities/deps.ts';
import { createRunDetection } from '../../src/activities/detect/run-detection.ts';
import type { DetectionSpec } from '../../src/domain/detection.ts';
import type { Store } from '../../src/store/contract.ts';
import { asAnyKind } from '../../src/systems/any-kind.ts';
import { createSystemPool } from '../../src/systems/pool.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { numbers, numbersEntry, numbersKind } from '../support/numbers-kind.ts';
import { systemClock } from '../support/system-clock.ts';

export const startMs = Date.UTC(2026, 10, 24, 14);
export const minuteMs = 60_000;
export const wobble = (timeMs: number): number => 10 + Math.sin(timeMs / 400_000) + (((timeMs / minuteMs) * 7_919) % 13) / 10;
const usualSpec: DetectionSpec = {
  ...{ id: 'depth', title: { en: 'Queue depth', 'zh-CN': '队列积压' }, kind: 'anomaly', systemId: 'numbers', direction: 'high' },
  ...{ input: { kind: 'query', query: 'depth' }, unit: '', severity: 'warning', everySeconds: 60, historyHours: 10, seriesMax: 3 },
  ...{ budgetPerDay: 2, limit: null, withinHours: 72, isBuiltIn: false },
};

let store: Store;
let nowMs = startMs;

/** Of the one clock. */
export function now(): number {
  return nowMs;
}

export function sleepHours(hours: number): void {
  nowMs += hours * 3_600_000;
}

export async function openStage(): Promise<void> {
  store = await openMemoryStore({ ...systemClock, now: () => nowMs });
}

export async function closeStage(): Promise<void> {
  await store.close();
}

let tenants = 0;

/** A tenant of its own; the clock only moves when it is told to. */
export async function stage(spec: Partial<DetectionSpec> = {}, budgetPerDay = 10) {
  tenants += 1;
  const tenantId = `detect-${tenants}`;
  await store.ensureTenant(tenantId, tenantId);
  Object.assign(numbers, { at: (_name: string, timeMs: number) => wobble(timeMs), names: ['a'], failure: null, queries: 0 });
  nowMs = startMs;
  let specs: readonly DetectionSpec[] = [{ ...usualSpec, ...spec }];
  // Nobody groups the alerts here, so that waiting for the incident is always in vain.
  const sleep = async (): Promise<void> => {
    nowMs += 9_000;
  };
  const clock = { now: () => nowMs, sleep };
  const deps = {
    ...{ store, clock, log: { info: () => undefined, warn: () => undefined }, metrics: { probe: () => undefined, plan: () => undefined } },
    pool: createSystemPool([asAnyKind(numbersKind)], [numbersEntry.parse({ id: 'numbers', kind: 'numbers' })], {
      ...{ resolveSecret: () => '', clock },
    }),
    cancellation: () => new AbortController().signal,
    watching: { specs: () => specs, budgetPerDay: () => budgetPerDay, timeZone: 'UTC', locale: () => 'en' as const },
  } as unknown as ActivityDeps;
  let run = createRunDetection(deps);
  const own = store.forTenant(tenantId);
  const detectionId = specs[0]?.id ?? '';
  return {
    own,
    detections: own.detections,
    remove: () => {
      specs = [];
    },
    restart: () => {
      run = createRunDetection(deps);
    },
    /** So many minutes pass, with a run after each. */
    async pass(minutes: number) {
      for (let minute = 0; minute < minutes; minute += 1) {
        nowMs += minuteMs;
        await run({ tenantId, detectionId });
      }
    },
    run: () => run({ tenantId, detectionId }),
    async told() {
      const parcels = await own.transaction((inside) => inside.inbox.take(1_000_000, nowMs));
      return parcels.flatMap(({ alerts }) => alerts);
    },
    event: async () => (await own.detections.events({ detectionId, limit: 1 }))[0],
  };
}

export const jumpAt =
  (fromMs: number, toMs = Number.POSITIVE_INFINITY, factor = 6) =>
  (_name: string, timeMs: number) =>
    wobble(timeMs) * (timeMs >= fromMs && timeMs < toMs ? factor : 1);
