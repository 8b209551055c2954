/** The bot over real operations and a real store; what it says is written down where a platform would show it. */

import type { Actor, ChatAdapter, Form, Inbound, Notice, Outgoing, PostOptions, Responder } from '../../src/adapters/contract.ts';
import { type BotDeps, createHandleInbound } from '../../src/bot/handle-inbound.ts';
import { createIdentify } from '../../src/bot/identify.ts';
import type { MessageRef, Place } from '../../src/domain/place.ts';
import type { Locale } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { type Desk, type DeskOptions, openDesk } from '../operations/desk.ts';

export interface Said {
  readonly place: Place;
  readonly outgoing: Outgoing;
  readonly options: PostOptions;
}

export interface BotDesk extends Desk {
  readonly whispers: readonly Notice[];
  readonly forms: readonly Form[];
  readonly posts: readonly Said[];
  readonly logged: readonly string[];
  /** The thread of an incident that already has its card. */
  threadOf(incidentId: string): Promise<Place>;
  handle(event: Inbound): Promise<void>;
  /** A message of a person, in the channel or in a thread. */
  hear(userId: string, text: string, change?: Partial<Extract<Inbound, { type: 'message' }>>): Promise<void>;
  click(userId: string, actionId: string, value: string, change?: Partial<Extract<Inbound, { type: 'click' }>>): Promise<void>;
  submit(userId: string, formId: string, fields: Readonly<Record<string, string>>): Promise<void>;
}

export const channel: Place = { adapter: 'slack', workspace: 'T1', channel: 'C1' };

export interface BotDeskOptions extends DeskOptions {
  readonly locale?: Locale;
  readonly hasForms?: boolean;
  readonly linksByProfile?: boolean;
  readonly threads?: 'native' | 'none';
  readonly change?: (deps: BotDeps) => BotDeps;
}

let messages = 0;

export async function openBotDesk(store: Store, options: BotDeskOptions = {}): Promise<BotDesk> {
  const desk = await openDesk(store, options);
  const [whispers, forms, posts, logged]: [Notice[], Form[], Said[], string[]] = [[], [], [], []];
  const responder: Responder = {
    whisper: async (notice) => void whispers.push(notice),
    async openForm(form) {
      forms.push(form);
      return options.hasForms ?? true;
    },
  };
  const adapter = {
    name: 'slack',
    capabilities: { privateReply: true, threads: options.threads ?? 'native' },
    post: async (place: Place, outgoing: Outgoing, given: PostOptions): Promise<MessageRef> => {
      posts.push({ place, outgoing, options: given });
      return { place, id: `m-${posts.length}` };
    },
  } as unknown as ChatAdapter;
  const deps: BotDeps = {
    tenantId: desk.store.tenantId,
    operations: desk.operations,
    store: desk.deps.store,
    adapters: () => new Map([['slack', adapter]]),
    identify: createIdentify({
      ...{ tenantId: desk.store.tenantId, store: desk.deps.store, clock: desk.deps.clock },
      ...{ directory: desk.deps.directory, vouch: desk.deps.vouch, linksByProfile: () => options.linksByProfile ?? true },
    }),
    publicUrl: () => 'https://zhiban.example.com',
    locale: () => options.locale ?? 'en',
    clock: desk.deps.clock,
    log: {
      warn: (fields, message) => logged.push(`${message} ${JSON.stringify(fields)}`),
      error: (fields, message) => logged.push(`${message} ${JSON.stringify(fields)}`),
    },
  };
  const handle = createHandleInbound(options.change?.(deps) ?? deps);
  const envelope = (userId: string) => {
    messages += 1;
    const actor: Actor = { adapter: 'slack', workspace: 'T1', userId, name: userId, isBot: false, isExternal: false };
    return { key: `event-${messages}`, at: new Date(desk.deps.clock.now()).toISOString(), actor, responder };
  };
  return {
    ...desk,
    whispers,
    forms,
    posts,
    logged,
    handle,
    async threadOf(incidentId) {
      const thread = await desk.store.threads.create({ incidentId, place: channel, locale: 'en', parent: null });
      await desk.store.threads.setRoot(thread.id, { place: channel, id: 'root-1' }, 1);
      return { ...channel, thread: 'root-1' };
    },
    hear: (userId, text, change = {}) =>
      handle({
        type: 'message',
        ...envelope(userId),
        place: channel,
        text,
        isAddressed: true,
        messageId: `message-${messages}`,
        ...change,
      }),
    click: (userId, actionId, value, change = {}) =>
      handle({ type: 'click', ...envelope(userId), place: channel, card: { place: channel, id: 'root-1' }, actionId, value, ...change }),
    submit: (userId, formId, fields) => handle({ type: 'form', ...envelope(userId), formId, fields }),
  };
}

/** All words of a post, without their form. */
export function wordsOf({ outgoing }: Said): string {
  return JSON.stringify('rich' in outgoing ? outgoing.rich : outgoing.card);
}
