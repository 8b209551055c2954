/** Growing messages by the AI card: an instance of the organisation's own template, whose text is sent whole with each change. */

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Rich } from '../../domain/card.ts';
import type { Clock } from '../../domain/clock.ts';
import { ChatError, type PostOptions, type StreamedMessage, type Streaming } from '../contract.ts';
import { richToPlainText } from '../rich/plain-text.ts';
import { byteLength } from '../rich/shorten.ts';
import { outTrackIdOf } from './card-instances.ts';
import type { DingtalkClient } from './client.ts';
import { deliverCard } from './deliver-card.ts';
import { richToMarkdown } from './dialect.ts';
import { dingtalkLimits } from './limits.ts';
import type { DingtalkOutbound } from './outbound.ts';
import type { Quota } from './quota.ts';

export interface StreamingContext {
  readonly client: DingtalkClient;
  readonly outbound: DingtalkOutbound;
  readonly quota: Pick<Quota, 'progressGapMs' | 'inWords'>;
  readonly clock: Clock;
  readonly templateId: string;
  readonly robotCode: string;
}

/** Every change is a call of the month's. */
const updateGapMs = 2_000;
/** The variable of the template that grows. */
const key = 'content';
const done = z.object({});

export function createStreaming(context: StreamingContext): Streaming {
  const { client, outbound, quota, clock, templateId, robotCode } = context;
  const lastUpdate = { id: '', atMs: 0 };

  /** When the month's calls run out the answer comes as a whole. */
  function refuseWhenScarce(): void {
    if (quota.progressGapMs() > 0) throw new ChatError('rate', `Answers are not streamed, to save calls: ${quota.inWords() ?? ''}`);
  }

  async function stream(streamed: StreamedMessage, rich: readonly Rich[], options: PostOptions, isFinalize: boolean): Promise<void> {
    const outTrackId = streamed.message.id;
    const body = { outTrackId, guid: randomUUID(), key, content: textOf(rich), isFull: true, isFinalize, isError: false };
    await outbound.change(streamed.message, options, async () => {
      try {
        await client.call('PUT', '/v1.0/card/streaming', body, done);
      } catch (error) {
        // Ended before, by a call whose answer was lost: the same words once more as plain data.
        if (!isFinalize || !(error instanceof ChatError) || error.kind !== 'format') throw error;
        const change = {
          cardData: { cardParamMap: { [key]: body.content } },
          cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
        };
        await client.call('PUT', '/v1.0/card/instances', { outTrackId, userIdType: 1, ...change }, done);
      }
    });
  }

  return {
    async start(place, rich, options) {
      refuseWhenScarce();
      const outTrackId = outTrackIdOf(options.idempotencyKey);
      const preview = richToPlainText(rich).replace(/\s+/g, ' ');
      const delivery = { templateId, robotCode, outTrackId, values: { [key]: '' }, preview };
      const message = await outbound.postCardBy(place, outTrackId, options, () => deliverCard(client, place, delivery));
      const streamed = { message, startedMs: clock.now() };
      await stream(streamed, rich, options, false).catch(() => undefined);
      return streamed;
    },
    async update(streamed, rich, options) {
      const isSoon = lastUpdate.id === streamed.message.id && clock.now() - lastUpdate.atMs < updateGapMs;
      if (isSoon || quota.progressGapMs() > 0) return;
      Object.assign(lastUpdate, { id: streamed.message.id, atMs: clock.now() });
      await stream(streamed, rich, options, false);
    },
    async finish(streamed, rich, options) {
      await stream(streamed, rich, options, true);
      return streamed.message;
    },
  };
}

function textOf(rich: readonly Rich[]): string {
  const text = richToMarkdown(rich);
  if (byteLength(text) > dingtalkLimits.textBytesMax) throw new ChatError('too-large', 'The text is too large for one card');
  return text;
}
