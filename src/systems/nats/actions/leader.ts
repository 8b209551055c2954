/** Has the leader of a stream give its office to another replica. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import type { NatsClient } from '../client.ts';
import { anyAnswer, assetName, blocked, noStream, note, readStream } from './jetstream.ts';

const formerLeader = z.object({ leader: z.string() });

export const stepDownStreamLeader = sessionAction({
  name: 'step-down-stream-leader',
  risk: 'high',
  arguments: z.strictObject({ stream: assetName }),
  verifyWithinMs: 30_000,
  summary: ({ stream }) => ({ 'zh-CN': `让流 ${stream} 的 leader 让位`, en: `have the leader of stream ${stream} step down` }),
  effect: () => ({
    'zh-CN': '另一个副本接任；换届的一两秒里该流收不下消息，发布方会重试',
    en: 'another replica takes over; for the second or two of the election the stream takes no messages, and publishers retry',
  }),
  verification: () => ({ 'zh-CN': '有了另一个 leader', en: 'it has another leader' }),
  async precheck(client: NatsClient, { stream }, limit) {
    const found = await readStream(client, stream, limit);
    if (found === null) return noStream;
    const leader = found.cluster?.leader ?? '';
    const able = (found.cluster?.replicas ?? []).filter(({ current }) => current);
    if (leader === '') return blocked('现在没有 leader', 'it has no leader now');
    return able.length === 0
      ? blocked('没有跟上进度的副本可以接任', 'no replica is current and could take over')
      : { state: 'ready', before: { leader } };
  },
  isApplied: async (client, { stream }, before, limit) => isAnother(await leaderOf(client, stream, limit), before),
  async apply(client, { stream }, _before, limit) {
    await client.api(`STREAM.LEADER.STEPDOWN.${stream}`, null, anyAnswer, limit);
    return { 'zh-CN': '已让位', en: 'it has stepped down' };
  },
  async verify(client, { stream }, before, limit) {
    const leader = await leaderOf(client, stream, limit);
    return note(
      isAnother(leader, before),
      { 'zh-CN': `现在的 leader 是 ${leader}`, en: `${leader} leads now` },
      { 'zh-CN': '还没有新的 leader', en: 'there is no new leader yet' },
    );
  },
  undo: {
    impossible: {
      'zh-CN': '新 leader 由选举决定，不能指定改回；数据不变',
      en: 'the election decides who leads, and the former one cannot be named; no data changes',
    },
  },
});

async function leaderOf(client: NatsClient, stream: string, limit: SessionLimit): Promise<string> {
  return (await readStream(client, stream, limit))?.cluster?.leader ?? '';
}

function isAnother(leader: string, before: Readonly<Record<string, unknown>>): boolean {
  return leader !== '' && leader !== formerLeader.parse(before).leader;
}
