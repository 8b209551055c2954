/**
 * A command that somebody asks to have run becomes a plan of one step that waits for its approval: read by the kind's grammar, bound to
 * what it means now, asked of the system whether it could be done. Nothing is run here.
 */

import { SystemError, ZhibanError } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import { isPlanClosed, type Plan } from '../domain/plan.ts';
import { planDigest } from '../domain/plan-digest.ts';
import { approvalsNeeded } from '../domain/policy.ts';
import type { Locale } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import type { ProposedStep } from '../store/plan-contract.ts';
import { commandAction, commandActionName, commandArguments } from '../systems/commands/actions/command-action.ts';
import type { Command, CommandGrammar, CommandReading, LookContext, SystemClient } from '../systems/contract.ts';
import { describeAction } from '../systems/describe-action.ts';
import { hostOf, type PooledSystem } from '../systems/pool.ts';
import { message } from '../text/messages.ts';
import type { Caller, CommandInput, Operations, ProposedCommand } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, findIncident, namesText, refusal, requireRole, withAudit } from './guard.ts';
import { openIncident } from './open-incident.ts';
import { planView } from './view.ts';

/** How long the system may take to say whether it could be done. */
const precheckLimitMs = 8_000;

export function createProposeCommand(deps: OperationsDeps): Pick<Operations, 'proposeCommand'> {
  return {
    async proposeCommand(caller, input) {
      const deed = { action: 'command.propose', target: input.systemId };
      const proposed = await withAudit(deps, caller, deed, async (store) => {
        requireRole(deps, caller, 'responder', 'command');
        const system = deps.pool.get(input.systemId);
        if (system === null) throw new ZhibanError('not-found', refusal(caller.locale, 'no-system', { name: input.systemId.slice(0, 80) }));
        const step = await stepOf(deps, caller, system, await readCommand(caller, system, input.command));
        return store.transaction((inside) => record(deps, inside, caller, input, step));
      });
      deps.wake();
      return proposed;
    },
  };
}

async function readCommand({ locale }: Caller, { kind, entry }: PooledSystem, words: string): Promise<Command<SystemClient>> {
  if (kind.commands === undefined) throw new ZhibanError('invalid', refusal(locale, 'no-commands', { kind: kind.title[locale] }));
  const reading = await readingOf(locale, kind.commands, words);
  if ('refusal' in reading) {
    const { what, why, near } = reading.refusal;
    const values = {
      what: maskSecrets(what),
      why: why[locale],
      near: namesText(
        near.map((form) => `\`${form}\``),
        locale,
      ),
    };
    throw new ZhibanError('invalid', refusal(locale, near.length === 0 ? 'command-refused-alone' : 'command-refused', values), {
      details: { near },
    });
  }
  const { command } = reading;
  // What is approved is shown and kept; a secret must not be.
  if (maskSecrets(command.text) !== command.text) throw new ZhibanError('invalid', refusal(locale, 'command-secret'));
  if (command.kind === 'changes' && !entry.actionsEnabled)
    throw new ZhibanError('forbidden', refusal(locale, 'command-read-only', { system: entry.id }));
  return command;
}

async function readingOf(locale: Locale, grammar: CommandGrammar<SystemClient>, words: string): Promise<CommandReading<SystemClient>> {
  try {
    return await grammar.read(words);
  } catch (error) {
    if (error instanceof SystemError) throw impossible(locale, maskSecrets(error.message));
    throw error;
  }
}

async function stepOf(deps: OperationsDeps, caller: Caller, system: PooledSystem, command: Command<SystemClient>): Promise<ProposedStep> {
  const { client, entry } = system;
  const context: LookContext = {
    ...{ clock: deps.clock, signal: AbortSignal.timeout(precheckLimitMs), aboutMs: deps.clock.now(), entry },
    host: hostOf(deps.pool, entry),
  };
  try {
    const bound = command.kind === 'reads' ? null : await command.bind(client, context);
    if (bound !== null && typeof bound.refused === 'object' && bound.refused !== null)
      throw impossible(caller.locale, bound.refused[caller.locale]);
    const given = commandArguments(command.text, bound as Parameters<typeof commandArguments>[1]);
    const action = commandAction(command, given);
    const precheck = await action.precheck(client, given, context);
    if (precheck.state !== 'ready')
      throw impossible(caller.locale, precheck.state === 'already' ? precheck.note[caller.locale] : precheck.reason[caller.locale]);
    const words = await describeAction(action, given);
    return {
      ...{ systemId: entry.id, kind: entry.kind, action: commandActionName, arguments: given, risk: action.risk },
      ...{ summary: words.summary, effect: words.effect, verification: words.verification, evidenceIds: [], state: 'waiting', note: null },
      why: message(command.kind === 'reads' ? 'command.whyRead' : 'command.whyChange', {
        person: caller.person.name,
        action: command.kind === 'reads' ? '' : command.action.name,
        note: precheck.note ?? { 'zh-CN': '', en: '' },
      }),
      undo: { isPossible: !('impossible' in action.undo), summary: words.undo },
      proposedOn: precheck.before,
    };
  } catch (error) {
    if (error instanceof SystemError) throw impossible(caller.locale, maskSecrets(error.message));
    throw error;
  }
}

function impossible(locale: Locale, reason: string): ZhibanError {
  return new ZhibanError('conflict', refusal(locale, 'command-not-now', { reason }));
}

async function record(
  deps: OperationsDeps,
  inside: TenantStore,
  caller: Caller,
  input: CommandInput,
  step: ProposedStep,
): Promise<ProposedCommand> {
  if (input.key !== undefined && !(await inside.interactions.claim(`command:${input.key}`, deps.clock.now())))
    throw new ZhibanError('conflict', refusal(caller.locale, 'command-repeated'));
  const at = new Date(deps.clock.now()).toISOString();
  const known = input.incident === undefined ? null : await findIncident(inside, input.incident, caller.locale);
  const isFree = known !== null && known.status !== 'resolved' && (await hasNoOpenPlan(inside, known));
  const incident = isFree ? known : await openFor(deps, inside, caller, input, step, at);
  const plan = planOf(deps, caller, incident.id, step, at);
  await inside.plans.create(plan);
  await inside.incidents.change(incident.id, { planId: plan.id, phase: 'waiting' });
  const text = message('plan.proposed', { title: plan.title, until: plan.expiresAt.slice(0, 16).replace('T', ' ').concat(' UTC') });
  await inside.timeline.add({ incidentId: incident.id, at, kind: 'plan', text, actor: caller.person.id, key: plan.id });
  await auditLine(inside, caller, at, {
    ...{ action: 'command.propose', incidentId: incident.id, target: plan.id, outcome: 'ok' },
    details: { system: step.systemId, command: step.arguments.command, risk: step.risk, digest: plan.digest },
  });
  await inside.relay.add({ incidentId: incident.id, kind: 'plan', payload: { planId: plan.id }, key: `plan-${plan.id}` });
  return { incidentId: incident.id, code: incident.code, isNew: !isFree, plan: planView(plan, [], caller.locale) };
}

/** A plan that waits or runs keeps its place: what is asked for beside it gets an incident of its own. */
async function hasNoOpenPlan(inside: TenantStore, incident: Incident): Promise<boolean> {
  const current = incident.planId === null ? null : await inside.plans.get(incident.planId);
  return current === null || isPlanClosed(current.state);
}

function openFor(
  deps: OperationsDeps,
  inside: TenantStore,
  caller: Caller,
  input: CommandInput,
  step: ProposedStep,
  at: string,
): Promise<Incident> {
  const locale = input.locale ?? caller.locale;
  const title = `${step.systemId}: ${String(step.arguments.command)}`;
  return openIncident(deps, inside, {
    ...{ title, severity: 'info', origin: 'question', question: title, groupKey: null, previousIncidentId: null },
    ...{ requestedBy: caller.person.id, locale, systemIds: [step.systemId], startedAt: at, alertsFiring: 0, alertsTotal: 0, labels: {} },
    firstWords: message('incident.opened.command', { person: caller.person.name, title: title.slice(0, 300) }),
    isForPlan: true,
    ...(input.place === undefined ? {} : { place: input.place }),
    ...(input.parent === undefined ? {} : { parent: input.parent }),
  });
}

function planOf(deps: OperationsDeps, caller: Caller, incidentId: string, step: ProposedStep, at: string): Plan {
  const policy = deps.policy();
  const nowMs = deps.clock.now();
  return {
    ...{
      id: newId('plan', nowMs),
      incidentId,
      digest: planDigest(incidentId, [step]),
      state: 'pending',
      risk: step.risk,
      title: step.summary,
    },
    ...{ steps: [step], requestedBy: caller.person.id, createdAt: at, approvalsNeeded: approvalsNeeded(step.risk, policy) },
    expiresAt: new Date(nowMs + policy.planValidMinutes * 60_000).toISOString(),
  };
}
