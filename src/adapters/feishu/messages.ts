/** The calls that put messages into chats. Each send carries a key, so that doing it again shows nothing twice. */

import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import type { Place } from '../../domain/place.ts';
import { ChatError } from '../contract.ts';
import { shortHash } from '../rich/short-hash.ts';
import type { FeishuClient, FeishuRequest } from './client.ts';
import { noTopicCodes } from './codes.ts';
import type { FeishuContent } from './parts.ts';

export interface SentMessage {
  readonly id: string;
  readonly sentMs: number;
}

const sent = z.object({ data: z.object({ message_id: z.string().min(1), create_time: z.string().optional() }) });
const nothing = z.object({});

export class FeishuMessages {
  readonly #client: FeishuClient;
  readonly #clock: Clock;
  readonly #retryAfterMs: number;

  constructor(client: FeishuClient, clock: Clock, retryAfterMs: number) {
    this.#client = client;
    this.#clock = clock;
    this.#retryAfterMs = retryAfterMs;
  }

  /** Into the chat, or into the topic of the place's thread; below the message where the chat knows no topics. Throws ChatError. */
  async send(place: Place, content: FeishuContent, key: string): Promise<SentMessage> {
    const uuid = uuidOf(key);
    const thread = threadOf(place);
    if (thread === undefined) return this.#post(createRequest(place.channel, content, uuid));
    try {
      return await this.#post(replyRequest(thread, content, uuid, true));
    } catch (error) {
      if (!(error instanceof ChatError) || !noTopicCodes.has(error.platformCode ?? '')) throw error;
      return this.#post(replyRequest(thread, content, uuid, false));
    }
  }

  /** The same edit twice is one edit. Throws ChatError. */
  async edit(id: string, content: FeishuContent): Promise<void> {
    const path = `/open-apis/im/v1/messages/${encodeURIComponent(id)}`;
    const request: FeishuRequest =
      content.type === 'interactive'
        ? { name: 'im.message.patch', method: 'PATCH', path, body: { content: content.content } }
        : { name: 'im.message.update', method: 'PUT', path, body: { msg_type: content.type, content: content.content } };
    await this.#twice(() => this.#client.call(request, nothing));
  }

  /** When the message was sent, in epoch milliseconds; null when Feishu doesn't tell. */
  async sentAt(id: string): Promise<number | null> {
    const schema = z.object({ data: z.object({ items: z.array(z.object({ create_time: z.string() })) }) });
    const request = { name: 'im.message.get', method: 'GET', path: `/open-apis/im/v1/messages/${encodeURIComponent(id)}` } as const;
    const answer = await this.#client.call(request, schema).catch(() => null);
    const ms = Number(answer?.data.items[0]?.create_time);
    return Number.isFinite(ms) && ms > 0 ? ms : null;
  }

  /** A card that one member of a group sees, until the client is closed. Throws ChatError where the chat isn't a group. */
  async showTo(chatId: string, openId: string, text: string): Promise<void> {
    const card = { config: { wide_screen_mode: true }, elements: [{ tag: 'div', text: { tag: 'plain_text', content: text } }] };
    const body = { chat_id: chatId, open_id: openId, msg_type: 'interactive', card };
    await this.#client.call({ name: 'ephemeral.send', method: 'POST', path: '/open-apis/ephemeral/v1/send', body }, nothing);
  }

  async #post(request: FeishuRequest): Promise<SentMessage> {
    const { data } = await this.#twice(() => this.#client.call(request, sent));
    const ms = Number(data.create_time);
    return { id: data.message_id, sentMs: Number.isFinite(ms) && ms > 0 ? ms : this.#clock.now() };
  }

  async #twice<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind !== 'transient') throw error;
      await this.#clock.sleep(this.#retryAfterMs);
      return work();
    }
  }
}

/** A thread is a message's id; anything else means the chat itself. */
export function threadOf(place: Place): string | undefined {
  return place.thread !== undefined && /^om_\w+$/.test(place.thread) ? place.thread : undefined;
}

/** At most 50 characters; Feishu lets one message through for it within an hour. */
export function uuidOf(key: string): string {
  return `zhiban-${shortHash(key)}`;
}

function createRequest(chatId: string, content: FeishuContent, uuid: string): FeishuRequest {
  return {
    name: 'im.message.create',
    method: 'POST',
    path: '/open-apis/im/v1/messages',
    params: { receive_id_type: 'chat_id' },
    body: { receive_id: chatId, msg_type: content.type, content: content.content, uuid },
  };
}

function replyRequest(messageId: string, content: FeishuContent, uuid: string, isInTopic: boolean): FeishuRequest {
  return {
    name: 'im.message.reply',
    method: 'POST',
    path: `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/reply`,
    body: { msg_type: content.type, content: content.content, reply_in_thread: isInTopic, uuid },
  };
}
