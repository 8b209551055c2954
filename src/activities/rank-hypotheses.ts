/** Ranks what is known after a round of looks, tells the thread what changed, and orders the looks that would decide. */

import { type DiscoveredEdge, discoverEdges, withEdges } from '../analysis/rca/discover.ts';
import { type Ranked, rankHypotheses } from '../analysis/rca/rank.ts';
import { isPile } from '../analysis/rca/relate.ts';
import { changeHypotheses, suspectChanges } from '../analysis/rca/suspect-changes.ts';
import { neededByTakers, takersOf } from '../analysis/rca/takers.ts';
import { distances } from '../analysis/rca/topology.ts';
import type { Onset } from '../domain/course.ts';
import { type Evidence, logsLook } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { Hypothesis } from '../domain/signature.ts';
import type { ChangeSuspect } from '../domain/verdict.ts';
import { keepDiscoveredEdges } from '../knowledge/discovered-edges.ts';
import { readFollowedRunbooks } from '../knowledge/followed-runbooks.ts';
import type { TenantStore } from '../store/contract.ts';
import { probesFor, probesNotFor } from '../systems/probes-for.ts';
import { topologyOf } from '../systems/scope.ts';
import { type MessageKey, message } from '../text/messages.ts';
import { aimOf, firstLooks, lookOrder } from './choose-looks.ts';
import type { Activities, InvestigationScope, LookOrder } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { type IncidentWords, readIncidentWords } from './incident-words.ts';
import { readOnsets } from './read-onsets.ts';
import { requireIncident } from './require.ts';

/** Hypotheses kept with the incident; the rest has no evidence for it. */
const hypothesesMax = 24;
/** Systems that are looked at because others were found to be connected to them. */
const systemsBehindMax = 4;

export function createRankHypotheses(deps: ActivityDeps): Activities['rankHypotheses'] {
  return async (scope, round) => {
    const store = storeOf(deps, scope);
    const incident = await requireIncident(store, scope.incidentId);
    const evidence = await store.evidence.ofIncident(scope.incidentId);
    const current = currentEvidence(evidence, scope);
    const ranked = await rankIncident(deps, store, incident, current);
    const hypotheses = ranked.hypotheses.slice(0, hypothesesMax);
    const found = discoverEdges(topologyOf(deps.pool), current);
    const taking = { said: ranked.said, evidence: current, round };
    const takers = looksAtTakers(deps, incident, ranked.hypotheses, taking);
    const next = [...nextLooks(deps, ranked, current, round), ...looksBehind(deps, incident, found, taking), ...takers];
    const now = new Date(deps.clock.now()).toISOString();
    await store.transaction(async (inside) => {
      // No look is under way between two rounds, so that the count of what is done stands still.
      const planned = Math.min(incident.looks.done + next.length, Math.max(incident.budget.probesMax, incident.looks.done));
      await inside.incidents.change(incident.id, { hypotheses, looks: { done: incident.looks.done, planned } });
      for (const edge of found) {
        await inside.timeline.add({
          incidentId: incident.id,
          at: now,
          kind: 'note',
          text: message('topology.discovered', { from: edge.from, to: edge.to }),
          evidenceIds: [edge.evidenceId],
          actor: 'zhiban',
          key: `edge-${scope.run}-${edge.from}-${edge.to}`,
        });
      }
      await keepDiscoveredEdges(inside.settings, found, current);
      for (const change of changesOf(incident.hypotheses, hypotheses)) {
        await inside.timeline.add({
          incidentId: incident.id,
          at: now,
          kind: 'hypothesis',
          text: message(`hypothesis.${change.state}` satisfies MessageKey, { system: change.systemId, title: change.title }),
          evidenceIds: change.state === 'refuted' ? change.evidenceAgainst : change.evidenceFor,
          actor: 'zhiban',
          key: `hyp-${scope.run}-${change.id}-${change.state}`,
        });
      }
    });
    return { next, isDecided: ranked.isDecided && takers.length === 0 };
  };
}

/** Ranks over the evidence given; also used when a verdict is drawn and when a person steers. */
export async function rankIncident(
  deps: Pick<ActivityDeps, 'pool' | 'clock'>,
  store: TenantStore,
  incident: Incident,
  evidence: readonly Evidence[],
): Promise<RankedIncident> {
  const [said, followed, { onsets, changes, startedMs }] = await Promise.all([
    readIncidentWords(store, incident),
    readFollowedRunbooks(store, incident.id),
    readOnsets(deps, store, incident, evidence),
  ]);
  const byRunbooks = followed.flatMap((each) => each.ruleOut).flatMap((id) => deps.pool.list().map(({ entry }) => `${entry.id}:${id}`));
  const ruledOut = new Set([...said.ruledOut, ...byRunbooks]);
  const signatures = [...new Set(deps.pool.list().map(({ kind }) => kind))].flatMap((kind) => kind.signatures);
  const declared = topologyOf(deps.pool);
  const topology = withEdges(declared, discoverEdges(declared, evidence));
  const pointless = pointlessLooks(deps.pool, evidence);
  const namedSystemIds = incident.systemIds;
  const ranked = rankHypotheses({ topology, signatures, evidence, namedSystemIds, words: said.meant, ruledOut, pointless, onsets });
  const suspects = suspectChanges({ changes, onsets, hypotheses: ranked.hypotheses, topology, namedSystemIds, startedMs });
  return { ...ranked, hypotheses: withChanges(ranked.hypotheses, suspects, ruledOut), onsets, suspects, said };
}

/** What there is nothing for, and what looked for logs that are nowhere declared and found none. */
function pointlessLooks(pool: ActivityDeps['pool'], evidence: readonly Evidence[]): ReadonlySet<string> {
  const without = evidence.filter(({ probe, facts }) => probe === logsLook && facts['logs.declared'] === 0);
  return new Set([
    ...pool.list().flatMap((system) => probesNotFor(system).map(({ name }) => `${system.entry.id}/${name}`)),
    ...without.map(({ systemId, probe }) => `${systemId}/${probe}`),
  ]);
}

export interface RankedIncident extends Ranked {
  readonly onsets: readonly Onset[];
  readonly suspects: readonly ChangeSuspect[];
  /** What it was ranked by. */
  readonly said: IncidentWords;
}

/** After what was seen by itself: a fault that is known says more than a change that may have brought it. */
function withChanges(
  ranked: readonly Hypothesis[],
  suspects: readonly ChangeSuspect[],
  ruledOut: ReadonlySet<string>,
): readonly Hypothesis[] {
  const changes = changeHypotheses(suspects, ranked).filter(({ id }) => !ruledOut.has(id));
  const isBefore = ({ state, relation }: Hypothesis): boolean =>
    relation !== 'aside' && (state === 'confirmed' || state === 'strengthened');
  return [...ranked.filter(isBefore), ...changes, ...ranked.filter((each) => !isBefore(each))];
}

/** Only this run's looks: a fault that was repaired in between must not be found again. */
export function currentEvidence(evidence: readonly Evidence[], scope: InvestigationScope): readonly Evidence[] {
  const since = new Date(scope.startedAtMs - 1_000).toISOString();
  return evidence.filter((item) => item.startedAt >= since);
}

/** Systems that only came into reach by what was seen: a database that nobody has declared beneath a slow API. */
function looksBehind(
  deps: Pick<ActivityDeps, 'pool'>,
  { systemIds }: Incident,
  edges: readonly DiscoveredEdge[],
  taking: FirstLooksTaking,
): readonly LookOrder[] {
  const declared = topologyOf(deps.pool);
  const [before, after] = [distances(declared, systemIds), distances(withEdges(declared, edges), systemIds)];
  return looksAtUnseen(
    deps,
    (id) => (before(id) === Number.POSITIVE_INFINITY ? after(id) : Number.POSITIVE_INFINITY),
    'discovered',
    taking,
  );
}

/** Those who should take away what piles up on a named system: who has ended isn't seen where it piles up. */
function looksAtTakers(
  deps: Pick<ActivityDeps, 'pool'>,
  { systemIds }: Incident,
  hypotheses: readonly Hypothesis[],
  taking: FirstLooksTaking,
): readonly LookOrder[] {
  const signatures = new Map(deps.pool.list().flatMap(({ kind }) => kind.signatures.map((each) => [each.id, each] as const)));
  const piles = hypotheses.filter((hypothesis) => {
    const signature = signatures.get(hypothesis.signatureId ?? '');
    return systemIds.includes(hypothesis.systemId) && signature !== undefined && isPile({ hypothesis, signature }, taking.said.meant);
  });
  const topology = topologyOf(deps.pool);
  const takers = new Set(piles.flatMap(({ systemId }) => [...takersOf(topology, systemId), ...neededByTakers(topology, systemId)]));
  return looksAtUnseen(deps, (id) => (takers.has(id) ? 1 : Number.POSITIVE_INFINITY), 'takers', taking);
}

interface FirstLooksTaking {
  readonly said: IncidentWords;
  readonly evidence: readonly Evidence[];
  readonly round: number;
}

/** First looks at systems in reach of which nothing was seen yet. */
function looksAtUnseen(
  deps: Pick<ActivityDeps, 'pool'>,
  distanceOf: (systemId: string) => number,
  reason: string,
  { said, evidence, round }: FirstLooksTaking,
): readonly LookOrder[] {
  const isUnseen = (id: string): boolean => !evidence.some(({ systemId }) => systemId === id);
  return deps.pool
    .list()
    .filter(({ entry }) => distanceOf(entry.id) !== Number.POSITIVE_INFINITY && isUnseen(entry.id))
    .slice(0, systemsBehindMax)
    .flatMap((system) => firstLooks(system, distanceOf(system.entry.id), said))
    .map(({ order }) => ({ ...order, round: round + 1, reason }));
}

function nextLooks(deps: ActivityDeps, ranked: RankedIncident, evidence: readonly Evidence[], round: number): readonly LookOrder[] {
  return ranked.wanted.flatMap(({ systemId, probe, signatureId }) => {
    const system = deps.pool.get(systemId);
    const found = system === null ? undefined : probesFor(system).find((each) => each.name === probe);
    if (system === null || found === undefined) return [];
    const order = lookOrder(system, found, aimOf(found, ranked.said), round + 1, signatureId);
    // A look that is taken once more is a record of its own.
    const isRepeat = evidence.some((item) => item.systemId === systemId && item.probe === probe);
    return [isRepeat ? { ...order, key: `${order.key}/again` } : order];
  });
}

/** What a reader would want to be told: new or changed states, but no list of everything that was never suspected. */
function changesOf(before: readonly Hypothesis[], after: readonly Hypothesis[]): readonly Hypothesis[] {
  const known = new Map(before.map((each) => [each.id, each.state]));
  return after.filter((each) => {
    const earlier = known.get(each.id);
    if (earlier === each.state) return false;
    return each.state !== 'refuted' || (earlier !== undefined && earlier !== 'refuted');
  });
}
