/** Words go out: posts that are visible once, edits in place, and private words, all through the queue of their chat. */

import type { Clock } from '../../domain/clock.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import type { Locale } from '../../domain/text.ts';
import type { AdapterLog, Notice, Outgoing, OutgoingFile, PostOptions } from '../contract.ts';
import { ChatError } from '../contract.ts';
import { createRecentKeys, type RecentKeys } from '../rich/recent-keys.ts';
import { SendQueue } from '../rich/send-queue.ts';
import { shortHash } from '../rich/short-hash.ts';
import { shorten } from '../rich/shorten.ts';
import { cardToFeishu, cardToPlainFeishu, movedCard } from './card.ts';
import type { FeishuClient } from './client.ts';
import { isRefusedCard, uneditableCodes } from './codes.ts';
import { isOpenId } from './dialect.ts';
import type { FeishuCard } from './elements.ts';
import { uploadContent } from './files.ts';
import type { ReplyRoute } from './inbound.ts';
import { type FeishuPace, feishuLimits } from './limits.ts';
import { FeishuMessages, threadOf } from './messages.ts';
import { type FeishuContent, type MessageParts, richToParts } from './parts.ts';

export interface OutboundContext {
  readonly client: FeishuClient;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly pace: FeishuPace;
  /** Told of every answer that says that the secret is not good. */
  onAuthFailure(error: ChatError): void;
}

const dayMs = 24 * 3_600_000;

export class FeishuOutbound {
  readonly #context: OutboundContext;
  readonly #messages: FeishuMessages;
  readonly #queue: SendQueue<MessageRef>;
  /** Whole posts, and the single messages that they consist of: a post that failed half-way goes on where it stopped. */
  readonly #posts: RecentKeys<MessageRef>;
  readonly #parts: RecentKeys<MessageRef>;
  readonly #sentMs: RecentKeys<number>;
  readonly #directChats: RecentKeys<boolean>;
  readonly #flying = new Map<string, Promise<MessageRef>>();

  constructor(context: OutboundContext) {
    this.#context = context;
    this.#messages = new FeishuMessages(context.client, context.clock, context.pace.retryAfterMs);
    this.#queue = new SendQueue(context.clock, context.pace);
    this.#posts = createRecentKeys(context.clock, { entriesMax: 5_000, keepMs: dayMs });
    this.#parts = createRecentKeys(context.clock, { entriesMax: 5_000, keepMs: dayMs });
    this.#sentMs = createRecentKeys(context.clock, { entriesMax: 5_000, keepMs: 30 * dayMs });
    this.#directChats = createRecentKeys(context.clock, { entriesMax: 5_000, keepMs: 30 * dayMs });
  }

  async post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const known = this.#posts.get(options.idempotencyKey) ?? this.#flying.get(options.idempotencyKey);
    if (known !== undefined) return known;
    const work = this.#guarded(this.#postParts(place, outgoing, options));
    this.#flying.set(options.idempotencyKey, work);
    try {
      return await work;
    } finally {
      this.#flying.delete(options.idempotencyKey);
    }
  }

  async #postParts(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const key = options.idempotencyKey;
    const { parts, file } = toParts(outgoing, options);
    const [head, ...rest] = parts;
    const first = await this.#submitPost(place, head ?? emptyContent, key, outgoing, options);
    for (const [index, part] of rest.entries()) await this.#submitPost(first.place, part, `${key}#${index + 2}`, outgoing, options);
    if (file !== null) {
      const name = `zhiban-${shortHash(key)}.md`;
      await this.upload(first.place, { name, title: name, bytes: Buffer.from(file) }, { ...options, idempotencyKey: `${key}#file` });
    }
    this.#posts.set(key, first);
    return first;
  }

  #submitPost(place: Place, content: FeishuContent, key: string, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const known = this.#parts.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const run = async (): Promise<MessageRef> => {
      const ref = await this.#sendWithFallback(place, content, key, outgoing);
      this.#parts.set(key, ref);
      return ref;
    };
    return this.#queue.submit({ lane: place.channel, method: 'im.message.create', priority: options.priority, run });
  }

  /** A message of a content that is made elsewhere. Throws ChatError. */
  postContent(place: Place, content: FeishuContent, options: PostOptions): Promise<MessageRef> {
    return this.#guarded(this.#submitPost(place, content, options.idempotencyKey, { rich: [] }, options));
  }

  /** A change of a message that is made elsewhere, at the pace of its chat; of several that wait the newest is made. Throws ChatError. */
  async change(message: MessageRef, options: PostOptions, work: () => Promise<void>): Promise<void> {
    const run = async (): Promise<MessageRef> => {
      await work();
      return message;
    };
    const order = { lane: message.place.channel, method: 'cardkit', priority: options.priority, mergeKey: message.id, run };
    await this.#guarded(this.#queue.submit(order));
  }

  /** When Feishu doesn't take the card, the words still go out. */
  async #sendWithFallback(place: Place, content: FeishuContent, key: string, outgoing: Outgoing): Promise<MessageRef> {
    try {
      return await this.#send(place, content, key);
    } catch (error) {
      if (!(error instanceof ChatError) || !('card' in outgoing) || !isRefusedCard(error.platformCode)) throw error;
      this.#context.log.error({ reason: error.message, incident: outgoing.card.code }, 'Feishu refused a card: sent as plain words');
      return this.#send(place, cardContent(cardToPlainFeishu(outgoing.card)), `${key}:plain`);
    }
  }

  async #send(place: Place, content: FeishuContent, key: string): Promise<MessageRef> {
    const message = await this.#messages.send(place, content, key);
    this.#sentMs.set(message.id, message.sentMs);
    return { place: { ...place, thread: threadOf(place) ?? message.id }, id: message.id };
  }

  edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const { channel } = message.place;
    const run = (): Promise<MessageRef> => this.#editNow(message, outgoing, options);
    // Feishu counts five a second for a message and for all of a chat: the chat's pace keeps both.
    const order = { lane: channel, method: 'im.message.patch', priority: options.priority, mergeKey: message.id, run };
    return this.#guarded(this.#queue.submit(order));
  }

  async #editNow(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    if ('card' in outgoing && (await this.#isTooOld(message.id))) return this.#moveOn(message, outgoing, options);
    const content = toParts(outgoing, options).parts[0] ?? emptyContent;
    try {
      await this.#messages.edit(message.id, content);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if ('card' in outgoing && isRefusedCard(error.platformCode)) {
        await this.#messages.edit(message.id, cardContent(cardToPlainFeishu(outgoing.card)));
        return message;
      }
      if (!uneditableCodes.has(error.platformCode ?? '')) throw error;
      this.#context.log.warn({ code: error.platformCode }, 'A message can no longer be edited: posting it afresh');
      return this.#sendAfresh(message, outgoing, options);
    }
    return message;
  }

  /** Of a message from an earlier life Feishu is asked once; who doesn't tell is taken to be young, and the edit itself will show. */
  async #isTooOld(id: string): Promise<boolean> {
    const { clock } = this.#context;
    const sentMs = this.#sentMs.get(id) ?? (await this.#messages.sentAt(id)) ?? clock.now();
    this.#sentMs.set(id, sentMs);
    return clock.now() - sentMs >= feishuLimits.editWindowMs;
  }

  /** Before the card can't be edited any more: a fresh one takes over, and the old one says so. */
  async #moveOn(message: MessageRef, outgoing: Extract<Outgoing, { card: unknown }>, options: PostOptions): Promise<MessageRef> {
    const fresh = await this.#sendAfresh(message, outgoing, options);
    const moved = cardContent(movedCard(outgoing.card, movedTexts[options.locale].old));
    await this.#messages.edit(message.id, moved).catch(() => undefined);
    return fresh;
  }

  #sendAfresh(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const { thread, ...chat } = message.place;
    const place = thread === undefined || thread === message.id ? chat : message.place;
    const note = movedTexts[options.locale].fresh;
    const content =
      'card' in outgoing
        ? cardContent(cardToFeishu(outgoing.card, options.locale, { note }))
        : (toParts(outgoing, options).parts[0] ?? emptyContent);
    return this.#sendWithFallback(place, content, `${options.idempotencyKey}:afresh`, outgoing);
  }

  /** Throws ChatError. */
  upload(place: Place, file: OutgoingFile, options: PostOptions): Promise<MessageRef> {
    const key = options.idempotencyKey;
    const run = async (): Promise<MessageRef> => {
      const known = this.#parts.get(key);
      if (known !== undefined) return known;
      const ref = await this.#send(place, await uploadContent(this.#context.client, file, options.locale), key);
      this.#parts.set(key, ref);
      return ref;
    };
    return this.#guarded(this.#queue.submit({ lane: place.channel, method: 'im.file.create', priority: options.priority, run }));
  }

  noteChat(chatId: string, isDirect: boolean): void {
    this.#directChats.set(chatId, isDirect);
  }

  /** To one member of a group alone; between two it is a message like any other; where neither works, a reply that calls the person. */
  async tell({ place, openId, isDirect }: ReplyRoute, notice: Notice): Promise<void> {
    const text = noticeText(notice);
    const isBetweenTwo = isDirect ?? this.#directChats.get(place.channel) ?? false;
    try {
      if (!isBetweenTwo) return await this.#messages.showTo(place.channel, openId, text);
    } catch (error) {
      this.#noteFailure(error, 'A private card could not be shown: the person is called in a reply');
    }
    try {
      const key = `tell:${openId}:${this.#context.clock.now()}:${text}`;
      const { parts } = richToParts([textBlock(text)], 'zh-CN', isBetweenTwo || !isOpenId(openId) ? [] : [openId]);
      await this.#messages.send(place, parts[0] ?? emptyContent, key);
    } catch (error) {
      this.#noteFailure(error, 'Nobody was told: neither way to answer in private works');
    }
  }

  #noteFailure(error: unknown, message: string): void {
    if (error instanceof ChatError && error.kind === 'auth') this.#context.onAuthFailure(error);
    this.#context.log.warn({ code: error instanceof ChatError ? error.platformCode : null }, message);
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

const movedTexts: Readonly<Record<Locale, { readonly old: string; readonly fresh: string }>> = {
  'zh-CN': {
    old: '飞书卡片发出 14 天后无法再更新，此故障已在新卡片中继续，请看本群最新的卡片。',
    fresh: '原卡片已到更新期限（14 天）或已被删除，此故障从这里继续。',
  },
  en: {
    old: 'Feishu cards can’t be updated after 14 days: this incident goes on in a newer card of this chat.',
    fresh: 'The earlier card can’t be updated any more (14 days, or deleted): this incident goes on here.',
  },
};

const noticeMarks: Readonly<Record<Notice['level'], string>> = { ok: '✅', info: 'ℹ️', warn: '⚠️', error: '⛔' };

function noticeText(notice: Notice): string {
  return shorten(`${noticeMarks[notice.level]} ${notice.text}`, feishuLimits.noticeCharsMax);
}

function textBlock(text: string) {
  return { type: 'paragraph', spans: [{ type: 'text', text }] } as const;
}

const emptyContent: FeishuContent = richToParts([], 'zh-CN').parts[0] ?? { type: 'post', content: '{}' };

function cardContent(card: FeishuCard): FeishuContent {
  return { type: 'interactive', content: JSON.stringify(card) };
}

function toParts(outgoing: Outgoing, options: PostOptions): MessageParts {
  if (!('card' in outgoing)) return richToParts(outgoing.rich, options.locale, options.mention);
  const { locale, mention } = options;
  return { parts: [cardContent(cardToFeishu(outgoing.card, locale, mention === undefined ? {} : { mention }))], file: null };
}
