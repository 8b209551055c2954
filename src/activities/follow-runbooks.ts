/** Follows the runbooks that fit the incident: says so, keeps them with the incident, and gives the looks that they ask for. */

import type { Incident } from '../domain/incident.ts';
import { saveFollowedRunbooks } from '../knowledge/followed-runbooks.ts';
import { matchRunbooks } from '../knowledge/match-runbooks.ts';
import { firstLine, type Runbook, type RunbookLook, runbookLimits } from '../knowledge/runbook.ts';
import type { Probe, SystemClient } from '../systems/contract.ts';
import type { PooledSystem } from '../systems/pool.ts';
import { message } from '../text/messages.ts';
import type { InvestigationScope } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import type { IncidentWords } from './incident-words.ts';

/** A system in the scope of an incident and how many steps it is away. */
export interface NearSystem {
  readonly system: PooledSystem;
  readonly distance: number;
}

export interface RunbookOrder {
  readonly system: PooledSystem;
  readonly probe: Probe<SystemClient>;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `runbook/` and its id. */
  readonly reason: string;
}

/**
 * What asks for a probe that isn't there, or with parameters that it refuses, is left out and logged. A runbook all of whose looks are at systems
 * that this incident has none of, as one about a machine that is not looked after, isn't followed.
 */
export async function followRunbooks(
  deps: ActivityDeps,
  scope: InvestigationScope,
  incident: Incident,
  words: IncidentWords,
  near: readonly NearSystem[],
): Promise<readonly RunbookOrder[]> {
  if (deps.runbooks === undefined) return [];
  const about = incident.systemIds.length === 0 ? near : near.filter(({ distance }) => distance === 0);
  const kinds = [...new Set(about.map(({ system }) => system.entry.kind))];
  const isPossible = ({ look }: Runbook): boolean => look.length === 0 || look.some((each) => systemsFor(deps, each, near).length > 0);
  const fitting = matchRunbooks((await deps.runbooks()).filter(isPossible), { words: words.words, labels: words.labels, kinds });
  if (fitting.length > 0 || scope.run > 1) await record(deps, scope, fitting);
  return fitting.flatMap((runbook) => runbook.look.flatMap((look) => ordersOf(deps, runbook, look, near))).slice(0, runbookLimits.looksMax);
}

/** An attempt after a crash, and another run that follows the same one, say nothing twice. */
async function record(deps: ActivityDeps, scope: InvestigationScope, runbooks: readonly Runbook[]): Promise<void> {
  const { incidentId } = scope;
  const at = new Date(deps.clock.now()).toISOString();
  await storeOf(deps, scope).transaction(async (inside) => {
    await saveFollowedRunbooks(inside, incidentId, runbooks);
    for (const { id, version, title, body } of runbooks) {
      const first = { 'zh-CN': firstLine(body['zh-CN']), en: firstLine(body.en) };
      const text = message('runbook.followed', { title, first });
      const key = `runbook-${id}-${version}`;
      await inside.timeline.add({ incidentId, at, kind: 'note', text, actor: 'zhiban', key });
      await inside.outbox.say({ incidentId, slot: key, priority: 'progress', text });
    }
  });
}

function ordersOf(deps: ActivityDeps, { id }: Runbook, look: RunbookLook, near: readonly NearSystem[]): readonly RunbookOrder[] {
  return systemsFor(deps, look, near).flatMap((system) => {
    const probe = system.kind.probes.find(({ name }) => name === look.probe);
    if (probe?.parameters.safeParse(look.parameters).success === true)
      return [{ system, probe, parameters: look.parameters, reason: `runbook/${id}` }];
    const what = probe === undefined ? 'there is no such probe' : 'the probe refuses the parameters';
    deps.log.warn({ runbook: id, system: system.entry.id, probe: look.probe, reason: what }, 'A look of a runbook is left out');
    return [];
  });
}

/** One that is named, wherever it stands; otherwise of each kind those that are nearest. */
function systemsFor(deps: ActivityDeps, { systemId, kinds }: RunbookLook, near: readonly NearSystem[]): readonly PooledSystem[] {
  if (systemId !== null) {
    const named = deps.pool.get(systemId);
    return named === null ? [] : [named];
  }
  const fitting = near.filter(({ system }) => kinds.includes(system.entry.kind));
  const nearest = Math.min(...fitting.map(({ distance }) => distance));
  return fitting.filter(({ distance }) => distance === nearest).map(({ system }) => system);
}
