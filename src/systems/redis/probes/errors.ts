/** Which errors Redis has been answering with, since it started. */

import { z } from 'zod';
import { infoCount, infoGroup, infoNumber, readInfo, sectionText } from '../info.ts';
import { redisProbe } from './redis-probe.ts';

/** Always reported where errors are counted, as zero when never answered: a signature must be able to read "no". */
export const errorCodes = [
  'OOM', 'MISCONF', 'NOAUTH', 'WRONGPASS', 'NOPERM', 'READONLY', 'NOREPLICAS', 'LOADING', 'BUSY', 'MASTERDOWN', 'CLUSTERDOWN',
  'MOVED', 'ASK', 'CROSSSLOT', 'WRONGTYPE', 'NOSCRIPT', 'EXECABORT', 'NOGROUP', 'ERR',
] as const; // biome-ignore format: one row reads better than nineteen lines

export const errorsProbe = redisProbe({
  name: 'errors',
  summary: { 'zh-CN': '错误应答计数与被拒连接', en: 'error replies by code and rejected connections' },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'error|oom|misconf|readonly|denied|reject|报错|错误|拒绝',
  query: 'INFO errorstats; INFO stats',
  async see(client, _given, _context, limit) {
    const info = await readInfo(client, limit);
    const counted = infoGroup(info, 'errorstat_');
    const facts: Record<string, number | string | null> = {};
    // Before 6.2 nothing is counted by code: that is no zero.
    const isCounted = infoNumber(info, 'total_error_replies') !== null || counted.size > 0;
    if (isCounted) for (const code of errorCodes) facts[`errors.${code}`] = Number(counted.get(code)?.get('count') ?? 0);
    const ranked = [...counted].map(([code, fields]) => ({ code, count: Number(fields.get('count') ?? 0) }));
    ranked.sort((one, other) => other.count - one.count);
    const top = ranked[0];
    facts['errors.total'] = infoCount(info, 'total_error_replies');
    facts['errors.topCode'] = top?.code ?? '';
    facts['errors.topCount'] = top?.count ?? 0;
    facts['errors.rejectedConnections'] = infoCount(info, 'rejected_connections');
    facts['errors.outputLimitDisconnects'] = infoCount(info, 'client_output_buffer_limit_disconnections');
    facts['errors.queryLimitDisconnects'] = infoCount(info, 'client_query_buffer_limit_disconnections');
    const list = ranked.slice(0, 5).map(({ code, count }) => `${code} ${String(count)}`);
    return {
      headline: {
        'zh-CN':
          list.length === 0 ? '没有错误应答' : `错误应答：${list.join('，')}；被拒连接 ${String(facts['errors.rejectedConnections'])}`,
        en:
          list.length === 0
            ? 'no error replies'
            : `error replies: ${list.join(', ')}; ${String(facts['errors.rejectedConnections'])} rejected connections`,
      },
      facts,
      text: sectionText(info, ['errorstats', 'stats']),
    };
  },
});
