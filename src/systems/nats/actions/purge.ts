/** Removes the oldest messages of a stream. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { NatsClient } from '../client.ts';
import { already, anyAnswer, assetName, noStream, note, readStream } from './jetstream.ts';

const seenBefore = z.object({ throughSequence: z.number() });

export const purgeStream = sessionAction({
  name: 'purge-stream',
  risk: 'critical',
  arguments: z.strictObject({ stream: assetName, keep: z.number().int().min(0).max(1e12) }),
  verifyWithinMs: 30_000,
  summary: ({ stream, keep }) => ({
    'zh-CN': `清除流 ${stream} 中最旧的消息，保留最新 ${String(keep)} 条`,
    en: `purge the oldest messages of stream ${stream} and keep the newest ${String(keep)}`,
  }),
  effect: () => ({
    'zh-CN': '消息永久删除，没有读到它们的消费者不会再得到；批准之后到达的消息不受影响',
    en: 'they are gone for good, also for consumers that have not had them; what arrives after the precheck stays',
  }),
  verification: () => ({ 'zh-CN': '流的第一条消息在被清除的之后', en: 'its first message is behind those that were purged' }),
  async precheck(client: NatsClient, { stream, keep }, limit) {
    const found = await readStream(client, stream, limit);
    if (found === null) return noStream;
    const { messages, last_seq } = found.state;
    if (messages <= keep) return already('没有多出的消息', 'it holds no more than that');
    return { state: 'ready', before: { throughSequence: Math.max(0, last_seq - keep), messages } };
  },
  async isApplied(client, { stream }, before, limit) {
    const first = (await readStream(client, stream, limit))?.state.first_seq ?? 0;
    return first > seenBefore.parse(before).throughSequence;
  },
  async apply(client, { stream }, before, limit) {
    const { throughSequence } = seenBefore.parse(before);
    await client.api(`STREAM.PURGE.${stream}`, { seq: throughSequence + 1 }, anyAnswer, limit);
    return { 'zh-CN': '已清除', en: 'purged' };
  },
  async verify(client, { stream }, before, limit) {
    const first = (await readStream(client, stream, limit))?.state.first_seq ?? 0;
    return note(
      first > seenBefore.parse(before).throughSequence,
      { 'zh-CN': '旧消息已清除', en: 'the old messages are gone' },
      { 'zh-CN': '旧消息还在', en: 'the old messages are still there' },
    );
  },
  undo: {
    impossible: { 'zh-CN': '清除的消息不能找回', en: 'purged messages cannot be brought back' },
  },
});
