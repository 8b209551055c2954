/** Has a database keep what is slow, so that it can be looked at. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import type { MongodbClient } from '../client.ts';
import { numberAt } from '../values.ts';

const name = /^[^\s/\\."$]{1,63}$/;
const given = z.strictObject({
  database: z.string().regex(name, 'expected the name of a database'),
  slowMs: z.number().int().min(10).max(600_000),
});
const old = z.object({ level: z.number(), slowMs: z.number() });

export const setProfiling = sessionAction({
  name: 'set-profiling',
  risk: 'medium',
  arguments: given,
  verifyWithinMs: 20_000,
  summary: (each) => ({
    'zh-CN': `让库 ${each.database} 记录慢于 ${String(each.slowMs)} 毫秒的操作`,
    en: `have database ${each.database} keep operations slower than ${String(each.slowMs)} ms`,
  }),
  effect: () => ({
    'zh-CN': '慢操作写进 system.profile（固定 1 MB），有少量开销；慢的阈值对整个实例生效',
    en: 'slow operations go into system.profile (1 MB, capped), at some cost; the threshold holds for the whole server',
  }),
  verification: () => ({ 'zh-CN': '级别是 1、阈值是新值', en: 'the level is 1 and the threshold the new one' }),
  async precheck(client: MongodbClient, each, limit) {
    const before = await read(client, each.database, limit);
    return before.level === 1 && before.slowMs === each.slowMs
      ? { state: 'already', note: { 'zh-CN': '已经如此', en: 'it is so already' } }
      : { state: 'ready', before };
  },
  async isApplied(client, each, _before, limit) {
    const now = await read(client, each.database, limit);
    return now.level === 1 && now.slowMs === each.slowMs;
  },
  async apply(client, each, _before, limit) {
    await client.command(each.database, { profile: 1, slowms: each.slowMs }, limit);
    return { 'zh-CN': '已开始记录慢操作', en: 'slow operations are kept' };
  },
  async verify(client, each, _before, limit) {
    const now = await read(client, each.database, limit);
    const isMet = now.level === 1 && now.slowMs === each.slowMs;
    return {
      isMet,
      note: {
        'zh-CN': `级别 ${String(now.level)}，阈值 ${String(now.slowMs)} 毫秒`,
        en: `level ${String(now.level)}, threshold ${String(now.slowMs)} ms`,
      },
    };
  },
  undo: {
    summary: (each) => ({
      'zh-CN': `把库 ${each.database} 的记录级别与阈值改回原值`,
      en: `set profiling of ${each.database} back to what it was`,
    }),
    present: async (client, each, _before, limit) => ({ ...(await read(client, each.database, limit)) }),
    async apply(client, each, before, limit) {
      const { level, slowMs } = old.parse(before);
      await client.command(each.database, { profile: level, slowms: slowMs }, limit);
      return {
        'zh-CN': `级别 ${String(level)}，阈值 ${String(slowMs)} 毫秒`,
        en: `level ${String(level)}, threshold ${String(slowMs)} ms`,
      };
    },
  },
});

/** `was` is the level, in the answer to a question that changes nothing. */
async function read(
  client: MongodbClient,
  database: string,
  limit: SessionLimit,
): Promise<{ readonly level: number; readonly slowMs: number }> {
  const answer = await client.command(database, { profile: -1 }, limit);
  return { level: numberAt(answer, 'was') ?? 0, slowMs: numberAt(answer, 'slowms') ?? 100 };
}
