/** What people say becomes a message or a choice: who they are is the server's word, never theirs. */

import type { Actor, Form, Inbound, Notice, Place, Responder } from 'zhiban/plugin';
import { lower, nickOf } from './line.ts';
import type { Said, SeenCard } from './seen-cards.ts';
import { tagOf } from './words.ts';

export interface Spoken {
  readonly prefix: string;
  /** The channel, or the bot's own nick. */
  readonly target: string;
  readonly text: string;
  readonly atMs: number;
  /** Unlike any other that was or will be. */
  readonly key: string;
}

export interface HearDeps {
  readonly workspace: string;
  readonly nicks: () => readonly string[];
  readonly said: Said;
  /** The account that the network vouches for; null when it vouches for none. */
  readonly accountOf: (spoken: Spoken) => Promise<string | null>;
  readonly tell: (nick: string, notice: Notice) => Promise<void>;
  readonly sink: (event: Inbound) => void;
}

/** Colours take numbers along; the others only change how the text looks. */
const colour = String.raw`\x03\d{0,2}(?:,\d{1,2})?|\x04[0-9a-fA-F]{0,6}`;
const formatting = new RegExp(String.raw`${colour}|[\x02\x0f\x11\x16\x1d-\x1f]`, 'g');
const choicePattern = /^!([a-z][a-z-]{0,40})\s+#?(zb-\d{1,9})\s+([0-9a-f]{8})(?:\s+(.*))?$/i;
const anyChoice = /^![a-z][a-z-]*\s+#?zb-\d{1,9}\b/i;
const leadingCode = /^#?(zb-\d{1,9})\s*[:：,，]?\s+(\S.*)$/is;

const stale = {
  en: 'The card offers something else by now: look at its newest choices',
  'zh-CN': '卡片内容已变化，请以最新列出的命令为准',
} as const;

export async function hear(deps: HearDeps, spoken: Spoken): Promise<void> {
  const text = spoken.text.replaceAll(formatting, '').trim();
  // Requests between clients, and what others did.
  if (text === '' || text.includes('\u0001')) return;
  const nick = nickOf(spoken.prefix);
  const isPrivate = !/^[#&+!]/.test(spoken.target);
  const place: Place = { adapter: 'irc', workspace: deps.workspace, channel: isPrivate ? nick : spoken.target };
  if (anyChoice.test(text)) return choose(deps, spoken, place, text);
  const called = withoutName(text, deps.nicks());
  const isAddressed = isPrivate || called !== null;
  const words = called ?? text;
  const about = await cardNamed(deps, place, words);
  if (!isAddressed && about === null)
    return deps.sink({ ...(await head(deps, spoken, false)), ...message(spoken, place, words), isAddressed });
  const heard = { ...(await head(deps, spoken, true)), ...message(spoken, place, about?.rest ?? words), isAddressed };
  deps.sink(about === null ? heard : { ...heard, quotedId: about.id });
}

function message({ key }: Spoken, place: Place, text: string) {
  return { type: 'message', place, text, messageId: key } as const;
}

async function head(deps: HearDeps, spoken: Spoken, isAsked: boolean) {
  const { key, atMs } = spoken;
  return {
    key,
    at: new Date(atMs).toISOString(),
    actor: await actorOf(deps, spoken, isAsked),
    responder: responderTo(deps, nickOf(spoken.prefix)),
  };
}

/** Whom the network doesn't vouch for is somebody else each time: a link to that name would open the door to whoever takes the nick next. */
async function actorOf(deps: HearDeps, spoken: Spoken, isAsked: boolean): Promise<Actor> {
  const nick = nickOf(spoken.prefix);
  const account = isAsked ? await deps.accountOf(spoken) : null;
  const userId = account ?? `unknown:${nick}:${spoken.key}`;
  return { adapter: 'irc', workspace: deps.workspace, userId, name: nick, isBot: false, isExternal: false };
}

function responderTo(deps: HearDeps, nick: string): Responder {
  return {
    whisper: (notice) => deps.tell(nick, notice),
    openForm: async (_form: Form) => false,
  };
}

/** A choice counts for the card as it is shown now: what was typed for an older one is refused. */
async function choose(deps: HearDeps, spoken: Spoken, place: Place, text: string): Promise<void> {
  const nick = nickOf(spoken.prefix);
  const [, action = '', code = '', tag = '', words = ''] = choicePattern.exec(text) ?? [];
  const found = (await cardsHere(deps, place)).find(([, card]) => card.code === code.toUpperCase());
  const button = found?.[1].buttons.find((each) => each.id === action.toLowerCase() && tagOf(each.value) === tag.toLowerCase());
  if (found === undefined || button === undefined) return deps.tell(nick, { level: 'warn', text: stale[found?.[1].locale ?? 'en'] });
  const [id, card] = found;
  const shared = { ...(await head(deps, spoken, true)), locale: card.locale };
  if (button.form !== undefined) {
    const fields = { [button.form.fieldId]: words.trim() };
    return deps.sink({ type: 'form', ...shared, formId: button.form.id, fields });
  }
  const cardPlace: Place = { ...place, channel: card.channel };
  deps.sink({ type: 'click', ...shared, place, card: { place: cardPlace, id }, actionId: button.id, value: button.value });
}

/** The newest first; in private those of every channel. */
async function cardsHere({ said }: HearDeps, { channel }: Place): Promise<readonly (readonly [string, SeenCard])[]> {
  const isPrivate = !/^[#&+!]/.test(channel);
  const all = await said.cards.entries();
  return all.filter(([, card]) => isPrivate || lower(card.channel) === lower(channel)).toReversed();
}

/** `ZB-7 why?` speaks of that card, as quoting it would. */
async function cardNamed(deps: HearDeps, place: Place, text: string): Promise<{ readonly id: string; readonly rest: string } | null> {
  const match = leadingCode.exec(text);
  if (match === null) return null;
  const [, code = '', rest = ''] = match;
  const found = (await cardsHere(deps, place)).find(([, card]) => card.code === code.toUpperCase());
  return found === undefined ? null : { id: found[0], rest };
}

function withoutName(text: string, nicks: readonly string[]): string | null {
  for (const nick of nicks) {
    const start = text.slice(0, nick.length + 2);
    const at = start.startsWith('@') ? 1 : 0;
    if (lower(text.slice(at, at + nick.length)) !== lower(nick)) continue;
    const rest = text.slice(at + nick.length);
    if (/^\s*[:,：，]|^\s|^$/.test(rest)) return rest.replace(/^\s*[:,：，]?\s*/, '');
  }
  return null;
}
