/** Words go out: posts that are visible once, edits in place, and whispers, all through the queue of their channel. */

import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import type { AdapterLog, Notice, Outgoing, PostOptions } from '../contract.ts';
import { ChatError } from '../contract.ts';
import { createRecentKeys, type RecentKeys } from '../rich/recent-keys.ts';
import { SendQueue } from '../rich/send-queue.ts';
import { cardToBlocks, cardToText, type SlackContent } from './card.ts';
import { isAmbiguous, type SlackClient } from './client.ts';
import { escapeMrkdwn } from './dialect.ts';
import type { SlackIdentity } from './identity.ts';
import type { SlackPace } from './limits.ts';
import { type MessageParts, richToParts, textContent } from './parts.ts';
import { fileNameOf, findMessage, hasFile, messageMetadata } from './reconcile.ts';

export interface OutboundContext {
  readonly client: SlackClient;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly pace: SlackPace;
  identity(): SlackIdentity | null;
  /** Told of every answer that says that the token is not good. */
  onAuthFailure(error: ChatError): void;
}

const posted = z.object({
  channel: z.string(),
  ts: z.string(),
  message: z.object({ thread_ts: z.string().optional() }).optional().catch(undefined),
});
const nothing = z.object({});

export class SlackOutbound {
  readonly #context: OutboundContext;
  readonly #queue: SendQueue<MessageRef>;
  /** Whole posts, and the single messages that they consist of: a post that failed half-way goes on where it stopped. */
  readonly #posts: RecentKeys<MessageRef>;
  readonly #parts: RecentKeys<MessageRef>;
  /** Keys whose sending ended without an answer. */
  readonly #doubtful: RecentKeys<true>;
  readonly #flying = new Map<string, Promise<MessageRef>>();

  constructor(context: OutboundContext) {
    this.#context = context;
    this.#queue = new SendQueue(context.clock, context.pace);
    this.#posts = createRecentKeys(context.clock, { entriesMax: 5_000, keepMs: 24 * 3_600_000 });
    this.#parts = createRecentKeys(context.clock, { entriesMax: 5_000, keepMs: 24 * 3_600_000 });
    this.#doubtful = createRecentKeys(context.clock, { entriesMax: 5_000, keepMs: 24 * 3_600_000 });
  }

  async post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const known = this.#posts.get(options.idempotencyKey) ?? this.#flying.get(options.idempotencyKey);
    if (known !== undefined) return known;
    const work = this.#guarded(this.#postParts(place, toParts(outgoing, options), outgoing, options));
    this.#flying.set(options.idempotencyKey, work);
    try {
      return await work;
    } finally {
      this.#flying.delete(options.idempotencyKey);
    }
  }

  async #postParts(place: Place, content: MessageParts, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const key = options.idempotencyKey;
    const first = await this.#submitPost(place, content.parts[0] ?? textContent(''), key, outgoing, options);
    for (const [index, part] of content.parts.slice(1).entries()) {
      await this.#submitPost(first.place, part, `${key}#${index + 2}`, outgoing, options);
    }
    if (content.file !== null) await this.#submitFile(first, content.file, key, options);
    this.#posts.set(key, first);
    return first;
  }

  #submitPost(place: Place, content: SlackContent, key: string, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const known = this.#parts.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const run = async (): Promise<MessageRef> => {
      const ref = await this.#sendWithFallback(place, content, key, outgoing, options.isRetry !== false);
      this.#parts.set(key, ref);
      return ref;
    };
    return this.#queue.submit({ lane: place.channel, method: 'chat.postMessage', priority: options.priority, run });
  }

  #submitFile(below: MessageRef, text: string, key: string, options: PostOptions): Promise<MessageRef> {
    const run = async (): Promise<MessageRef> => {
      const place = { channel: below.place.channel, thread: below.place.thread };
      if (await hasFile(this.#context.client, this.#context.identity(), place, key, this.#context.clock.now())) return below;
      const name = fileNameOf(key);
      await this.#context.client.upload({
        channel: place.channel,
        thread: place.thread ?? below.id,
        name,
        title: name,
        content: Buffer.from(text),
      });
      return below;
    };
    return this.#queue.submit({ lane: below.place.channel, method: 'files.upload', priority: options.priority, run });
  }

  /** When Slack doesn't take the blocks, the words still go out. */
  async #sendWithFallback(place: Place, content: SlackContent, key: string, outgoing: Outgoing, mayExist: boolean) {
    try {
      return await this.#sendOnce(place, content, key, mayExist);
    } catch (error) {
      if (!isRefusedContent(error) || !('card' in outgoing)) throw error;
      this.#context.log.error({ code: error.platformCode, incident: outgoing.card.code }, 'Slack refused a card: sent as text');
      return this.#sendOnce(place, textContent(cardToText(outgoing.card)), key, false);
    }
  }

  /** Looks first where the message may be there already, and again after any answer that leaves it open. */
  async #sendOnce(place: Place, content: SlackContent, key: string, mayExist: boolean): Promise<MessageRef> {
    if (mayExist || this.#doubtful.get(key)) {
      const found = await this.#lookFor(place, key);
      if (found !== null) return found;
    }
    try {
      return await this.#send(place, content, key);
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      this.#doubtful.set(key, true);
      const found = await this.#lookPatiently(place, key);
      return found ?? this.#send(place, content, key);
    }
  }

  async #lookPatiently(place: Place, key: string): Promise<MessageRef | null> {
    for (const waitMs of this.#context.pace.lookAfterMs) {
      await this.#context.clock.sleep(waitMs);
      const found = await this.#lookFor(place, key);
      if (found !== null) return found;
    }
    return null;
  }

  async #lookFor(place: Place, key: string): Promise<MessageRef | null> {
    try {
      const found = await findMessage(
        this.#context.client,
        this.#context.identity(),
        { channel: place.channel, thread: threadOf(place) },
        key,
        this.#context.clock.now(),
      );
      return found === null ? null : this.#toRef(place, found.channel, found.ts);
    } catch (error) {
      if (!(error instanceof ChatError) || (error.kind !== 'forbidden' && error.kind !== 'gone')) throw error;
      this.#context.log.warn(
        { channel: place.channel, code: error.platformCode },
        'Cannot read the channel back: a post may show twice after a failure',
      );
      return null;
    }
  }

  async #send(place: Place, content: SlackContent, key: string): Promise<MessageRef> {
    const thread = threadOf(place);
    const parameters = { ...messageParameters(place.channel, content), thread_ts: thread, metadata: messageMetadata(key) };
    const answer = await this.#context.client.call('chat.postMessage', parameters, posted);
    if (thread !== undefined && answer.message !== undefined && answer.message.thread_ts !== thread) {
      await this.#context.client.call('chat.delete', { channel: answer.channel, ts: answer.ts }, nothing).catch(() => undefined);
      throw new ChatError('gone', `Slack put a reply outside of its thread in ${place.channel}: removed again`);
    }
    return this.#toRef(place, answer.channel, answer.ts);
  }

  edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const content = toParts(outgoing, options).parts[0] ?? textContent('');
    const run = async (): Promise<MessageRef> => {
      try {
        return await this.#update(message, content);
      } catch (error) {
        if (isRefusedContent(error) && 'card' in outgoing) return this.#update(message, textContent(cardToText(outgoing.card)));
        if (!isUneditable(error)) throw error;
        this.#context.log.warn(
          { channel: message.place.channel, code: error.platformCode },
          'A message can no longer be edited: posting it afresh',
        );
        const { thread, ...channelPlace } = message.place;
        const place = thread === undefined || thread === message.id ? channelPlace : message.place;
        return this.#sendWithFallback(place, content, `${options.idempotencyKey}:afresh`, outgoing, true);
      }
    };
    const { channel } = message.place;
    return this.#guarded(
      this.#queue.submit({ lane: channel, method: 'chat.update', priority: options.priority, mergeKey: `${channel}:${message.id}`, run }),
    );
  }

  /** The same edit twice is one edit, so an open end is simply tried once more. */
  async #update(message: MessageRef, content: SlackContent): Promise<MessageRef> {
    const parameters = { ...messageParameters(message.place.channel, content), ts: message.id };
    try {
      await this.#context.client.call('chat.update', parameters, nothing);
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind !== 'transient') throw error;
      await this.#context.clock.sleep(this.#context.pace.lookAfterMs[0] ?? 300);
      await this.#context.client.call('chat.update', parameters, nothing);
    }
    return this.#toRef(message.place, message.place.channel, message.id);
  }

  async whisper(place: Place, userId: string, notice: Notice): Promise<boolean> {
    const parameters = { channel: place.channel, user: userId, thread_ts: threadOf(place), text: noticeText(notice) };
    try {
      await this.#context.client.call('chat.postEphemeral', parameters, nothing);
      return true;
    } catch (error) {
      const code = error instanceof ChatError ? error.platformCode : null;
      this.#context.log.warn({ channel: place.channel, code }, 'A private notice could not be shown');
      if (error instanceof ChatError && error.kind === 'auth') this.#context.onAuthFailure(error);
      return false;
    }
  }

  async linkTo(message: MessageRef): Promise<string | null> {
    const parameters = { channel: message.place.channel, message_ts: message.id };
    const answer = await this.#context.client.call('chat.getPermalink', parameters, z.object({ permalink: z.url() })).catch(() => null);
    return answer?.permalink ?? null;
  }

  #toRef(place: Place, channel: string, ts: string): MessageRef {
    const workspace = this.#context.identity()?.teamId ?? place.workspace;
    return { place: { adapter: 'slack', workspace, channel, thread: threadOf(place) ?? ts }, id: ts };
  }

  async #guarded(work: Promise<MessageRef>): Promise<MessageRef> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof ChatError && error.kind === 'auth') this.#context.onAuthFailure(error);
      throw error;
    }
  }

  /** Refuses what waits; returns when what is on its way has ended. */
  stop(): Promise<void> {
    return this.#queue.stop();
  }
}

const noticeMarks: Readonly<Record<Notice['level'], string>> = { ok: '✅', info: 'ℹ️', warn: '⚠️', error: '⛔' };

/** What one person is told; short by nature, shortened if not. */
export function noticeText(notice: Notice): string {
  return `${noticeMarks[notice.level]} ${escapeMrkdwn(notice.text)}`.slice(0, 3_000);
}

/** A thread is a message's timestamp; anything else (the made-up id of a slash command) means the channel itself. */
export function threadOf(place: Place): string | undefined {
  return place.thread !== undefined && /^\d{6,12}\.\d{4,7}$/.test(place.thread) ? place.thread : undefined;
}

function toParts(outgoing: Outgoing, options: PostOptions): MessageParts {
  if ('card' in outgoing) return { parts: [cardToBlocks(outgoing.card, options.locale, options.mention)], file: null };
  return richToParts(outgoing.rich, options.locale, options.mention);
}

function messageParameters(channel: string, content: SlackContent): Record<string, unknown> {
  return { channel, ...content, unfurl_links: false, unfurl_media: false };
}

function isRefusedContent(error: unknown): error is ChatError {
  return error instanceof ChatError && (error.kind === 'too-large' || /^invalid_(blocks|attachments)/.test(error.platformCode ?? ''));
}

function isUneditable(error: unknown): error is ChatError {
  const codes = ['message_not_found', 'cant_update_message', 'edit_window_closed', 'message_deleted'];
  return error instanceof ChatError && codes.includes(error.platformCode ?? '');
}
