/** Growing messages by CardKit: a card of its own is sent once, its text is typed on, and at the end it is an ordinary card. */

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Rich } from '../../domain/card.ts';
import type { Clock } from '../../domain/clock.ts';
import type { MessageRef } from '../../domain/place.ts';
import { ChatError, type PostOptions, type StreamedMessage, type Streaming } from '../contract.ts';
import { richToPlainText } from '../rich/plain-text.ts';
import { shorten } from '../rich/shorten.ts';
import type { FeishuClient, FeishuRequest } from './client.ts';
import { mentionToMarkdown, richToMarkdown } from './dialect.ts';
import { feishuLimits } from './limits.ts';
import type { FeishuOutbound } from './outbound.ts';

export interface StreamingContext {
  client(): Promise<FeishuClient>;
  outbound(): Promise<FeishuOutbound>;
  readonly clock: Clock;
}

const cards = '/open-apis/cardkit/v1/cards';
const elementId = 'answer';
const made = z.object({ data: z.object({ card_id: z.string().min(1) }) });
const done = z.object({});

export function createStreaming(context: StreamingContext): Streaming {
  const { clock } = context;
  /** Of each card the number of its last change: each must be higher than the one before, also after a restart. */
  const lastSequence = new Map<string, number>();

  function nextSequence({ card = '', startedMs }: StreamedMessage): number {
    const sequence = Math.max(clock.now() - startedMs + 1, (lastSequence.get(card) ?? 0) + 1);
    lastSequence.delete(card);
    lastSequence.set(card, sequence);
    const [oldest] = lastSequence.keys();
    if (lastSequence.size > cardsMax && oldest !== undefined) lastSequence.delete(oldest);
    return sequence;
  }

  async function change(streamed: StreamedMessage, options: PostOptions, work: (client: FeishuClient) => Promise<void>): Promise<void> {
    const client = await context.client();
    await (await context.outbound()).change(streamed.message, options, () => work(client));
  }

  const order = (streamed: StreamedMessage) => ({ uuid: randomUUID(), sequence: nextSequence(streamed) });

  return {
    async start(place, rich, options) {
      const client = await context.client();
      const body = { type: 'card_json', data: JSON.stringify(cardOf(rich, options, true)) };
      const { data } = await client.call({ name: 'cardkit.card.create', method: 'POST', path: cards, body }, made);
      const content = JSON.stringify({ type: 'card', data: { card_id: data.card_id } });
      const startedMs = clock.now();
      const message = await (await context.outbound()).postContent(place, { type: 'interactive', content }, options);
      return { message, card: data.card_id, startedMs };
    },
    async update(streamed, rich, options) {
      await change(streamed, options, async (client) => {
        const body = { content: markdownOf(rich, options), ...order(streamed) };
        await client.call(requestOf('cardElement.content', 'PUT', streamed, `/elements/${elementId}/content`, body), done);
      });
    },
    async finish(streamed, rich, options): Promise<MessageRef> {
      const card = cardOf(rich, options, false);
      await change(streamed, options, async (client) => {
        const settings = JSON.stringify({ config: { streaming_mode: false } });
        // Feishu ends the mode by itself after ten minutes: what counts is the card that follows.
        await client
          .call(requestOf('card.settings', 'PATCH', streamed, '/settings', { settings, ...order(streamed) }), done)
          .catch(throwUnlessRefused);
        const body = { card: { type: 'card_json', data: JSON.stringify(card) }, ...order(streamed) };
        await client.call(requestOf('card.update', 'PUT', streamed, '', body), done);
      });
      return streamed.message;
    },
  };
}

const cardsMax = 500;

function throwUnlessRefused(error: unknown): void {
  if (!(error instanceof ChatError) || error.kind !== 'format') throw error;
}

function requestOf(
  name: string,
  method: 'PUT' | 'PATCH',
  { card = '' }: StreamedMessage,
  path: string,
  body: Readonly<Record<string, unknown>>,
): FeishuRequest {
  return { name: `cardkit.${name}`, method, path: `${cards}/${encodeURIComponent(card)}${path}`, body };
}

function cardOf(rich: readonly Rich[], options: PostOptions, isStreaming: boolean) {
  const summary = shorten(richToPlainText(rich).replace(/\s+/g, ' '), feishuLimits.summaryCharsMax);
  return {
    schema: '2.0',
    // While it grows Feishu says in the list of chats that it is being written.
    config: { update_multi: true, streaming_mode: isStreaming, ...(isStreaming ? {} : { summary: { content: summary } }) },
    body: { elements: [{ tag: 'markdown', element_id: elementId, content: markdownOf(rich, options) }] },
  };
}

function markdownOf(rich: readonly Rich[], { mention = [] }: PostOptions): string {
  const called = mention.map(mentionToMarkdown).filter((text) => text !== null);
  const text = [...called, richToMarkdown(rich)].join(' ');
  if (Buffer.byteLength(text) > feishuLimits.textBytesMax) throw new ChatError('too-large', 'The text is too large for one card');
  return text === '' ? ' ' : text;
}
