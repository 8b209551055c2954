/** The detections that there are: what the configuration lists, and what comes with Zhiban for the systems that are there. */

import type { DetectionSpec } from '../domain/detection.ts';
import { sameText } from '../domain/text.ts';
import type { SystemEntry } from '../systems/contract.ts';
import { packs } from './detection-packs.ts';
import type { DetectionsConfig, WatchConfig } from './detections.ts';

/** A query brings no more points of a series. */
const pointsMax = 10_000;
const everySeconds = { query: 60, look: 300 };

export function detectionSpecs(config: DetectionsConfig, systems: readonly Pick<SystemEntry, 'id' | 'kind'>[]): readonly DetectionSpec[] {
  const listed = config.watch.map((each) => specOf(each, config));
  const builtIn = config.builtIn ? systems.flatMap((system) => packsFor(system, config)) : [];
  return [...listed, ...builtIn].filter(({ id }) => !config.without.some((name) => id === name || id.startsWith(`${name}@`)));
}

function packsFor(system: Pick<SystemEntry, 'id' | 'kind'>, { eachPerDay }: DetectionsConfig): readonly DetectionSpec[] {
  return packs
    .filter(({ kinds }) => kinds.includes(system.kind))
    .map(({ name, kinds: _, ...pack }) => ({
      ...pack,
      ...{ id: `${name}@${system.id}`, systemId: system.id, budgetPerDay: eachPerDay, isBuiltIn: true },
    }));
}

function specOf(watch: WatchConfig, { eachPerDay }: DetectionsConfig): DetectionSpec {
  const { id, title, system, query, look, find, direction, unit, severity, seriesMax, budgetPerDay, withinHours } = watch;
  const every = watch.everySeconds ?? (query === undefined ? everySeconds.look : everySeconds.query);
  return {
    ...{ id, title: sameText(title ?? id), kind: find, systemId: system, direction, unit, severity, seriesMax, withinHours },
    input: query === undefined ? lookOf(look) : { kind: 'query', query },
    everySeconds: every,
    historyHours: Math.max(1, Math.min(watch.historyHours, Math.floor((pointsMax * every) / 3_600))),
    budgetPerDay: budgetPerDay ?? eachPerDay,
    limit: limitOf(watch),
    isBuiltIn: false,
  };
}

function lookOf(look: WatchConfig['look']): DetectionSpec['input'] {
  return {
    ...{ kind: 'look', probe: look?.probe ?? '', parameters: look?.parameters ?? {} },
    ...{ fact: look?.fact ?? '', nameFact: look?.nameFact ?? null },
  };
}

function limitOf({ find, limit, floor }: WatchConfig): DetectionSpec['limit'] {
  if (find === 'anomaly') return null;
  if (limit !== undefined) return { value: limit, direction: 'rising' };
  return floor === undefined ? null : { value: floor, direction: 'falling' };
}
