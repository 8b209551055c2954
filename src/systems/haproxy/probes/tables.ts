/** Stick tables: how full they are. A full one forgets who it was to limit, or to keep at a server. */

import { z } from 'zod';
import { reachFacts } from '../../http/status-page.ts';
import { parseTables } from '../parse.ts';
import { haproxyProbe } from './haproxy-probe.ts';

export const tablesProbe = haproxyProbe({
  name: 'tables',
  summary: { 'zh-CN': '会话保持与限流表的占用', en: 'stick tables: how full they are' },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'haproxy|stick|table|session|limit|会话保持|限流',
  query: 'show table',
  facts: ['tables.count', 'tables.fullest', 'tables.used', 'tables.size', 'tables.usedRatio'],
  async see(client, _given, _context, limit) {
    const text = await client.command('show table', limit);
    const tables = [...parseTables(text)].sort((one, other) => other.used / other.size - one.used / one.size);
    const [fullest] = tables;
    return {
      headline: {
        'zh-CN': fullest === undefined ? '没有会话表' : `${tables.length} 张表，最满的 ${fullest.name}：${fullest.used}/${fullest.size}`,
        en:
          fullest === undefined
            ? 'no stick tables'
            : `${tables.length} tables, the fullest ${fullest.name}: ${fullest.used} of ${fullest.size}`,
      },
      facts: {
        ...reachFacts('none', 'done', ''),
        'tables.count': tables.length,
        'tables.fullest': fullest?.name ?? '',
        'tables.used': fullest?.used ?? 0,
        'tables.size': fullest?.size ?? 0,
        'tables.usedRatio': fullest === undefined ? 0 : fullest.used / Math.max(1, fullest.size),
      },
      text: text.slice(0, 16_000),
    };
  },
});
