/** Opens one run of an investigation: which systems it is about, what it may spend. */

import { nameSystems } from '../analysis/rca/name-systems.ts';
import type { LocalText } from '../domain/text.ts';
import { nameableSystems } from '../systems/scope.ts';
import { message } from '../text/messages.ts';
import { createChooseLooks } from './choose-looks.ts';
import type { Activities } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { readIncidentWords, strangersIn } from './incident-words.ts';
import { requireIncident } from './require.ts';

export function createOpenInvestigation(deps: ActivityDeps): Activities['openInvestigation'] {
  const chooseLooks = createChooseLooks(deps);
  return async (scope) => {
    const store = storeOf(deps, scope);
    const incident = await requireIncident(store, scope.incidentId);
    const { words, labels } = await readIncidentWords(store, incident);
    const known = incident.systemIds.filter((id) => deps.pool.get(id) !== null);
    const named = known.length > 0 ? known : nameSystems(words, labels, nameableSystems(deps.pool));
    const strangers = strangersIn(deps.pool, named, { words, labels });
    const budget = deps.budget();
    const now = new Date(deps.clock.now()).toISOString();
    await store.transaction(async (inside) => {
      await inside.incidents.change(incident.id, { phase: 'investigating', systemIds: named, budget, looks: { done: 0, planned: 0 } });
      await inside.timeline.add({
        incidentId: incident.id,
        at: now,
        kind: 'note',
        text: scope.run === 1 ? startedText(deps, named, strangers) : message('investigation.again', { run: scope.run }),
        actor: 'zhiban',
        key: `run-${scope.run}`,
      });
    });
    const usesModel = deps.isModelWanted() && deps.model() !== null;
    return { budget, usesModel, looks: await chooseLooks(scope) };
  };
}

const namesMax = 5;

/** What is named, else what is not looked after, else what there is. */
function startedText(deps: Pick<ActivityDeps, 'pool'>, named: readonly string[], strangers: readonly string[]): LocalText {
  if (strangers.length > 0) return message('investigation.startedElsewhere', { machines: strangers.slice(0, namesMax).join(', ') });
  const systems = named.length > 0 ? named : deps.pool.list().map(({ entry }) => entry.id);
  return message('investigation.started', { systems: (named.length > 0 ? systems : systems.slice(0, namesMax)).join(', ') });
}
