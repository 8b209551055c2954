/**
 * Where the trouble began, from who is unwell: a Bayesian network of the systems in which trouble passes from what is stood upon to what
 * stands on it (noisy-or, Pearl 1988), read with one root at a time. A root that explains what is seen downstream explains it away there; a
 * cycle is no harm, since only the shortest way counts. Nothing is learnt: three stated numbers, the same for every installation.
 */

import type { Onset } from '../../domain/course.ts';
import { doneKinds } from '../../domain/course.ts';
import { precedes } from './course.ts';
import type { Topology } from './topology.ts';

/** Trouble of what one stands upon is felt more often than not: retries, caches and replicas hide some of it. */
const passes = 0.7;
/** Trouble that is there is seen by those who look. */
const seen = 0.9;
/** Something odd is seen where nothing is wrong. */
const mistaken = 0.05;
/** A root that began after what it is to explain: clocks differ and beginnings are missed, so it is unlikely rather than excluded. */
const afterItsEffect = 0.1;

export interface Propagation {
  readonly topology: Topology;
  /** How unwell each system looks, 0..1; a system that isn't in it could not be looked at. */
  readonly sights: ReadonlyMap<string, number>;
  readonly onsets: readonly Onset[];
}

export interface Roots {
  /** The probability that the trouble began at a system; with `elsewhere` they add up to one. */
  readonly bySystem: ReadonlyMap<string, number>;
  /** At something that is not looked after. */
  readonly elsewhere: number;
}

/** Pure; O(systems × (systems + edges)). Systems that look well and have nothing to do with the rest change nothing among the others. */
export function believeRoots({ topology, sights, onsets }: Propagation): Roots {
  const systems = topology.systems.filter(({ id }) => sights.has(id));
  const above = dependentsOf(topology);
  const signs = Map.groupBy(
    onsets.filter(({ kind }) => !doneKinds.has(kind)),
    ({ systemId }) => systemId,
  );
  const logs = systems.map(({ id }) => {
    const steps = stepsFrom(id, above);
    let log = 0;
    for (const { id: other } of systems) log += logLikelihood(reachOf(steps.get(other)), sights.get(other) ?? 0);
    return isAfterItsEffect(id, steps, signs) ? log + Math.log(afterItsEffect) : log;
  });
  // Something that is not looked after stands to each system as what is two steps below it.
  const outside = systems.reduce((sum, { id }) => sum + logLikelihood(passes ** 2, sights.get(id) ?? 0), 0);
  const most = Math.max(outside, ...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, weight) => sum + weight, Math.exp(outside - most));
  return {
    bySystem: new Map(systems.map(({ id }, index) => [id, (weights[index] ?? 0) / total])),
    elsewhere: Math.exp(outside - most) / total,
  };
}

function reachOf(steps: number | undefined): number {
  return steps === undefined ? 0 : passes ** steps;
}

/** Of soft evidence: half unwell says nothing. */
function logLikelihood(reach: number, sight: number): number {
  const isSeen = reach * seen + (1 - reach) * mistaken;
  const unwell = Math.min(1, Math.max(0, sight));
  return Math.log(unwell * isSeen + (1 - unwell) * (1 - isSeen));
}

function isAfterItsEffect(rootId: string, steps: ReadonlyMap<string, number>, signs: ReadonlyMap<string, readonly Onset[]>): boolean {
  const own = signs.get(rootId) ?? [];
  if (own.length === 0) return false;
  return [...signs].some(
    ([id, theirs]) => id !== rootId && steps.has(id) && theirs.some((sign) => own.every((each) => precedes(sign, each))),
  );
}

/** Who stands on a system, directly. */
function dependentsOf({ systems }: Topology): ReadonlyMap<string, readonly string[]> {
  const above = new Map<string, string[]>();
  for (const { id, runsOn, dependsOn } of systems)
    for (const ground of runsOn === undefined ? dependsOn : [runsOn, ...dependsOn]) above.set(ground, [...(above.get(ground) ?? []), id]);
  return above;
}

function stepsFrom(id: string, above: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const steps = new Map([[id, 0]]);
  for (let front: readonly string[] = [id], distance = 1; front.length > 0; distance += 1) {
    const next = new Set(front.flatMap((each) => above.get(each) ?? []).filter((each) => !steps.has(each)));
    for (const each of next) steps.set(each, distance);
    front = [...next];
  }
  return steps;
}
