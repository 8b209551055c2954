/** Opens one run of an investigation: which systems it is about, what it may spend. */

import { nameSystems } from '../analysis/rca/name-systems.ts';
import { nameableSystems } from '../systems/scope.ts';
import { message } from '../text/messages.ts';
import { createChooseLooks } from './choose-looks.ts';
import type { Activities } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { readIncidentWords } from './incident-words.ts';
import { requireIncident } from './require.ts';

export function createOpenInvestigation(deps: ActivityDeps): Activities['openInvestigation'] {
  const chooseLooks = createChooseLooks(deps);
  return async (scope) => {
    const store = storeOf(deps, scope);
    const incident = await requireIncident(store, scope.incidentId);
    const { words, labels } = await readIncidentWords(store, incident);
    const known = incident.systemIds.filter((id) => deps.pool.get(id) !== null);
    const named = known.length > 0 ? known : nameSystems(words, labels, nameableSystems(deps.pool));
    const budget = deps.budget();
    const now = new Date(deps.clock.now()).toISOString();
    const systems =
      named.length > 0
        ? named.join(', ')
        : deps.pool
            .list()
            .map(({ entry }) => entry.id)
            .slice(0, 5)
            .join(', ');
    await store.transaction(async (inside) => {
      await inside.incidents.change(incident.id, { phase: 'investigating', systemIds: named, budget, looks: { done: 0, planned: 0 } });
      await inside.timeline.add({
        incidentId: incident.id,
        at: now,
        kind: 'note',
        text: scope.run === 1 ? message('investigation.started', { systems }) : message('investigation.again', { run: scope.run }),
        actor: 'zhiban',
        key: `run-${scope.run}`,
      });
    });
    const usesModel = deps.isModelWanted() && deps.model() !== null;
    return { budget, usesModel, looks: await chooseLooks(scope) };
  };
}
