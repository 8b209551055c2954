/** What adapters hear becomes an operation: deduplicated, on behalf of a person, answered in the thread or to the person alone. */

import { randomBytes } from 'node:crypto';
import type { Actor, ChatAdapter, Inbound, Notice } from '../adapters/contract.ts';
import type { Rich } from '../domain/card.ts';
import type { Clock } from '../domain/clock.ts';
import { ZhibanError } from '../domain/errors.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import type { Place } from '../domain/place.ts';
import type { Person } from '../domain/policy.ts';
import { fill, type Locale, type TextValue } from '../domain/text.ts';
import type { Caller, Operations } from '../operations/contract.ts';
import type { Store } from '../store/contract.ts';
import { botText } from '../text/bot.ts';
import { handleClick, handleForm } from './handle-click.ts';
import { handleCommand } from './handle-command.ts';
import { foreignWorkspace, type Identify } from './identify.ts';
import { linkAdvice } from './link-advice.ts';
import { type Command, parseCommand } from './parse-command.ts';
import { askWhich, namingTurn, whichIncident } from './which-incident.ts';

export interface BotLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface BotDeps {
  readonly tenantId: string;
  readonly operations: Operations;
  readonly store: Store;
  readonly adapters: () => ReadonlyMap<string, ChatAdapter>;
  readonly identify: Identify;
  /** Where people open the console. */
  readonly publicUrl: () => string;
  readonly locale: () => Locale;
  readonly clock: Clock;
  readonly log: BotLog;
}

/** What a handler is given: the caller, and how to answer. */
export interface Turn {
  readonly deps: BotDeps;
  readonly caller: Caller;
  readonly isLinked: boolean;
  readonly actor: Actor;
  readonly say: (key: keyof typeof botText, values?: Readonly<Record<string, TextValue>>) => string;
  readonly whisper: (level: Notice['level'], text: string) => Promise<void>;
  /** In the thread of the message. */
  readonly reply: (rich: readonly Rich[]) => Promise<void>;
}

/** A command that comes this late was meant for another moment: after an outage platforms deliver what is hours old. */
const staleAfterMs = 15 * 60 * 1_000;

/** Returns at once; nothing that happens later reaches the adapter as an error. */
export function createHandleInbound(deps: BotDeps): (event: Inbound) => Promise<void> {
  return async (event) => {
    const locale = event.locale ?? deps.locale();
    try {
      if (event.actor.isBot || event.actor.isExternal) return;
      if (deps.clock.now() - Date.parse(event.at) > staleAfterMs) return;
      if (isTalk(event)) return;
      const store = deps.store.forTenant(deps.tenantId);
      if (!(await store.interactions.claim(`${event.actor.adapter}:${event.key}`, deps.clock.now()))) return;
      await dispatch(deps, event, locale);
    } catch (error) {
      await answerError(deps, event, locale, error);
    }
  };
}

async function dispatch(deps: BotDeps, event: Inbound, locale: Locale): Promise<void> {
  const own = foreignWorkspace(event, deps.adapters().get(event.actor.adapter));
  if (own !== null) return refuseForeigner(deps, event, own);
  if (event.type !== 'message') {
    const turn = await turnOf(deps, event, locale, event.type === 'form' || !looks.clicks.includes(event.actionId));
    return event.type === 'click' ? handleClick(turn, event) : handleForm(turn, event);
  }
  const { thread, command, code, candidates } = await whichIncident(deps, event);
  if (!event.isAddressed && thread === null) return;
  const takesRights = command.name === 'ask' ? thread !== null : !looks.commands.includes(command.name);
  const turn = await turnOf(deps, event, locale, takesRights);
  if (candidates.length > 0) return askWhich(turn, event, candidates);
  await handleCommand(namingTurn(turn, code), command, event, thread);
}

/** In an incident's thread or room people talk to each other: only commands and mentions are for us. */
function isTalk(event: Inbound): boolean {
  if (event.type !== 'message' || event.isAddressed) return false;
  const { name } = parseCommand(event.text);
  return name === 'ask' || name === 'help';
}

/**
 * What anybody may do: the platform isn't asked who they are for it. A click on “reject” only opens a form, whose trigger lives for
 * three seconds; it is the form that takes rights. This list saves a question and grants nothing: every operation checks for itself.
 */
const looks: { readonly clicks: readonly string[]; readonly commands: readonly Command['name'][] } = {
  clicks: ['details', 'reject'],
  commands: ['help', 'incidents', 'show', 'systems', 'silences', 'why-not-told', 'on-duty'],
};

/** Adapters mark people of other companies; who claims another workspace without that mark is forged, or our mistake. */
async function refuseForeigner(deps: BotDeps, event: Inbound, own: string): Promise<void> {
  const { actor } = event;
  deps.log.warn({ adapter: actor.adapter, event: event.type }, 'Somebody of a foreign workspace was refused');
  await deps.store.forTenant(deps.tenantId).audit.append({
    ...{ at: new Date(deps.clock.now()).toISOString(), actor: guestOf(actor).id, door: actor.adapter, incidentId: null },
    ...{ action: `chat.${event.type}`, target: actor.adapter, outcome: 'refused' },
    details: { workspace: actor.workspace.slice(0, 80), own },
  });
}

async function turnOf(deps: BotDeps, event: Inbound, locale: Locale, takesRights: boolean): Promise<Turn> {
  const known = await deps.identify.personOf(event.actor);
  const linked = known ?? (takesRights ? await deps.identify.linkByProfile(event.actor, locale) : null);
  const person: Person = linked ?? guestOf(event.actor);
  const say: Turn['say'] = (key, values = {}) => fill(botText[key][locale], values);
  return {
    deps,
    caller: {
      tenantId: deps.tenantId,
      person,
      door: event.actor.adapter,
      locale,
      ...(event.type === 'form' ? {} : { place: event.place }),
    },
    isLinked: linked !== null,
    actor: event.actor,
    say,
    whisper: (level, text) => event.responder.whisper({ level, text }),
    async reply(rich) {
      if (event.type === 'form') return;
      const adapter = deps.adapters().get(event.actor.adapter);
      const place: Place =
        event.type === 'message' && event.place.thread === undefined ? { ...event.place, thread: event.messageId } : event.place;
      await adapter?.post(place, { rich }, { idempotencyKey: `reply-${event.key}`, locale, priority: 'state' });
    },
  };
}

/** May ask and look; everything else takes a linked person. */
function guestOf(actor: Actor): Person {
  return {
    id: `guest:${actor.adapter}:${actor.userId}`,
    name: actor.name ?? actor.userId,
    roles: ['viewer'],
    identities: { [actor.adapter]: actor.userId },
  };
}

/** Who is refused because nobody has linked the account is told that too, and how to link it: it is the way out. */
async function refusalOf(deps: BotDeps, { actor }: Inbound, locale: Locale, error: ZhibanError): Promise<string> {
  const reason = maskSecrets(error.message);
  if (error.kind !== 'forbidden' || (await deps.identify.personOf(actor)) !== null) return reason;
  return `${reason}\n${await linkAdvice(deps, actor, locale)}`;
}

async function answerError(deps: BotDeps, event: Inbound, locale: Locale, error: unknown): Promise<void> {
  const whisper = (level: Notice['level'], text: string): Promise<void> => event.responder.whisper({ level, text }).catch(() => undefined);
  if (error instanceof ZhibanError && error.kind !== 'unavailable') return whisper('warn', await refusalOf(deps, event, locale, error));
  if (error instanceof ZhibanError) return whisper('error', botText.unavailable[locale]);
  const id = randomBytes(4).toString('hex');
  deps.log.error(
    { id, event: event.type, reason: maskSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error)) },
    'A message could not be handled',
  );
  await whisper('error', fill(botText.broken[locale], { id }));
}
