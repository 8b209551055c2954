/** Has the primary give its office to a secondary. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import type { MongodbClient } from '../client.ts';
import { setFacts } from '../probes/replication.ts';

export const stepDown = sessionAction({
  name: 'step-down',
  risk: 'critical',
  arguments: z.strictObject({ forSeconds: z.number().int().min(30).max(3_600) }),
  verifyWithinMs: 60_000,
  summary: ({ forSeconds }) => ({
    'zh-CN': `让主节点让位 ${String(forSeconds)} 秒`,
    en: `have the primary step down for ${String(forSeconds)} s`,
  }),
  effect: () => ({
    'zh-CN': '换届的数秒内不能写入，正在执行的写操作会被中断；未被多数确认的写入可能回滚',
    en: 'no writes for the seconds of the election, and those that run are interrupted; what no majority has confirmed may be rolled back',
  }),
  verification: () => ({ 'zh-CN': '副本集有了另一个主节点', en: 'the set has another primary' }),
  async precheck(client: MongodbClient, _given, limit) {
    const set = await read(client, limit);
    if (set.primary === '') return { state: 'blocked', reason: { 'zh-CN': '现在没有主节点', en: 'there is no primary now' } };
    return set.isSafe
      ? { state: 'ready', before: { primary: set.primary } }
      : { state: 'blocked', reason: { 'zh-CN': '没有跟上进度的从节点可以接任', en: 'no secondary is close enough to take over' } };
  },
  isApplied: async (client, _given, before, limit) => isAnother((await read(client, limit)).primary, before),
  async apply(client, { forSeconds }, _before, limit) {
    await client.command('admin', { replSetStepDown: forSeconds, secondaryCatchUpPeriodSecs: 5 }, limit);
    return { 'zh-CN': '已让位', en: 'it has stepped down' };
  },
  async verify(client, _given, before, limit) {
    const { primary } = await read(client, limit);
    const isMet = isAnother(primary, before);
    return {
      isMet,
      note: isMet
        ? { 'zh-CN': `主节点是 ${primary}`, en: `${primary} is primary` }
        : { 'zh-CN': '还没有新的主节点', en: 'there is no new primary yet' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '新主由选举决定；时间到后，优先级更高的旧主会自己当选回来',
      en: 'the election decides; a former primary of higher priority is elected again by itself when the time is up',
    },
  },
});

async function read(client: MongodbClient, limit: SessionLimit): Promise<{ readonly primary: string; readonly isSafe: boolean }> {
  const facts = setFacts(await client.command('admin', { replSetGetStatus: 1 }, limit));
  const isSafe = Number(facts['set.lag.seconds']) <= 10 && facts['set.lag.member'] !== '';
  return { primary: String(facts['set.primary']), isSafe };
}

function isAnother(primary: string, before: Readonly<Record<string, unknown>>): boolean {
  return primary !== '' && primary !== before.primary;
}
