/** The incident's own state as workflows move it: phase, end, and what people say to it. */

import type { Incident, Steer } from '../domain/incident.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import type { Hypothesis } from '../domain/signature.ts';
import type { TenantStore } from '../store/contract.ts';
import { commandActionName, onlyReads } from '../systems/commands/actions/command-action.ts';
import { type MessageKey, message } from '../text/messages.ts';
import { answerQuestion, answerWhatChanged } from './answer.ts';
import type { Activities, IncidentScope, WorkFailure } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { readSteerNotes, steerKey } from './incident-words.ts';
import { requireIncident } from './require.ts';

type IncidentActivities = Pick<Activities, 'applySteer' | 'readIncidentState' | 'setPhase' | 'settleIncident' | 'reportFailure'>;

/** Facts and exclusions kept of one incident. */
const notesMax = 50;

export function createIncidentRecords(deps: ActivityDeps): IncidentActivities {
  return {
    applySteer: (scope, steer) => applySteer(deps, scope, steer),
    async readIncidentState(scope) {
      const incident = await requireIncident(storeOf(deps, scope), scope.incidentId);
      return { isResolved: incident.status === 'resolved', alertsFiring: incident.alertsFiring, hasVerdict: incident.verdict !== null };
    },
    async setPhase(scope, phase) {
      const store = storeOf(deps, scope);
      const incident = await requireIncident(store, scope.incidentId);
      const next = incident.status === 'resolved' && phase !== 'running' ? 'closed' : phase;
      if (incident.phase !== next) await store.incidents.change(scope.incidentId, { phase: next });
    },
    settleIncident: (scope, reason) => settle(deps, scope, reason),
    reportFailure: (scope, failure) => reportFailure(deps, scope, failure),
  };
}

const failureMessages = {
  investigation: 'failure.investigation',
  remediation: 'failure.remediation',
  undo: 'failure.undo',
  steer: 'failure.steer',
} as const satisfies Record<WorkFailure['what'], MessageKey>;

/** A plan must not stay under way when nothing is at work on it any more: it ends as failed, and people are told. */
async function reportFailure(deps: ActivityDeps, scope: IncidentScope, failure: WorkFailure): Promise<void> {
  const at = new Date(deps.clock.now()).toISOString();
  const text = message(failureMessages[failure.what], { reason: maskSecrets(failure.reason) });
  const line = { incidentId: scope.incidentId, text };
  await storeOf(deps, scope).transaction(async (inside) => {
    const isLeft =
      failure.what === 'remediation' &&
      failure.planId !== null &&
      (await inside.plans.moveState(failure.planId, ['approved', 'running'], 'failed'));
    await inside.incidents.change(scope.incidentId, {});
    await inside.timeline.add({ ...line, at, kind: 'note', actor: 'zhiban', key: `failure-${failure.key}` });
    await inside.outbox.say({ ...line, slot: `failure-${failure.key}`, priority: 'state' });
    if (isLeft) deps.metrics.plan('failed');
    if (failure.planId === null) return;
    if (failure.what === 'undo') await endUndo(inside, failure.planId);
    await inside.audit.append({
      at,
      actor: 'zhiban',
      door: 'worker',
      action: `plan.${failure.what}`,
      incidentId: scope.incidentId,
      target: failure.planId,
      outcome: 'failed',
      details: { reason: maskSecrets(failure.reason) },
    });
  });
}

/** A verified fix resolves what no alert watches; where alerts fire, they have the last word. */
async function settle(deps: ActivityDeps, scope: IncidentScope, reason: 'fixed' | 'quiet'): Promise<void> {
  const store = storeOf(deps, scope);
  const incident = await requireIncident(store, scope.incidentId);
  if (incident.status === 'resolved') return;
  if (reason === 'fixed' && (await isCommandBeside(store, incident))) return;
  const isWatched = incident.alertsFiring > 0;
  if (reason === 'quiet' && isWatched) return;
  const at = new Date(deps.clock.now()).toISOString();
  const fixed = reason === 'fixed' && (await hasOnlyRead(store, incident)) ? 'incident.ran' : 'incident.fixed';
  const text = message(reason === 'fixed' ? fixed : 'incident.quiet');
  await store.transaction(async (inside) => {
    const to = isWatched ? 'mitigated' : 'resolved';
    const change = isWatched ? ({ phase: 'watching' } as const) : ({ phase: 'closed', resolvedAt: at } as const);
    const moved = await inside.incidents.moveStatus(scope.incidentId, ['triggered', 'acknowledged', 'mitigated'], to, change);
    if (moved !== null)
      await inside.timeline.add({ incidentId: scope.incidentId, at, kind: 'status', text, actor: 'zhiban', key: `settle-${reason}-${to}` });
  });
}

/** A command that somebody had run on the incident is no fix of it; an incident that was opened for the command alone is over with it. */
async function isCommandBeside(store: TenantStore, incident: Incident): Promise<boolean> {
  const plan = incident.planId === null ? null : await store.plans.get(incident.planId);
  const isCommand = plan?.steps.every((step) => step.action === commandActionName) ?? false;
  return isCommand && plan?.createdAt !== incident.startedAt;
}

async function hasOnlyRead(store: TenantStore, { planId }: Incident): Promise<boolean> {
  const plan = planId === null ? null : await store.plans.get(planId);
  return plan !== null && onlyReads(plan.steps);
}

/** A step that is no longer being undone says so: its undo may be asked for again. */
async function endUndo(inside: TenantStore, planId: string): Promise<void> {
  for (const step of await inside.plans.steps(planId)) {
    if (step.state === 'undoing') await inside.plans.changeStep(planId, step.index, { state: 'undo_failed' });
  }
}

async function applySteer(deps: ActivityDeps, scope: IncidentScope, steer: Steer): Promise<{ readonly investigateAgain: boolean }> {
  if (steer.kind === 'question') {
    await answerQuestion(deps, scope, steer);
    return { investigateAgain: false };
  }
  if (steer.kind === 'what-changed') {
    await answerWhatChanged(deps, scope, steer);
    return { investigateAgain: false };
  }
  if (steer.kind === 'fact') return addFact(deps, scope, steer);
  if (steer.kind === 'rule-out') return ruleOut(deps, scope, steer);
  return { investigateAgain: true };
}

async function addFact(deps: ActivityDeps, scope: IncidentScope, steer: Steer): Promise<{ readonly investigateAgain: boolean }> {
  const store = storeOf(deps, scope);
  const notes = await readSteerNotes(store, scope.incidentId);
  const facts = [...new Set([...notes.facts, steer.text])].slice(-notesMax);
  await store.settings.set(steerKey(scope.incidentId), { ...notes, facts });
  return { investigateAgain: true };
}

/** People put the words of a title in an order of their own. */
function hasWords(name: string, wanted: string): boolean {
  const words = wanted.split(/[\s,，。.]+/).filter((word) => word !== '');
  return words.length > 1 && words.every((word) => name.includes(word));
}

/** What people see on the card counts too: while a new look is under way, the hypotheses don't bear the names of the last verdict yet. */
function namedHypotheses({ hypotheses, verdict }: Incident): readonly Pick<Hypothesis, 'id' | 'systemId' | 'signatureId' | 'title'>[] {
  const causes = verdict?.causes ?? [];
  const ofVerdict = causes.flatMap(({ systemId, signatureId, title }) =>
    signatureId === null ? [] : [{ id: `${systemId}:${signatureId}`, systemId, signatureId, title }],
  );
  return [...hypotheses, ...ofVerdict];
}

async function ruleOut(deps: ActivityDeps, scope: IncidentScope, steer: Steer): Promise<{ readonly investigateAgain: boolean }> {
  const store = storeOf(deps, scope);
  const incident = await requireIncident(store, scope.incidentId);
  const wanted = steer.text.toLowerCase();
  const matches = namedHypotheses(incident).filter((each) => {
    const names = [each.id, each.signatureId ?? '', each.systemId, each.title['zh-CN'], each.title.en].map((name) => name.toLowerCase());
    return names.some((name) => name !== '' && (name.includes(wanted) || wanted.includes(name) || hasWords(name, wanted)));
  });
  if (matches.length === 0) {
    const open = incident.hypotheses.slice(0, 5).map((each) => `${each.systemId}: ${each.title[incident.locale]}`);
    const text = message('steer.unmatched', { text: steer.text, open: open.join('; ') || '—' });
    await store.outbox.say({ incidentId: scope.incidentId, slot: `steer-${steer.key}`, priority: 'state', text });
    return { investigateAgain: false };
  }
  const notes = await readSteerNotes(store, scope.incidentId);
  const ruledOut = [...new Set([...notes.ruledOut, ...matches.map((each) => each.id)])].slice(-notesMax);
  await store.settings.set(steerKey(scope.incidentId), { ...notes, ruledOut });
  return { investigateAgain: true };
}
