/** Carries out one command, for the incident that it names or whose thread it was said in. */

import type { Inbound } from '../adapters/contract.ts';
import { parseMarkdown } from '../adapters/rich/parse-markdown.ts';
import { paragraph, type Rich, type Span } from '../domain/card.ts';
import type { Mark } from '../domain/detection.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { Thread } from '../store/contract.ts';
import { cardText } from '../text/card.ts';
import { phaseText, planStateText, statusText } from '../text/states.ts';
import { dependsReply } from './depends-reply.ts';
import { answerWhoIsOnDuty, confirmShift, takeShift } from './duty.ts';
import type { Turn } from './handle-inbound.ts';
import { handleLadder } from './handle-ladder.ts';
import { handleMoves } from './handle-moves.ts';
import { handleNoise } from './handle-noise.ts';
import { inLanguageOf } from './in-language-of.ts';
import { linkAdvice } from './link-advice.ts';
import { lookReply } from './look-reply.ts';
import type { Command } from './parse-command.ts';
import type { LadderCommand } from './parse-ladder.ts';
import type { MoveCommand } from './parse-moves.ts';
import type { NoiseCommand } from './parse-noise.ts';
import { pastedReply } from './pasted-kubernetes.ts';

/** What one answer in a thread holds. */
const systemsMax = 40;
const titleLengthMax = 120;

type Message = Extract<Inbound, { type: 'message' }>;

export async function handleCommand(turn: Turn, command: Command, event: Message, thread: Thread | null): Promise<void> {
  const pasted = command.name === 'ask' || command.name === 'look' ? pastedReply(turn, command.text) : null;
  if (pasted !== null) return turn.reply(pasted);
  switch (command.name) {
    case 'help':
      return turn.reply(parseMarkdown(turn.say('help')));
    case 'whoami':
      return whoami(turn);
    case 'incidents':
      return listIncidents(turn);
    case 'systems':
      return listSystems(turn);
    case 'silence':
    case 'silences':
    case 'expire-silence':
    case 'why-not-told':
      return handleNoise(turn, command, thread);
    case 'why-called':
    case 'snooze':
    case 'unsnooze':
    case 'handover':
      return handleLadder(turn, command, thread);
    case 'merge':
    case 'split':
    case 'undo-move':
      return handleMoves(turn, command, thread);
    case 'ask':
      return ask(turn, command.text, event, thread);
    case 'look':
      return look(turn, command.text, event, thread);
    case 'depends':
      return depends(turn, command, event, thread);
    case 'run':
      return run(turn, command, event, thread);
    case 'fact':
    case 'rule-out':
      return steer(turn, command.name, command.text, event, thread, 'noted');
    case 'investigate-again':
    case 'resume':
    case 'what-changed':
      return steer(turn, command.name, '', event, thread, 'askedFollowUp');
    case 'on-duty':
      return answerWhoIsOnDuty(inLanguageOf(turn, command.text), command.text);
    case 'take-shift':
      return takeShift(inLanguageOf(turn, command.text), command.text);
    case 'confirm':
      return confirmShift(turn, command.code);
    case 'stop-all': {
      const { stopped } = await turn.deps.operations.stopAll(turn.caller);
      return turn.reply([paragraph(turn.say('stoppedAll', { count: stopped.length }))]);
    }
    default:
      return actOnIncident(turn, command, event, thread);
  }
}

type IncidentCommand = Exclude<Extract<Command, { target: string }>, LadderCommand | MoveCommand | NoiseCommand>;

async function actOnIncident(turn: Turn, command: IncidentCommand, event: Message, thread: Thread | null): Promise<void> {
  const { operations } = turn.deps;
  const { caller } = turn;
  const target = command.target === '' ? (thread?.incidentId ?? '') : command.target;
  if (target === '') throw new ZhibanError('invalid', turn.say('noIncident', { command: command.name }));
  if (command.name === 'show') return showIncident(turn, target);
  if (command.name === 'acknowledge') {
    const incident = await operations.acknowledge(caller, target);
    return turn.whisper('ok', turn.say('acknowledged', { code: incident.code }));
  }
  if (command.name === 'resolve') {
    const incident = await operations.resolve(caller, target, command.note);
    return turn.whisper('ok', turn.say('resolved', { code: incident.code }));
  }
  if (command.name === 'mirror') {
    const { incident, isNew } = await operations.mirror(caller, target, { place: event.place });
    return turn.whisper('ok', turn.say(isNew ? 'mirrored' : 'mirroredBefore', { code: incident.code }));
  }
  if (command.name === 'mark') return turn.whisper('ok', await markDetection(turn, target, command.mark));
  if (command.name === 'room') return turn.whisper('ok', await openRoom(turn, target));
  const plan = await planOf(turn, target);
  if (command.name === 'approve') {
    const result = await operations.approve(caller, plan.id, plan.digest);
    return turn.whisper('ok', approvalText(turn, result));
  }
  if (command.name === 'reject') {
    await operations.reject(caller, plan.id, command.reason);
    return turn.whisper('ok', turn.say('rejected'));
  }
  if (command.name === 'stop') {
    await operations.stop(caller, plan.id);
    return turn.whisper('ok', turn.say('stopping'));
  }
  await operations.undo(caller, plan.id);
  return turn.whisper('ok', turn.say('undoing'));
}

export async function openRoom(turn: Turn, target: string): Promise<string> {
  const { incident, isNew } = await turn.deps.operations.openRoom(turn.caller, target, null);
  return turn.say(isNew ? 'roomWanted' : 'roomBefore', { code: incident.code });
}

/** What a detection opened was useful, or not; null takes back what was said. */
export async function markDetection(turn: Turn, target: string, mark: Mark | null): Promise<string> {
  const { code } = await turn.deps.operations.markDetection(turn.caller, target, mark);
  return turn.say(mark === null ? 'unmarked' : mark === 'useful' ? 'markedUseful' : 'markedUseless', { code });
}

/** What the approver alone is told. */
export function approvalText(turn: Turn, result: { readonly isChanged: boolean; readonly approvalsMissing: number }): string {
  if (!result.isChanged) return turn.say('alreadyApproved');
  return result.approvalsMissing > 0 ? turn.say('approvedPartly', { missing: result.approvalsMissing }) : turn.say('approved');
}

async function planOf(turn: Turn, target: string) {
  const { operations } = turn.deps;
  if (target.startsWith('plan_')) return operations.showPlan(turn.caller, target);
  const incident = await operations.showIncident(turn.caller, target);
  if (incident.plan === null) throw new ZhibanError('not-found', turn.say('noPlan', { code: incident.code }));
  return incident.plan;
}

/** In an incident's thread it is a question about that incident, which keeps what it sees. */
async function look(turn: Turn, text: string, event: Message, thread: Thread | null): Promise<void> {
  const asked = inLanguageOf(turn, text);
  if (thread !== null || !turn.deps.operations.wouldLook(text)) return ask(turn, text, event, thread);
  await turn.reply(lookReply(asked, await turn.deps.operations.look(asked.caller, { text })));
}

async function depends(turn: Turn, command: Extract<Command, { name: 'depends' }>, event: Message, thread: Thread | null): Promise<void> {
  const asked = inLanguageOf(turn, command.text);
  const graph = await turn.deps.operations.systemGraph(turn.caller);
  const system = graph.systems.find(({ id }) => id.toLowerCase() === command.systemId.toLowerCase());
  if (system === undefined) return ask(turn, command.text, event, thread);
  await turn.reply(dependsReply(asked, graph, system.id, command.direction));
}

/** In an incident's thread it belongs to that incident; elsewhere its card comes below the words. */
async function run(turn: Turn, command: Extract<Command, { name: 'run' }>, event: Message, thread: Thread | null): Promise<void> {
  const proposed = await turn.deps.operations.proposeCommand(turn.caller, {
    systemId: command.systemId,
    command: command.text,
    ...(thread === null ? { place: { ...event.place, thread: event.place.thread ?? event.messageId } } : { incident: thread.incidentId }),
    ...(thread === null ? { parent: { place: event.place, id: event.messageId } } : {}),
    key: `${event.actor.adapter}:${event.key}`,
  });
  await turn.whisper('ok', turn.say(proposed.isNew && thread !== null ? 'commandBeside' : 'commandWaits', { code: proposed.code }));
}

async function ask(turn: Turn, text: string, event: Message, thread: Thread | null): Promise<void> {
  if (thread !== null && turn.isLinked) {
    const incident = await turn.deps.store.forTenant(turn.caller.tenantId).incidents.get(thread.incidentId);
    if (incident !== null && incident.status !== 'resolved') return steer(turn, 'question', text, event, thread, 'askedFollowUp');
  }
  const under = event.place.thread ?? event.messageId;
  const place = { ...event.place, thread: under };
  await turn.deps.operations.ask(turn.caller, {
    text,
    place,
    parent: { place: event.place, id: event.messageId },
    key: `${event.actor.adapter}:${event.key}`,
  });
}

async function steer(
  turn: Turn,
  kind: 'fact' | 'rule-out' | 'question' | 'investigate-again' | 'what-changed' | 'resume',
  text: string,
  event: Message,
  thread: Thread | null,
  answer: 'noted' | 'askedFollowUp',
): Promise<void> {
  if (thread === null) throw new ZhibanError('invalid', turn.say('noIncident', { command: kind }));
  await turn.deps.operations.steer(turn.caller, thread.incidentId, { kind, text, key: `${event.actor.adapter}:${event.key}` });
  await turn.whisper('ok', turn.say(answer));
}

async function whoami(turn: Turn): Promise<void> {
  if (!turn.isLinked) return turn.whisper('info', await linkAdvice(turn.deps, turn.actor, turn.caller.locale));
  const person = await turn.deps.operations.whoami(turn.caller);
  const accounts = person.identities.map(({ adapter, userId, name }) => `${adapter} ${name ?? userId}`);
  const lines = [turn.say('whoami', { person: person.name, roles: person.roles.join(', ') })];
  if (accounts.length > 0) lines.push(turn.say('accounts', { accounts: accounts.join(turn.caller.locale === 'en' ? ', ' : '、') }));
  await turn.whisper('info', lines.join('\n'));
}

async function listIncidents(turn: Turn): Promise<void> {
  const { items } = await turn.deps.operations.listIncidents(turn.caller, { status: 'open', limit: 15 });
  if (items.length === 0) return turn.reply([paragraph(turn.say('noneOpen'))]);
  const { locale } = turn.caller;
  await turn.reply([
    { type: 'heading', text: turn.say('openIncidents') },
    listOf(
      items.map((incident) => {
        const state = incident.planState === null ? phaseText[incident.phase] : planStateText[incident.planState];
        return [incident.code, ` ${incident.title.slice(0, titleLengthMax)} · ${cardText[incident.severity][locale]} · ${state[locale]}`];
      }),
    ),
  ]);
}

async function listSystems(turn: Turn): Promise<void> {
  const systems = await turn.deps.operations.listSystems(turn.caller);
  const rows = systems
    .slice(0, systemsMax)
    .map((system): readonly [string, string] => [system.id, ` · ${system.title}${system.runsOn === null ? '' : ` · ${system.runsOn}`}`]);
  await turn.reply([{ type: 'heading', text: turn.say('systems') }, listOf(rows)]);
}

async function showIncident(turn: Turn, target: string): Promise<void> {
  const incident = await turn.deps.operations.showIncident(turn.caller, target);
  const { locale } = turn.caller;
  const lines: Rich[] = [
    { type: 'paragraph', spans: spansOf([incident.code, ` ${incident.title} · ${statusText[incident.status][locale]}`]) },
  ];
  if (incident.verdict !== null) lines.push(paragraph(incident.verdict.summary));
  if (incident.plan !== null) lines.push(paragraph(`${incident.plan.title} · ${planStateText[incident.plan.state][locale]}`));
  await turn.reply(lines);
}

/** A list whose items begin with a name; titles are other people's words and stay plain text. */
function listOf(items: readonly (readonly string[])[]): Rich {
  return { type: 'list', isOrdered: false, items: items.map(spansOf) };
}

function spansOf([name = '', words = '']: readonly string[]): readonly Span[] {
  return [
    { type: 'text', text: name, style: 'bold' },
    { type: 'text', text: words },
  ];
}
