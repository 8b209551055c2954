/**
 * A plugin's chat platform as an adapter: routes and identities name it as `chat:NAME`. What it hears is fetched at Zhiban's pace, checked,
 * and given the adapter's own name, so that it speaks for nobody of another platform. A process that was stopped is listened to again once
 * it is started anew; what was to be said waits in the outbox meanwhile.
 */

import { z } from 'zod';
import {
  type Actor,
  type AdapterContext,
  type AdapterHealth,
  type Capabilities,
  type ChatAdapter,
  ChatError,
  type Inbound,
  type Notice,
  type Outgoing,
  type OutgoingFile,
  type PostOptions,
  type Profile,
  type Urgency,
} from '../../adapters/contract.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import { fileBytesMax, linkSchema, messageRefSchema, profileSchema } from '../chat-protocol.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';
import type { Method } from '../protocol.ts';
import { chatErrorOf } from './chat-error-of.ts';
import { type Heard, listenToChat, placeOf } from './listen-to-chat.ts';

/** Like the outbox's lease: what takes longer is tried again there. */
const sendWithinMs = 30_000;
const askWithinMs = 5_000;

/** Of a plugin that has never been up: nothing is promised. */
const unknown: Capabilities = {
  ...{ threads: 'none', cardEdit: false, buttons: 0, forms: 'none', privateReply: false, sendIdempotency: false },
  ...{ ackWithinMs: 2_000, textBytesMax: 4_000, cardBytesMax: 4_000, editIntervalMs: 1_000 },
};

export function createRemoteChat(plugin: KeptPlugin, context: AdapterContext): ChatAdapter {
  return new RemoteChat(plugin, context);
}

class RemoteChat implements ChatAdapter {
  readonly name: string;
  readonly #plugin: KeptPlugin;
  readonly #context: AdapterContext;
  readonly #stop = new AbortController();
  #listening: Promise<void> | null = null;
  #heard: Heard | null = null;
  #since: string;

  constructor(plugin: KeptPlugin, context: AdapterContext) {
    this.name = `chat:${plugin.name}`;
    this.#plugin = plugin;
    this.#context = context;
    this.#since = new Date(context.clock.now()).toISOString();
  }

  get capabilities(): Capabilities {
    const { editWindowMs, repeatsDoubtfulLines, ...rest } = this.#plugin.description()?.chat?.capabilities ?? unknown;
    return {
      ...rest,
      ...(editWindowMs === undefined ? {} : { editWindowMs }),
      ...(repeatsDoubtfulLines === undefined ? {} : { repeatsDoubtfulLines }),
    };
  }

  workspace(): string | null {
    return this.#heard?.workspace ?? null;
  }

  async start(sink: (event: Inbound) => void): Promise<void> {
    this.#listening ??= listenToChat({
      ...{ plugin: this.#plugin, name: this.name, context: this.#context, signal: this.#stop.signal },
      sink,
      onHeard: (heard) => {
        this.#heard = heard;
      },
      respond: (number, answer) => this.#ask('chat.respond', { number, ...answer }, z.boolean(), askWithinMs),
    });
  }

  async stop(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#since = new Date(this.#context.clock.now()).toISOString();
    this.#stop.abort();
    await this.#plugin.ask('chat.stop', {}, z.null(), { withinMs: askWithinMs }).catch(() => undefined);
    await this.#listening;
  }

  health(): AdapterHealth {
    if (this.#stop.signal.aborted) return { state: 'down', since: this.#since, reason: 'stopped' };
    const { state, since, reason } = this.#plugin.state();
    if (state === 'up') return this.#heard?.life === this.#plugin.life() ? this.#heard.health : { state: 'connecting', since };
    const isOver = state === 'stopped' || state === 'refused';
    return { state: isOver ? 'fatal' : 'down', since, reason: reason?.en ?? `the plugin is ${state}` };
  }

  post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    return this.#send('chat.post', { place, outgoing, options });
  }

  edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    return this.#send('chat.edit', { message, outgoing, options });
  }

  async whisper(place: Place, actor: Actor, notice: Notice): Promise<void> {
    await this.#ask('chat.whisper', { place, actor, notice }, z.null(), sendWithinMs);
  }

  async linkTo(message: MessageRef): Promise<string | null> {
    if (this.#plugin.description()?.chat?.hasLinks !== true) return null;
    return this.#ask('chat.linkTo', { message }, linkSchema, askWithinMs);
  }

  async profileOf(userId: string): Promise<Profile | null> {
    if (this.#plugin.description()?.chat?.hasProfiles !== true) return null;
    return this.#ask('chat.profileOf', { userId }, profileSchema, askWithinMs);
  }

  async urge(message: MessageRef, userIds: readonly string[], means: Urgency): Promise<void> {
    if (this.#plugin.description()?.chat?.hasUrge !== true) return;
    await this.#ask('chat.urge', { message, userIds, means }, z.null(), sendWithinMs);
  }

  async upload(place: Place, file: OutgoingFile, options: PostOptions): Promise<MessageRef> {
    if (this.#plugin.description()?.chat?.hasUpload !== true) throw new ChatError('format', `${this.name} takes no files`);
    if (file.bytes.length > fileBytesMax) throw new ChatError('too-large', `The file is larger than ${fileBytesMax} bytes`);
    const base64 = Buffer.from(file.bytes).toString('base64');
    return this.#send('chat.upload', { place, name: file.name, title: file.title, base64, options });
  }

  async #send(method: Method, params: Readonly<Record<string, unknown>>): Promise<MessageRef> {
    const { place, id } = await this.#ask(method, params, messageRefSchema, sendWithinMs);
    return { place: placeOf(this.name, place), id };
  }

  async #ask<T>(method: Method, params: Readonly<Record<string, unknown>>, schema: z.ZodType<T>, withinMs: number): Promise<T> {
    if (this.#listening === null || this.#stop.signal.aborted) throw new ChatError('transient', `${this.name} is not started`);
    try {
      return await this.#plugin.ask(method, params, schema, { withinMs });
    } catch (error) {
      throw chatErrorOf(error);
    }
  }
}
