/**
 * Takes all looks of a round at once and stores each once, however often the round is attempted. One activity for all: each activity costs
 * the workflow engine and the store a dozen small writes, which for thirty looks on a busy machine took longer than the looks.
 */

import PQueue from 'p-queue';
import type { Evidence } from '../domain/evidence.ts';
import type { TenantStore } from '../store/contract.ts';
import { createConcludeInvestigation } from './conclude-investigation.ts';
import type { Activities, InvestigationScope, LookOrder } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { createRankHypotheses } from './rank-hypotheses.ts';
import { requireIncident } from './require.ts';
import { evidenceIdOf, keepEvidence, see } from './run-probe.ts';

/** Looks under way at one time in this process, over all incidents; the others wait for their turn. */
const atOnceMax = 40;

export function createTakeLooks(deps: ActivityDeps): Activities['takeLooks'] {
  const turns = new PQueue({ concurrency: atOnceMax });
  const rank = createRankHypotheses(deps);
  const conclude = createConcludeInvestigation(deps);
  return async (scope, orders, then) => {
    await takeAll(deps, scope, orders, turns);
    if (then === null) return null;
    const ranked = await rank(scope, then.round);
    const isOver = ranked.isDecided || ranked.next.length === 0 || then.isLast;
    return { ...ranked, state: isOver && then.mayConclude ? (await conclude(scope, { isPartial: false })).state : null };
  };
}

async function takeAll(deps: ActivityDeps, scope: InvestigationScope, orders: readonly LookOrder[], turns: PQueue): Promise<void> {
  const store = storeOf(deps, scope);
  const incident = await requireIncident(store, scope.incidentId);
  const known = new Set((await store.evidence.ofIncident(scope.incidentId)).map(({ id }) => id));
  const keep = createKeeper(store, scope);
  const missing = orders.filter((order) => !known.has(evidenceIdOf(scope, order)));
  const aboutMs = Date.parse(incident.startedAt);
  const ends = await Promise.allSettled(missing.map(async (order) => keep(await turns.add(() => see(deps, scope, order, aboutMs)))));
  // Only when all have ended: an attempt that follows must not run beside what is left of this one.
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

/** What comes while something is being written is written together after it. */
function createKeeper(store: TenantStore, scope: InvestigationScope): (evidence: Evidence) => Promise<void> {
  let waiting: Evidence[] = [];
  let next: Promise<void> | null = null;
  let last: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    await last.catch(() => undefined);
    const batch = waiting;
    waiting = [];
    next = null;
    await keepEvidence(store, scope, batch);
  };
  return (evidence) => {
    waiting.push(evidence);
    if (next === null) {
      next = write();
      last = next;
    }
    return next;
  };
}
