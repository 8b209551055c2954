/**
 * Which incident a message is about. Where the platform has threads, its thread says so. Where it has none, the card is the thread: people
 * quote it or a line of the bot, or begin with the code. What needs an incident and names none means the only open one of the channel;
 * of several one is asked for, never guessed.
 */

import type { Inbound } from '../adapters/contract.ts';
import { paragraph } from '../domain/card.ts';
import type { TenantStore, Thread } from '../store/contract.ts';
import type { BotDeps, Turn } from './handle-inbound.ts';
import { type Command, parseCommand } from './parse-command.ts';

export interface AboutWhich {
  readonly thread: Thread | null;
  readonly command: Command;
  /** Where there are no threads, what is answered begins with it; else empty. */
  readonly code: string;
  /** It could be any of these: then it must be asked which. */
  readonly candidates: readonly Candidate[];
}

export type Candidate = { readonly code: string; readonly title: string };
type Message = Extract<Inbound, { type: 'message' }>;

const candidatesMax = 10;
const titleLengthMax = 80;
/** `ZB-7 why?`, `#ZB-7：重新排查`; the code alone asks how things stand. */
const leadingCode = /^\s*#?(zb-\d{1,9})\s*[:：,，·—-]*\s*(.*)$/is;
const anyCode = /\bZB-\d{1,9}\b/i;

export async function whichIncident(deps: Pick<BotDeps, 'store' | 'tenantId' | 'adapters'>, event: Message): Promise<AboutWhich> {
  const store = deps.store.forTenant(deps.tenantId);
  const found = await store.threads.find(event.place);
  const plain = { thread: found, command: parseCommand(event.text), code: '', candidates: [] };
  if (deps.adapters().get(event.actor.adapter)?.capabilities.threads !== 'none') return plain;
  const named = leadingCode.exec(event.text);
  const byCode = named === null ? null : await threadOfCode(store, event, named[1] ?? '');
  if (byCode !== null) return about(store, byCode, parseCommand(named?.[2] || `show ${named?.[1] ?? ''}`));
  const thread = found ?? (await threadOfQuote(store, event));
  if (thread !== null) return about(store, thread, plain.command);
  if (!needsIncident(plain.command)) return plain;
  const open = await store.threads.openIn(event.place, candidatesMax);
  const [only] = open;
  if (open.length > 1) return { ...plain, candidates: open };
  return only === undefined ? plain : about(store, only.thread, plain.command);
}

/** One question, with the codes of those that it could be. */
export async function askWhich(turn: Turn, event: Message, candidates: readonly Candidate[]): Promise<void> {
  const example = `${candidates[0]?.code ?? ''} ${event.text.slice(0, 40)}`;
  const items = candidates.map(({ code, title }) => [
    { type: 'text', text: code, style: 'bold' } as const,
    { type: 'text', text: ` ${title.slice(0, titleLengthMax)}` } as const,
  ]);
  await turn.reply([paragraph(turn.say('whichIncident', { example })), { type: 'list', isOrdered: false, items }]);
}

/** Whoever is answered in private, far from the card, must see what it is about. */
export function namingTurn(turn: Turn, code: string): Turn {
  return { ...turn, whisper: (level, text) => turn.whisper(level, text.includes(code) ? text : `${code} · ${text}`) };
}

async function about(store: TenantStore, thread: Thread, command: Command): Promise<AboutWhich> {
  const incident = await store.incidents.get(thread.incidentId);
  return { thread, command, code: incident?.code ?? '', candidates: [] };
}

async function threadOfCode(store: TenantStore, { place }: Message, code: string): Promise<Thread | null> {
  const incident = await store.incidents.getByCode(code.toUpperCase());
  if (incident === null) return null;
  const threads = await store.threads.ofIncident(incident.id);
  const isHere = (thread: Thread): boolean => thread.place.adapter === place.adapter && thread.place.channel === place.channel;
  return threads.find(isHere) ?? threads[0] ?? null;
}

/** By the quoted message's id; where the platform gave us none for it, by the code that all our lines carry. */
async function threadOfQuote(store: TenantStore, event: Message): Promise<Thread | null> {
  const byId = event.quotedId === undefined ? null : await store.threads.findByMessage(event.place, event.quotedId);
  const code = anyCode.exec(event.quotedText ?? '')?.[0];
  return byId ?? (code === undefined ? null : threadOfCode(store, event, code));
}

/** Showing an incident in a further channel is the one command that means another one than those that are here. */
function needsIncident(command: Command): boolean {
  if (command.name === 'mirror') return false;
  if ('target' in command) return command.target === '';
  return ['fact', 'rule-out', 'investigate-again', 'what-changed', 'resume'].includes(command.name);
}
