/**
 * The chat platform of a plugin, as Zhiban asks for it. What people say waits here, bounded, until Zhiban fetches it; an answer that went
 * astray is given again. How each is answered is remembered by its number.
 */

import type { AdapterHealth, Form, Inbound, Notice, Outgoing, PostOptions, Responder, Urgency } from '../../adapters/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import { hearingLimits } from '../chat-protocol.ts';
import type { ChatPart, PluginParts } from '../contract.ts';
import { GoneError } from './gone-error.ts';

type Given = Readonly<Record<string, unknown>>;

/** How often the health is looked at while nothing is said. */
const healthEveryMs = 250;

export function chatMethods(ready: () => PluginParts, clock: Clock) {
  const hearing = createHearing(clock);
  const chat = (): ChatPart => {
    const found = ready().chat;
    if (found === undefined) throw new GoneError('The plugin brings no chat');
    return found;
  };
  return {
    'chat.start': () => chat().start(hearing.sink),
    async 'chat.hear'({ after, waitMs }: Given, signal: AbortSignal) {
      const part = chat();
      return hearing.hear(part, Number(after), Math.min(hearingLimits.waitMs, Number(waitMs)), signal);
    },
    async 'chat.respond'({ number, notice, form }: Given) {
      const responder = hearing.responderOf(Number(number));
      if (form !== undefined) return responder === null ? false : responder.openForm(form as Form);
      await responder?.whisper(notice as Notice);
      return true;
    },
    'chat.post': ({ place, outgoing, options }: Given) => chat().post(place as Place, outgoing as Outgoing, options as PostOptions),
    'chat.edit': ({ message, outgoing, options }: Given) =>
      chat().edit(message as MessageRef, outgoing as Outgoing, options as PostOptions),
    'chat.whisper': ({ place, actor, notice }: Given) => chat().whisper(place as Place, actor as Inbound['actor'], notice as Notice),
    'chat.linkTo': ({ message }: Given) => chat().linkTo?.(message as MessageRef) ?? null,
    'chat.profileOf': ({ userId }: Given) => chat().profileOf?.(String(userId)) ?? null,
    'chat.urge': ({ message, userIds, means }: Given) =>
      chat().urge?.(message as MessageRef, userIds as readonly string[], means as Urgency),
    'chat.upload'({ place, name, title, base64, options }: Given) {
      const file = { name: String(name), title: String(title), bytes: new Uint8Array(Buffer.from(String(base64), 'base64')) };
      return chat().upload?.(place as Place, file, options as PostOptions);
    },
    'chat.stop': () => chat().stop(),
  };
}

type Told = Omit<Inbound, 'responder'> & { readonly number: number };

function createHearing(clock: Clock) {
  const waiting: Told[] = [];
  const responders = new Map<number, Responder>();
  let last = 0;
  let dropped = 0;
  let wake: AbortController | null = null;

  function remember(responder: Responder): void {
    responders.set(last, responder);
    for (const oldest of responders.keys()) {
      if (responders.size <= hearingLimits.responders) break;
      responders.delete(oldest);
    }
  }

  return {
    sink(event: Inbound): void {
      if (waiting.length >= hearingLimits.waiting) {
        dropped += 1;
        return;
      }
      last += 1;
      const { responder, ...told } = event;
      waiting.push({ ...told, number: last });
      remember(responder);
      wake?.abort();
    },
    responderOf: (number: number): Responder | null => responders.get(number) ?? null,
    /** Returns as soon as there is something, or the health is another one than at the beginning. */
    async hear(part: ChatPart, after: number, waitMs: number, signal: AbortSignal) {
      while (waiting[0] !== undefined && waiting[0].number <= after) waiting.shift();
      const untilMs = clock.now() + waitMs;
      const before = describeHealth(part.health());
      while (waiting.length === 0 && clock.now() < untilMs && !signal.aborted && describeHealth(part.health()) === before) {
        wake = new AbortController();
        await clock.sleep(healthEveryMs, AbortSignal.any([wake.signal, signal])).catch(() => undefined);
      }
      const lost = dropped;
      dropped = 0;
      const health = part.health();
      return { events: waiting.slice(0, hearingLimits.batch), dropped: lost, health, workspace: part.workspace?.() ?? null };
    },
  };
}

function describeHealth({ state, reason }: AdapterHealth): string {
  return `${state} ${reason ?? ''}`;
}
