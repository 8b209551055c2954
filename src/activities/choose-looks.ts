/** The first pass: what is looked at before anything is known, by runbook, by system, by cost and by the words of the alert. */

import { createHash } from 'node:crypto';
import { distances } from '../analysis/rca/topology.ts';
import { canonicalJson } from '../domain/plan-digest.ts';
import type { Probe, SystemClient } from '../systems/contract.ts';
import type { PooledSystem } from '../systems/pool.ts';
import { probesFor } from '../systems/probes-for.ts';
import { topologyOf } from '../systems/scope.ts';
import type { Activities, LookOrder } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { followRunbooks } from './follow-runbooks.ts';
import { type IncidentWords, readIncidentWords, strangersIn } from './incident-words.ts';
import { requireIncident } from './require.ts';

/** Systems looked at in one investigation; nearer ones first. */
const systemsMax = 12;
/** Alert rules unfolded in one investigation. */
const rulesMax = 3;

export function createChooseLooks(deps: ActivityDeps): Activities['chooseLooks'] {
  return async (scope) => {
    const store = storeOf(deps, scope);
    const incident = await requireIncident(store, scope.incidentId);
    const words = await readIncidentWords(store, incident);
    const distanceOf = distances(topologyOf(deps.pool), incident.systemIds);
    // Of a machine that nobody has told of, only who watches others may know something.
    const isElsewhere = strangersIn(deps.pool, incident.systemIds, words).length > 0;
    const inScope = deps.pool
      .list()
      .filter(({ kind }) => !isElsewhere || kind.kind === 'prometheus')
      .map((system) => ({ system, distance: distanceOf(system.entry.id) }))
      .filter(({ system, distance }) => distance !== Number.POSITIVE_INFINITY || system.kind.kind === 'prometheus')
      .sort((one, other) => one.distance - other.distance)
      .slice(0, systemsMax);
    const asked = await followRunbooks(deps, scope, incident, words, inScope);
    const orders = asked.map(({ system, probe, parameters, reason }) => lookOrder(system, probe, parameters, 1, reason));
    const usual = inScope.flatMap(({ system, distance }) => firstLooks(system, distance, words));
    const chosen = oncePerKey([...orders, ...usual.sort((one, other) => rankOf(one) - rankOf(other)).map(({ order }) => order)]);
    await store.incidents.change(incident.id, { looks: { done: 0, planned: Math.min(chosen.length, incident.budget.probesMax) } });
    return chosen;
  };
}

/** The first of each key stays: what a runbook asks for comes before everything else. */
export function oncePerKey(orders: readonly LookOrder[]): readonly LookOrder[] {
  const byKey = new Map<string, LookOrder>();
  for (const order of orders) if (!byKey.has(order.key)) byKey.set(order.key, order);
  return [...byKey.values()];
}

export function lookOrder(
  system: PooledSystem,
  probe: Probe<SystemClient>,
  parameters: Readonly<Record<string, unknown>>,
  round: number,
  reason: string,
): LookOrder {
  const digest = createHash('sha256').update(canonicalJson(parameters)).digest('hex').slice(0, 8);
  return {
    key: `${system.entry.id}/${probe.name}/${digest}`,
    systemId: system.entry.id,
    probe: probe.name,
    parameters,
    timeoutMs: probe.timeoutMs,
    round,
    reason,
  };
}

interface Weighed {
  readonly order: LookOrder;
  readonly distance: number;
  readonly isHinted: boolean;
}

function rankOf({ distance, isHinted }: Weighed): number {
  return Math.min(distance, 9) - (isHinted ? 0.5 : 0);
}

/** What is looked at of a system before anything is known of it. */
export function firstLooks(system: PooledSystem, distance: number, words: IncidentWords): readonly Weighed[] {
  const weighed: Weighed[] = [];
  for (const probe of probesFor(system)) {
    const isHinted = probe.hints !== undefined && new RegExp(probe.hints, 'i').test(words.meant);
    const parametersOfRules = ruleParameters(probe, words);
    if (parametersOfRules !== null) {
      for (const parameters of parametersOfRules)
        weighed.push({ order: lookOrder(system, probe, parameters, 1, 'alert-rule'), distance: 0, isHinted: true });
      continue;
    }
    const isWanted =
      probe.cost === 'cheap' || (probe.cost === 'moderate' && distance <= 1) || (probe.cost === 'heavy' && isHinted && distance === 0);
    if (isWanted && !needsParameters(probe))
      weighed.push({ order: lookOrder(system, probe, aimOf(probe, words), 1, 'first-pass'), distance, isHinted });
  }
  return weighed;
}

/** A probe that unfolds alert rules takes the alert's name and labels; null for every other probe. */
function ruleParameters(probe: Probe<SystemClient>, words: IncidentWords): readonly Readonly<Record<string, unknown>>[] | null {
  if (probe.name !== 'alert-expression') return null;
  const byName = new Map<string, Readonly<Record<string, string>>>();
  for (const labels of words.labels) {
    const name = labels.alertname;
    if (name !== undefined && !byName.has(name)) byName.set(name, labels);
  }
  return [...byName].slice(0, rulesMax).map(([alertName, labels]) => ({ alert: alertName, labels }));
}

/** At what the words name. */
export function aimOf(probe: Probe<SystemClient>, { words, labels }: IncidentWords): Readonly<Record<string, unknown>> {
  return probe.aimedAt?.(words, labels) ?? {};
}

/** Free queries have nothing to ask by themselves. */
function needsParameters(probe: Probe<SystemClient>): boolean {
  return probe.name === 'query' || probe.name === 'query-range';
}
