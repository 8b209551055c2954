/** The console's own channel: messages are rows of the store, the page shows them live. Needs no account and no network. */

import type { Clock } from '../../domain/clock.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import type { Person } from '../../domain/policy.ts';
import type { Locale } from '../../domain/text.ts';
import type { ConsoleChatStore, ConsoleMessage } from '../../store/chat-contract.ts';
import {
  type Actor,
  type Capabilities,
  type ChatAdapter,
  ChatError,
  type Form,
  type Inbound,
  type Notice,
  type Outgoing,
  type PostOptions,
  type Responder,
} from '../contract.ts';
import type { ConsoleDoor } from './door.ts';

export interface ConsoleAdapter extends ChatAdapter {
  readonly door: ConsoleDoor;
}

const workspace = 'zhiban';
const channel = 'ops';
/** How long a click waits for its private answer. */
const answerWithinMs = 3_000;

const capabilities: Capabilities = {
  threads: 'native',
  cardEdit: true,
  buttons: 3,
  forms: 'modal',
  privateReply: true,
  sendIdempotency: true,
  ackWithinMs: answerWithinMs,
  textBytesMax: 100_000,
  cardBytesMax: 200_000,
  editIntervalMs: 0,
};

/** Settles when the event has been dealt with. */
type InboundSink = (event: Inbound) => void | Promise<void>;

/** Opens nothing; stops with the process. */
export function createConsoleAdapter(chat: ConsoleChatStore, context: { readonly clock: Clock }): ConsoleAdapter {
  const { clock } = context;
  let sink: InboundSink | null = null;
  let since = new Date(clock.now()).toISOString();
  const now = (): string => new Date(clock.now()).toISOString();

  function listener(): InboundSink {
    if (sink === null) throw new ChatError('transient', 'The console’s channel has not been started');
    return sink;
  }

  return {
    name: 'console',
    capabilities,
    workspace: () => workspace,
    async start(given) {
      sink = given;
      since = now();
    },
    async stop() {
      sink = null;
    },
    health: () => ({ state: sink === null ? 'down' : 'up', since }),
    post: (place, outgoing, options) => post(chat, place, outgoing, options, now()),
    async edit(message, outgoing) {
      if ((await chat.get(message.id)) === null) throw new ChatError('gone', `The message '${message.id}' is not there any more`);
      await chat.edit(message.id, bodyOf(outgoing), now());
      return message;
    },
    whisper: async () => undefined,
    door: createDoor(chat, clock, listener),
  };
}

/** What pages call: said, clicked and submitted here becomes an event like that of any other platform. */
function createDoor(chat: ConsoleChatStore, clock: Clock, listener: () => InboundSink): ConsoleDoor {
  const now = (): string => new Date(clock.now()).toISOString();
  return {
    async say(person, locale, { text, threadId }) {
      // Before anything is written: what nobody hears must not stand there as if somebody had.
      const deliver = listener();
      const key = `say-${person.id}-${now()}-${Math.random().toString(36).slice(2)}`;
      const said = await chat.post({
        channel,
        threadId,
        author: person.id,
        authorName: person.name,
        isBot: false,
        body: { text },
        incidentId: null,
        idempotencyKey: key,
        at: now(),
      });
      // The sender hears that all is well once what was said has become a record of its own.
      await deliver(messageEvent(person, locale, said, text, answerInThread(chat, said, now)));
      return said;
    },
    click: (person, locale, click) =>
      waitForAnswer(async (responder) => {
        const message = await chat.get(click.messageId);
        if (message === null) throw new ChatError('gone', 'The card is not there any more');
        const place = placeOf(message);
        const key = `click-${click.messageId}-${click.actionId}-${person.id}-${clock.now()}`;
        listener()({
          type: 'click',
          key,
          at: now(),
          place,
          actor: actorOf(person),
          card: { place, id: message.id },
          actionId: click.actionId,
          value: click.value,
          locale,
          responder,
        });
      }),
    submit: async (person, locale, { formId, fields }) => {
      const key = `form-${formId}-${person.id}-${clock.now()}`;
      const { notice } = await waitForAnswer(async (responder) =>
        listener()({ type: 'form', key, at: now(), actor: actorOf(person), formId, fields, locale, responder }),
      );
      return { notice };
    },
    roots: (name, limit, beforeId) => chat.roots(name, limit, beforeId),
    thread: (rootId, limit) => chat.thread(rootId, limit),
  };
}

async function post(chat: ConsoleChatStore, place: Place, outgoing: Outgoing, options: PostOptions, at: string): Promise<MessageRef> {
  const incidentId = 'card' in outgoing ? outgoing.card.incidentId : null;
  const posted = await chat.post({
    channel: place.channel,
    threadId: place.thread ?? null,
    author: 'zhiban',
    authorName: 'Zhiban',
    isBot: true,
    body: bodyOf(outgoing),
    incidentId,
    idempotencyKey: options.idempotencyKey,
    at,
  });
  return { place, id: posted.id };
}

function bodyOf(outgoing: Outgoing): Readonly<Record<string, unknown>> {
  return 'card' in outgoing ? { card: outgoing.card } : { rich: outgoing.rich };
}

function actorOf(person: Person): Actor {
  return { adapter: 'console', workspace, userId: person.id, name: person.name, isBot: false, isExternal: false };
}

function placeOf(message: ConsoleMessage): Place {
  const place = { adapter: 'console', workspace, channel: message.channel };
  return message.threadId === null ? place : { ...place, thread: message.threadId };
}

/** Everything said here is said to Zhiban: it is its own channel. */
function messageEvent(person: Person, locale: Locale, said: ConsoleMessage, text: string, responder: Responder): Inbound {
  return {
    type: 'message',
    key: said.id,
    at: said.at,
    place: placeOf(said),
    actor: actorOf(person),
    text,
    isAddressed: true,
    messageId: said.id,
    locale,
    responder,
  };
}

/** A typed command has no private answer on a page: refusals are said in the thread, confirmations show on the card. */
function answerInThread(chat: ConsoleChatStore, said: ConsoleMessage, now: () => string): Responder {
  return {
    async whisper(notice) {
      const threadId = said.threadId ?? said.id;
      const idempotencyKey = `answer-${said.id}`;
      await chat.post({
        channel: said.channel,
        threadId,
        author: 'zhiban',
        authorName: 'Zhiban',
        isBot: true,
        body: { text: notice.text, notice: notice.level },
        incidentId: null,
        idempotencyKey,
        at: now(),
      });
    },
    openForm: async () => false,
  };
}

async function waitForAnswer(
  begin: (responder: Responder) => Promise<void>,
): Promise<{ readonly notice: Notice | null; readonly form: Form | null }> {
  let timer: NodeJS.Timeout | undefined;
  const answered = new Promise<{ readonly notice: Notice | null; readonly form: Form | null }>((resolve) => {
    timer = setTimeout(() => resolve({ notice: null, form: null }), answerWithinMs);
    const responder: Responder = {
      whisper: async (notice) => resolve({ notice, form: null }),
      openForm: async (form) => {
        resolve({ notice: null, form });
        return true;
      },
    };
    begin(responder).catch((error: unknown) =>
      resolve({ notice: { level: 'error', text: error instanceof Error ? error.message : String(error) }, form: null }),
    );
  });
  return answered.finally(() => clearTimeout(timer));
}
