/**
 * Which look a sentence asks for, without a model: the system by its name, address or kind; the probe by its name, its hints and its
 * summary, where a word that few probes of the kind share weighs more; times and counts as parameters that the probe has.
 */

import { z } from 'zod';
import { kindPattern, type NameableSystem, nameSystems } from '../analysis/rca/name-systems.ts';
import type { Probe, SystemClient } from './contract.ts';
import type { PooledSystem } from './pool.ts';
import { probesFor } from './probes-for.ts';
import { readCount, readSpan, type Span } from './read-span.ts';

export interface LookRequest {
  readonly systemId: string;
  readonly probe: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The moment that the look is about, epoch ms. */
  readonly aboutMs: number;
}

export type FoundLook =
  | { readonly kind: 'found'; readonly request: LookRequest; readonly others: readonly string[] }
  /** Several systems could be meant, and none is guessed. */
  | { readonly kind: 'which-system'; readonly probe: string; readonly systemIds: readonly string[] }
  /** The system is known, what to look at is not. */
  | { readonly kind: 'which-probe'; readonly systemId: string; readonly probes: readonly string[] }
  | { readonly kind: 'none' };

interface Candidate {
  readonly system: PooledSystem;
  readonly probe: Probe<SystemClient>;
  readonly score: number;
}

/** A name of the probe says more than any hint. */
const weights = { name: 4, hint: 2, summary: 1 } as const;
const othersMax = 3;

/** `nowMs` is what “the last hour” counts from. */
export function findLook(text: string, systems: readonly PooledSystem[], nameable: readonly NameableSystem[], nowMs: number): FoundLook {
  const named = nameSystems(text, [], nameable);
  const meant = named.length === 0 ? systems : systems.filter(({ entry }) => named.includes(entry.id));
  const words = withoutNames(text, meant);
  const candidates = meant.flatMap((system) => scoresOf(words, system)).sort((one, other) => other.score - one.score);
  const [best] = candidates;
  if (best === undefined) {
    const [only] = meant;
    if (named.length !== 1 || only === undefined) return { kind: 'none' };
    return { kind: 'which-probe', systemId: only.entry.id, probes: probesFor(only).map(({ name }) => name) };
  }
  const rivals = [...new Set(candidates.filter((each) => each.score >= best.score * 0.999).map(({ system }) => system.entry.id))];
  if (rivals.length > 1) return { kind: 'which-system', probe: best.probe.name, systemIds: rivals };
  const span = readSpan(text, nowMs);
  const others = candidates.filter(({ system, probe }) => system === best.system && probe !== best.probe).map(({ probe }) => probe.name);
  return {
    kind: 'found',
    request: {
      systemId: best.system.entry.id,
      probe: best.probe.name,
      parameters: parametersOf(best.probe, span, readCount(words), nowMs),
      aboutMs: span?.atMs ?? nowMs,
    },
    others: others.slice(0, othersMax),
  };
}

/** The name of a system is no hint: `slow-db` asks for nothing slow, and 缓存 for nothing but the cache. Plurals count as what they are of. */
function withoutNames(text: string, systems: readonly PooledSystem[]): string {
  const bare = systems.reduce((rest, { entry }) => rest.replaceAll(entry.id, ' '), text).toLowerCase();
  // Unless it is all that was said: 队列 names a RabbitMQ and what to look at there.
  const rest = systems.reduce((words, { entry }) => words.replace(kindPattern(entry.kind, 'gi'), ' '), bare);
  const words = /[\p{L}]{2}/u.test(rest.replace(fillers, ' ')) ? rest : bare;
  const singulars = words.match(/[a-z]{3,}s\b/g) ?? [];
  return [words, ...singulars.map((word) => word.replace(/ies$/, 'y').replace(/s$/, ''))].join(' ');
}

const fillers = /show|list|display|which|what|of|the|are|is|most|all|me|查看|看看|看一下|显示|列出|哪个|哪些|有|的|最|多少|情况|状态/gi;

function scoresOf(words: string, system: PooledSystem): readonly Candidate[] {
  const probes = probesFor(system);
  const hits = probes.map((probe) => hitsOf(words, probe));
  const sharedBy = (hit: string): number => hits.filter((each) => each.has(hit)).length;
  return probes.flatMap((probe, index) => {
    const score = [...(hits[index] ?? [])].reduce((sum, [hit, weight]) => sum + (weight * lengthOf(hit)) / sharedBy(hit), 0);
    return score >= weights.hint / probes.length ? [{ system, probe, score }] : [];
  });
}

/** A longer match is a surer one; a Chinese character says as much as two letters. */
function lengthOf(hit: string): number {
  return Math.log2(1 + [...hit].reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0));
}

/** What of the words speaks for the probe, each with its weight. */
function hitsOf(words: string, probe: Probe<SystemClient>): ReadonlyMap<string, number> {
  const hits = new Map<string, number>();
  const add = (hit: string, weight: number): void => {
    hits.set(hit, Math.max(hits.get(hit) ?? 0, weight));
  };
  for (const part of [probe.name, ...probe.name.split('-')])
    if (part.length > 2 && words.includes(part.toLowerCase())) add(part.toLowerCase(), weights.name);
  for (const [hit] of words.matchAll(new RegExp(probe.hints ?? '(?!)', 'gi'))) if (hit !== '') add(hit.toLowerCase(), weights.hint);
  for (const word of summaryWords(probe)) if (words.includes(word)) add(word, weights.summary);
  return hits;
}

const dullWords = new Set([
  'with',
  'from',
  'that',
  'this',
  'have',
  'their',
  'most',
  'what',
  'which',
  'each',
  'over',
  'last',
  'since',
  'time',
]);

/** English words and pairs of Chinese characters. */
function summaryWords({ summary }: Probe<SystemClient>): ReadonlySet<string> {
  const english = summary.en.toLowerCase().match(/[a-z]{4,}/g) ?? [];
  const chinese = (summary['zh-CN'].match(/\p{Script=Han}{2,}/gu) ?? []).flatMap((run) =>
    Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)),
  );
  return new Set([...english.filter((word) => !dullWords.has(word)), ...chinese]);
}

/** By the names that probes give to what they take. */
const spanNames: Readonly<Record<string, number>> = {
  sinceMinutes: 60_000,
  withinMinutes: 60_000,
  withinSeconds: 1_000,
  minutes: 60_000,
  rangeMinutes: 60_000,
  sinceSeconds: 1_000,
  hours: 3_600_000,
};
const countNames: readonly string[] = ['limit', 'count', 'top', 'max', 'lines', 'entries'];

function parametersOf(
  probe: Probe<SystemClient>,
  span: Span | null,
  count: number | null,
  nowMs: number,
): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (const [name, { minimum, maximum }] of numbersOf(probe)) {
    const unitMs = spanNames[name];
    const wanted =
      unitMs !== undefined && span !== null
        ? Math.ceil((nowMs - span.fromMs) / unitMs)
        : countNames.includes(name) && count !== null
          ? count
          : null;
    if (wanted !== null) given[name] = Math.min(maximum, Math.max(minimum, wanted));
  }
  return probe.parameters.safeParse(given).success ? given : {};
}

interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

function numbersOf(probe: Probe<SystemClient>): readonly (readonly [string, Bounds])[] {
  const { properties = {} } = z.toJSONSchema(probe.parameters, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).flatMap(([name, property]) => {
    if (typeof property !== 'object' || (property.type !== 'integer' && property.type !== 'number')) return [];
    const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = property;
    return [[name, { minimum, maximum }] as const];
  });
}
