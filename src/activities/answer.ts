/** Follow-ups in the thread: a fresh look where the words ask for one, and the answer with its evidence. */

import { distances } from '../analysis/rca/topology.ts';
import type { Incident, Steer } from '../domain/incident.ts';
import { joinText, type LocalText } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import { type FoundLook, findLook } from '../systems/find-look.ts';
import { probesFor } from '../systems/probes-for.ts';
import { nameableOf, topologyOf } from '../systems/scope.ts';
import { message } from '../text/messages.ts';
import { lookOrder, oncePerKey } from './choose-looks.ts';
import type { IncidentScope, LookOrder } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { createPartialAnswer } from './partial-answer.ts';
import { requireIncident } from './require.ts';
import { createRunProbe } from './run-probe.ts';

/** Looks taken for one question. */
const looksMax = 4;
/** Runs of questions are numbered apart from those of investigations. */
const questionRunBase = 1_000_000;

export async function answerQuestion(deps: ActivityDeps, scope: IncidentScope, steer: Steer): Promise<void> {
  const store = storeOf(deps, scope);
  const incident = await requireIncident(store, scope.incidentId);
  const orders = askedLooks(deps, incident, steer.text);
  const looked = await takeLooks(deps, scope, steer, orders);
  const read = deps.isModelWanted() ? await askModel(deps, store, scope, steer) : null;
  if (read !== null) return reply(deps, store, scope, steer, read.text, read.evidenceIds);
  if (looked.length === 0) return reply(deps, store, scope, steer, message('answer.nothing'), []);
  await reply(
    deps,
    store,
    scope,
    steer,
    joinText(
      looked.map((each) => each.text),
      '\n',
    ),
    looked.map((each) => each.id),
  );
}

async function askModel(deps: ActivityDeps, store: TenantStore, scope: IncidentScope, steer: Steer) {
  const partial = createPartialAnswer(store, scope.incidentId, slotOf(steer));
  try {
    return await (deps.model()?.answer(scope, steer.text, steer.key, partial.show) ?? null);
  } finally {
    await partial.settled();
  }
}

function slotOf(steer: Steer): string {
  return `answer-${steer.key}`;
}

/** Asks every system in scope that can tell, and adds what Zhiban itself did to them. */
export async function answerWhatChanged(deps: ActivityDeps, scope: IncidentScope, steer: Steer): Promise<void> {
  const store = storeOf(deps, scope);
  const incident = await requireIncident(store, scope.incidentId);
  const orders = systemsInScope(deps, incident).flatMap((system) =>
    probesFor(system)
      .filter((probe) => /change/i.test(probe.name))
      .map((probe) => lookOrder(system, probe, {}, 1, steer.key)),
  );
  const looked = await takeLooks(deps, scope, steer, orders);
  const text =
    looked.length === 0
      ? message('changes.none')
      : message('changes.list', {
          changes: joinText(
            looked.map((each) => each.text),
            '\n',
          ),
        });
  await reply(
    deps,
    store,
    scope,
    steer,
    text,
    looked.map((each) => each.id),
  );
}

function systemsInScope(deps: ActivityDeps, incident: Incident) {
  const distanceOf = distances(topologyOf(deps.pool), incident.systemIds);
  return deps.pool
    .list()
    .filter(({ entry }) => distanceOf(entry.id) !== Number.POSITIVE_INFINITY)
    .sort((one, other) => distanceOf(one.entry.id) - distanceOf(other.entry.id));
}

function askedLooks(deps: ActivityDeps, incident: Incident, question: string): readonly LookOrder[] {
  const systems = systemsInScope(deps, incident);
  const found = findLook(question, systems, systems.map(nameableOf), deps.clock.now());
  const orders = systems.flatMap((system) =>
    probesFor(system)
      .filter(
        (probe) =>
          (probe.hints !== undefined && new RegExp(probe.hints, 'i').test(question)) ||
          question.toLowerCase().includes(probe.name.toLowerCase()),
      )
      .map((probe) => lookOrder(system, probe, {}, 1, 'question')),
  );
  return oncePerKey([...orderOf(systems, found), ...orders]).slice(0, looksMax);
}

/** What the words name outright, with its times and counts, comes first. */
function orderOf(systems: ReturnType<typeof systemsInScope>, found: FoundLook): readonly LookOrder[] {
  if (found.kind !== 'found') return [];
  const { systemId, probe, parameters } = found.request;
  const system = systems.find(({ entry }) => entry.id === systemId);
  const known = system?.kind.probes.find(({ name }) => name === probe);
  return system === undefined || known === undefined ? [] : [lookOrder(system, known, parameters, 1, 'question')];
}

async function takeLooks(
  deps: ActivityDeps,
  scope: IncidentScope,
  steer: Steer,
  orders: readonly LookOrder[],
): Promise<readonly { readonly id: string; readonly text: LocalText }[]> {
  const runProbe = createRunProbe(deps);
  const run = questionRunBase + (Date.parse(steer.at) % 1_000_000_000);
  const results = await Promise.all(orders.map((order) => runProbe({ ...scope, run, startedAtMs: deps.clock.now() }, order)));
  const store = storeOf(deps, scope);
  const evidence = await Promise.all(results.map(({ evidenceId }) => store.evidence.get(evidenceId)));
  return evidence.flatMap((item) =>
    item === null
      ? []
      : [{ id: item.id, text: message('look.done', { system: item.systemId, probe: item.probe, headline: item.headline }) }],
  );
}

async function reply(
  deps: ActivityDeps,
  store: TenantStore,
  scope: IncidentScope,
  steer: Steer,
  text: LocalText,
  evidenceIds: readonly string[],
): Promise<void> {
  const at = new Date(deps.clock.now()).toISOString();
  await store.transaction(async (inside) => {
    await inside.timeline.add({
      incidentId: scope.incidentId,
      at,
      kind: 'answer',
      text,
      evidenceIds,
      actor: 'zhiban',
      key: `answer-${steer.key}`,
    });
    await inside.outbox.say({ incidentId: scope.incidentId, slot: slotOf(steer), priority: 'state', text, evidenceIds });
  });
}
