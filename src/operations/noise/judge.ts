/** What keeps alerts quiet at present, compiled once for each revision; asked of every alert, so it reads nothing. */

import { type CompiledInhibitions, compileInhibitions } from '../../analysis/noise/inhibition.ts';
import type { Subject } from '../../analysis/noise/matchers.ts';
import { createMatching, type Matching } from '../../analysis/noise/matching.ts';
import { type CompiledRules, compileRules } from '../../analysis/noise/rules.ts';
import { compileWindow, type OpenWindow } from '../../analysis/noise/windows.ts';
import { createNaming } from '../../analysis/rca/name-systems.ts';
import { standsUpon } from '../../analysis/rca/topology.ts';
import type { IncomingAlert } from '../../domain/alert.ts';
import type { AlertRule, RuleBook, SavedRuleBook } from '../../domain/rule-book.ts';
import { type Silence, silenceState } from '../../domain/silence.ts';
import type { SuppressionReason } from '../../domain/suppression.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { SystemPool } from '../../systems/pool.ts';
import { nameableSystems, topologyOf } from '../../systems/scope.ts';

export interface Judge {
  readonly revision: number;
  readonly book: RuleBook;
  readonly rules: CompiledRules;
  readonly inhibitions: CompiledInhibitions;
  /** A rule puts alerts into groups of its own, or did so of late. */
  readonly isRegrouping: boolean;
  /** The alert as matchers and rules see it. */
  subjectOf(alert: Pick<IncomingAlert, 'labels' | 'annotations'>): Subject;
  /** Why the alert is not to be told now, as far as it says itself; empty for almost all. */
  reasonsFor(subject: Subject, met: readonly AlertRule[], nowMs: number): readonly SuppressionReason[];
}

/** Silences that are not over: more than this is no list that anybody looks through. */
const silencesMax = 10_000;
/** What an earlier version has grouped may still fire. */
const versionsSeen = 20;

export async function readJudge(inside: TenantStore, pool: SystemPool, revision: number, nowMs: number): Promise<Judge> {
  const silences = await inside.silences.list({ states: ['active', 'pending'], nowMs, limit: silencesMax });
  const [current, ...earlier] = await inside.ruleBooks.list(versionsSeen);
  const saved = current ?? (await inside.ruleBooks.current());
  const hasRegrouped = earlier.some(({ book }) => book.rules.some(({ do: actions }) => actions.groupBy !== undefined));
  const judge = createJudge(pool, saved, silences, revision);
  return hasRegrouped ? { ...judge, isRegrouping: true } : judge;
}

/** Throws ZhibanError `invalid` for a book that can't be read. */
export function createJudge(pool: SystemPool, saved: SavedRuleBook, silences: readonly Silence[], revision: number): Judge {
  const { book, savedBy } = saved;
  const windows = createMatching(book.windows.map(compileWindow));
  const silencing = createMatching(silences);
  const rules = compileRules(book, serverTimeZone());
  const systems = createSystemsReader(pool);
  return {
    ...{ revision, book, rules, isRegrouping: rules.hasGroups },
    inhibitions: compileInhibitions(book, { groundsOf: (systemId) => systems().groundsOf(systemId) }),
    subjectOf: (alert) => subjectOf(systems, alert),
    reasonsFor(subject, met, nowMs) {
      return [...maintenance(windows, savedBy, subject, nowMs), ...silenced(silencing, subject, nowMs), ...dropped(met, savedBy)];
    },
  };
}

function maintenance(windows: Matching<OpenWindow>, by: string, subject: Subject, nowMs: number): readonly SuppressionReason[] {
  if (windows.size === 0) return [];
  return windows.find(subject).flatMap(({ id, name, openUntil }) => {
    const untilMs = openUntil(nowMs);
    return untilMs === null ? [] : [{ kind: 'maintenance', id, name, by, until: new Date(untilMs).toISOString() }];
  });
}

function silenced(silences: Matching<Silence>, subject: Subject, nowMs: number): readonly SuppressionReason[] {
  if (silences.size === 0) return [];
  return silences
    .find(subject)
    .filter((silence) => silenceState(silence, nowMs) === 'active')
    .map(({ id, comment, createdBy, endsAt }) => ({ kind: 'silence', id, name: comment, by: createdBy, until: endsAt }));
}

function dropped(met: readonly AlertRule[], by: string): readonly SuppressionReason[] {
  return met.flatMap(({ id, name, do: { drop } }) =>
    drop === undefined ? [] : [{ kind: 'dropped' as const, id, name: `${name}: ${drop}`, by, until: null }],
  );
}

interface Systems {
  readonly named: ReturnType<typeof createNaming>;
  /** Everything that it stands on. */
  groundsOf(systemId: string): readonly string[];
}

/** Made anew when the configuration has changed, and kept until then. */
function createSystemsReader(pool: SystemPool): () => Systems {
  let seen: readonly unknown[] | null = null;
  let known: Systems | null = null;
  return () => {
    const list = pool.list();
    if (known !== null && seen?.length === list.length && list.every((each, index) => each === seen?.[index])) return known;
    const topology = topologyOf(pool);
    const ids = topology.systems.map(({ id }) => id);
    const grounds = new Map(ids.map((id) => [id, ids.filter((other) => other !== id && standsUpon(topology, id, other))]));
    seen = list;
    known = { named: createNaming(nameableSystems(pool)), groundsOf: (systemId) => grounds.get(systemId) ?? [] };
    return known;
  };
}

/** Rules speak of hours as the people who run the server do. */
export function serverTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function subjectOf(systems: () => Systems, { labels, annotations }: Pick<IncomingAlert, 'labels' | 'annotations'>): Subject {
  let found: readonly string[] | null = null;
  return {
    labels,
    systems() {
      found ??= systems().named(Object.values(annotations).join('\n'), labels);
      return found;
    },
  };
}
