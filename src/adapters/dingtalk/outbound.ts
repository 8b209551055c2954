/** Words go out: cards that are edited in place, lines in parts, notices to one person, all through the queue of their channel. */

import type { Card } from '../../domain/card.ts';
import type { Clock } from '../../domain/clock.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import type { AdapterLog, Notice, Outgoing, OutgoingFile, PostOptions } from '../contract.ts';
import { ChatError } from '../contract.ts';
import type { Kept } from '../rich/kept.ts';
import { createRecentKeys, type RecentKeys } from '../rich/recent-keys.ts';
import { SendQueue } from '../rich/send-queue.ts';
import { shortHash } from '../rich/short-hash.ts';
import { cardToActionCard, changeOfCard, type RobotMessage, stateOfCard } from './action-card.ts';
import { buttonOf, overlongPlan } from './card.ts';
import { type CardInstances, isOutTrackId, outTrackIdOf } from './card-instances.ts';
import type { DingtalkClient } from './client.ts';
import { escapeMarkdown } from './dialect.ts';
import { fileMessage } from './file-message.ts';
import { type DingtalkPace, dingtalkLimits } from './limits.ts';
import { type MarkdownMessage, type MessageParts, richToParts } from './parts.ts';
import type { Quota } from './quota.ts';
import { markdownOf, type Robot } from './robot.ts';
import { isStaffId, personChannel, targetOf } from './target.ts';
import type { Webhooks } from './webhooks.ts';

export interface OutboundContext {
  readonly client: DingtalkClient;
  readonly robot: Robot;
  /** Null without a card template. */
  readonly cards: CardInstances | null;
  readonly webhooks: Webhooks;
  readonly quota: Quota;
  /** What was last said of a card that can't be edited; and the plans that were said in full. */
  readonly states: Kept<string>;
  readonly clock: Clock;
  readonly log: AdapterLog;
  readonly pace: DingtalkPace;
  corpId(): string;
  /** Told of every answer that says that the credentials are not good. */
  onAuthFailure(error: ChatError): void;
}

export class DingtalkOutbound {
  readonly #context: OutboundContext;
  readonly #queue: SendQueue<MessageRef>;
  /** Whole posts, and the single messages that they consist of: a post that failed half-way goes on where it stopped. */
  readonly #posts: RecentKeys<MessageRef>;
  readonly #parts: RecentKeys<MessageRef>;
  readonly #editedAt: RecentKeys<number>;
  readonly #flying = new Map<string, Promise<MessageRef>>();

  constructor(context: OutboundContext) {
    this.#context = context;
    this.#queue = new SendQueue(context.clock, context.pace);
    const limit = { entriesMax: 5_000, keepMs: 24 * 3_600_000 };
    this.#posts = createRecentKeys(context.clock, limit);
    this.#parts = createRecentKeys(context.clock, limit);
    this.#editedAt = createRecentKeys(context.clock, limit);
  }

  async post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    const key = options.idempotencyKey;
    const known = this.#posts.get(key) ?? this.#flying.get(key);
    if (known !== undefined) return known;
    const work = this.#guarded(
      'card' in outgoing ? this.#postCard(place, outgoing.card, options) : this.#postLines(place, outgoing, options),
    );
    this.#flying.set(key, work);
    try {
      const ref = await work;
      this.#posts.set(key, ref);
      return ref;
    } finally {
      this.#flying.delete(key);
    }
  }

  async #postCard(place: Place, card: Card, options: PostOptions): Promise<MessageRef> {
    const { cards } = this.#context;
    if (cards === null) return this.#postActionCard(place, card, options);
    const outTrackId = outTrackIdOf(options.idempotencyKey);
    const ref = await this.#submitCard(place, outTrackId, options, () => cards.create(place, outTrackId, card, options));
    await this.#sayPlan(ref, card, options);
    return ref;
  }

  #submitCard(place: Place, outTrackId: string, options: PostOptions, create: () => Promise<string>): Promise<MessageRef> {
    const run = async (): Promise<MessageRef> => this.#toRef(place, outTrackId, await create());
    return this.#queue.submit({ lane: place.channel, method: 'card', priority: options.priority, run });
  }

  /** A card that is made elsewhere; `create` gives the id by which quotes name it. Throws ChatError. */
  postCardBy(place: Place, outTrackId: string, options: PostOptions, create: () => Promise<string>): Promise<MessageRef> {
    return this.#guarded(this.#submitCard(place, outTrackId, options, create));
  }

  /** A change of a card that is made elsewhere, at the pace of its conversation; of several that wait the newest. Throws ChatError. */
  async change(message: MessageRef, options: PostOptions, work: () => Promise<void>): Promise<void> {
    const run = async (): Promise<MessageRef> => {
      await work();
      return message;
    };
    const { channel } = message.place;
    const order = { lane: channel, method: 'card', priority: options.priority, mergeKey: `${channel}:${message.id}`, run };
    await this.#guarded(this.#queue.submit(order));
  }

  async #postActionCard(place: Place, card: Card, options: PostOptions): Promise<MessageRef> {
    const ref = await this.#submitMessage(place, cardToActionCard(card, options.locale), options.idempotencyKey, options);
    await this.#context.states.set(ref.id, stateOfCard(card));
    return ref;
  }

  /** The plan in words, once for each plan, when the card has no room for it: nobody approves what they could not read. */
  async #sayPlan(ref: MessageRef, card: Card, options: PostOptions): Promise<void> {
    const plan = overlongPlan(card);
    const value = buttonOf(card, 'approve')?.value ?? '';
    const { states } = this.#context;
    const key = `plan:${shortHash(`${ref.id}:${value}`)}`;
    if (plan === null || (await states.get(key)) !== undefined) return;
    await this.#postLines(ref.place, { rich: plan }, { ...options, idempotencyKey: key, mention: [] });
    await states.set(key, 'said');
  }

  async #postLines(place: Place, { rich }: Extract<Outgoing, { rich: unknown }>, options: PostOptions): Promise<MessageRef> {
    const key = options.idempotencyKey;
    const call = targetOf(place).kind === 'group' ? (options.mention ?? []).filter(isStaffId).slice(0, 20) : [];
    const content: MessageParts = richToParts(rich, options.locale, call);
    const refs: MessageRef[] = [];
    for (const [index, part] of content.parts.entries()) {
      refs.push(await this.#submitPart(place, part, index === 0 ? key : `${key}#${index + 1}`, index === 0 ? call : [], options));
    }
    const first = refs[0] ?? this.#toRef(place, key, undefined);
    if (content.file !== null) await this.#submitFile(place, fileOf(content.file, key), `${key}#file`, options);
    return first;
  }

  #submitPart(place: Place, part: MarkdownMessage, key: string, call: readonly string[], options: PostOptions): Promise<MessageRef> {
    const url = this.#replyAddress(place, call);
    if (url === null) return this.#submitMessage(place, markdownOf(part), key, options);
    const run = async (): Promise<MessageRef> => {
      try {
        await this.#context.robot.answerAt(url, part, call);
        return this.#toRef(place, `webhook-${shortHash(key)}`, place.thread);
      } catch (error) {
        if (!isRefused(error)) throw error;
        this.#context.log.warn({ channel: place.channel, code: error.platformCode }, 'A reply address no longer works: sent by the robot');
        return this.#send(place, markdownOf(part));
      }
    };
    return this.#once(place, key, 'webhook', options, run);
  }

  /** The message that is answered, or, to call people, whatever address the conversation has: other ways can't call anybody. */
  #replyAddress(place: Place, call: readonly string[]): string | null {
    const { webhooks } = this.#context;
    if (call.length > 0) return webhooks.ofChannel(place.channel);
    return place.thread === undefined ? null : webhooks.ofMessage(place.thread);
  }

  #submitMessage(place: Place, message: RobotMessage, key: string, options: PostOptions): Promise<MessageRef> {
    return this.#once(place, key, 'message', options, () => this.#send(place, message));
  }

  #once(place: Place, key: string, method: string, options: PostOptions, send: () => Promise<MessageRef>): Promise<MessageRef> {
    const known = this.#parts.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const run = async (): Promise<MessageRef> => {
      const ref = await send();
      this.#parts.set(key, ref);
      return ref;
    };
    return this.#queue.submit({ lane: place.channel, method, priority: options.priority, run });
  }

  async #send(place: Place, message: RobotMessage): Promise<MessageRef> {
    const key = await this.#context.robot.send(targetOf(place), message);
    return this.#toRef(place, key, place.thread);
  }

  #submitFile(place: Place, file: OutgoingFile, key: string, options: PostOptions): Promise<MessageRef> {
    return this.#once(place, key, 'file', options, async () => {
      return this.#send(place, fileMessage(file.name, await this.#context.client.upload(file)));
    });
  }

  async upload(place: Place, file: OutgoingFile, options: PostOptions): Promise<MessageRef> {
    if (file.bytes.length > dingtalkLimits.fileBytesMax) {
      throw new ChatError('too-large', `The file has ${file.bytes.length} bytes; DingTalk takes ${dingtalkLimits.fileBytesMax}`);
    }
    return this.#guarded(this.#submitFile(place, file, options.idempotencyKey, options));
  }

  async edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef> {
    if (!('card' in outgoing)) return this.post(message.place, outgoing, options);
    const { card } = outgoing;
    const { cards } = this.#context;
    if (cards === null || !isOutTrackId(message.id)) return this.#guarded(this.#tellChange(message, card, options));
    this.#saveCalls(message, card, options);
    const run = async (): Promise<MessageRef> => {
      await cards.update(message.id, message.place, card, options);
      this.#editedAt.set(message.id, this.#context.clock.now());
      return message;
    };
    const mergeKey = `${message.place.channel}:${message.id}`;
    const order = { lane: message.place.channel, method: 'card', priority: options.priority, mergeKey, run };
    const ref = await this.#guarded(this.#queue.submit(order));
    await this.#sayPlan(ref, card, options);
    return ref;
  }

  /** Progress waits when the month's calls run out; what people must know or decide never does. Throws ChatError `rate`. */
  #saveCalls(message: MessageRef, card: Card, options: PostOptions): void {
    if (options.priority !== 'progress' || card.tone === 'resolved' || card.tone === 'waiting') return;
    const { clock, quota } = this.#context;
    const waitMs = (this.#editedAt.get(message.id) ?? 0) + quota.progressGapMs() - clock.now();
    if (waitMs <= 0) return;
    throw new ChatError('rate', `Progress is shown later to save calls: ${quota.inWords() ?? ''}`, { retryAfterMs: waitMs });
  }

  /** A card that can't be edited: what has become of it is said as a line, and only when its state is another. */
  async #tellChange(message: MessageRef, card: Card, options: PostOptions): Promise<MessageRef> {
    const { states } = this.#context;
    const state = stateOfCard(card);
    if ((await states.get(message.id)) === state) return message;
    const isAsking = buttonOf(card, 'approve') !== null;
    const change = isAsking ? cardToActionCard(card, options.locale) : changeOfCard(card);
    await this.#submitMessage(message.place, change, options.idempotencyKey, options);
    await states.set(message.id, state);
    return message;
  }

  /** To one person, in the conversation that the person has with the robot; false when that can't be done. */
  async whisper(userId: string, notice: Notice): Promise<boolean> {
    if (!isStaffId(userId)) return false;
    const text = noticeText(notice);
    const place = { adapter: 'dingtalk', workspace: '', channel: personChannel(userId) };
    const message = markdownOf({ title: text.slice(0, dingtalkLimits.titleCharsMax), text: escapeMarkdown(text) });
    try {
      await this.#queue.submit({ lane: place.channel, method: 'message', priority: 'approval', run: () => this.#send(place, message) });
      return true;
    } catch (error) {
      const code = error instanceof ChatError ? error.platformCode : null;
      this.#context.log.warn({ code }, 'A private notice could not be sent');
      if (error instanceof ChatError && error.kind === 'auth') this.#context.onAuthFailure(error);
      return false;
    }
  }

  /** Where a person can't be told in private: below the message that is answered, with the person called. */
  async answerInPlace(place: Place, userId: string, messageId: string, notice: Notice): Promise<void> {
    const url = this.#context.webhooks.ofMessage(messageId);
    if (url === null) return;
    const text = `@${userId}  \n${escapeMarkdown(noticeText(notice))}`;
    await this.#context.robot.answerAt(url, { title: notice.text.slice(0, dingtalkLimits.titleCharsMax), text }, [userId]).catch(() => {
      this.#context.log.warn({ channel: place.channel }, 'Nobody was told: neither way to answer works');
    });
  }

  #toRef(place: Place, id: string, thread: string | undefined): MessageRef {
    const workspace = place.workspace === '' ? this.#context.corpId() : place.workspace;
    const where = { adapter: 'dingtalk', workspace, channel: place.channel };
    return { place: thread === undefined ? where : { ...where, thread }, id };
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
  return `${noticeMarks[notice.level]} ${notice.text}`.slice(0, 3_500);
}

function fileOf(text: string, key: string): OutgoingFile {
  const name = `zhiban-${shortHash(key).slice(0, 8)}.txt`;
  return { name, title: name, bytes: Buffer.from(text) };
}

/** The address is worth nothing any more; the message itself may be fine. */
function isRefused(error: unknown): error is ChatError {
  return (
    error instanceof ChatError && (error.kind === 'auth' || error.kind === 'gone' || error.kind === 'forbidden' || error.kind === 'format')
  );
}
