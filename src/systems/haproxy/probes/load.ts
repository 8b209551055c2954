/** How full frontends and servers are, what waits in queues, and where the time goes: in the queue or in the server. */

import { z } from 'zod';
import type { FactValue } from '../../../domain/evidence.ts';
import { reachFacts } from '../../http/status-page.ts';
import type { StatRow } from '../parse.ts';
import { haproxyProbe } from './haproxy-probe.ts';

export const loadProbe = haproxyProbe({
  name: 'load',
  summary: {
    'zh-CN': '会话数与上限、排队、耗时花在排队还是后端',
    en: 'sessions against their limits, queues, whether time goes into the queue or into the server',
  },
  parameters: z.strictObject({}),
  timeoutMs: 8_000,
  cost: 'cheap',
  hints: 'haproxy|queue|maxconn|slow|latency|session|connection|排队|连接数|慢|延迟|会话',
  query: 'show stat',
  facts: [
    'front.name',
    'front.sessions',
    'front.limit',
    'front.sessionsMax',
    'front.rate',
    'front.rateLimit',
    'full.backend',
    'full.server',
    'full.sessions',
    'full.limit',
    'full.sessionsMax',
    'full.count',
    'full.next.server',
    'full.next.limit',
    'full.next.sessionsMax',
    'queue.backend',
    'queue.length',
    'queue.max',
    'slow.backend',
    'slow.queueMs',
    'slow.connectMs',
    'slow.responseMs',
    'slow.totalMs',
  ],
  async see(client, _given, _context, limit) {
    const facts = loadFacts(await client.stat(limit));
    return {
      headline: {
        'zh-CN': `最满的前端 ${String(facts['front.name'])}：${String(facts['front.sessions'])}/${String(facts['front.limit'] ?? '∞')}；排队 ${String(facts['queue.length'])}${facts['queue.backend'] === '' ? '' : `（${String(facts['queue.backend'])}）`}`,
        en: `fullest frontend ${String(facts['front.name'])}: ${String(facts['front.sessions'])} of ${String(facts['front.limit'] ?? '∞')} sessions; ${String(facts['queue.length'])} in queues${facts['queue.backend'] === '' ? '' : ` (${String(facts['queue.backend'])})`}`,
      },
      facts: { ...reachFacts('none', 'done', ''), ...facts },
      text: Object.entries(facts)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join('\n'),
    };
  },
});

/** Pure: what the rows say. */
export function loadFacts(rows: readonly StatRow[]): Record<string, FactValue> {
  const share = (row: StatRow): number => (row.number('scur') ?? 0) / Math.max(1, row.number('slim') ?? Number.MAX_SAFE_INTEGER);
  const byShare = (type: StatRow['type']): readonly StatRow[] =>
    rows.filter((row) => row.type === type).sort((one, other) => share(other) - share(one));
  const [front] = byShare('frontend');
  const full = byShare('server').filter((row) => row.number('slim') !== null);
  // Where the limit of one server was lowered, that of its neighbours often was as well.
  const next = full.find((row, index) => index > 0 && row.proxy === full[0]?.proxy && share(row) >= 1 && isLowered(row));
  const backends = rows.filter(({ type }) => type === 'backend');
  // A request waits at the backend, or already at one server of it.
  const waiting = (backend: StatRow): number =>
    rows.filter((row) => row.proxy === backend.proxy && row.type === 'server').reduce((sum, row) => sum + (row.number('qcur') ?? 0), 0) +
    (backend.number('qcur') ?? 0);
  const [queue] = [...backends].sort((one, other) => waiting(other) - waiting(one));
  const [slow] = [...backends].sort((one, other) => (other.number('ttime') ?? 0) - (one.number('ttime') ?? 0));
  const length = queue === undefined ? 0 : waiting(queue);
  return {
    'front.name': front?.proxy ?? '',
    'front.sessions': front?.number('scur') ?? 0,
    'front.limit': front?.number('slim') ?? null,
    'front.sessionsMax': front?.number('smax') ?? null,
    'front.rate': front?.number('rate') ?? null,
    'front.rateLimit': front?.number('rate_lim') ?? null,
    'full.backend': full[0]?.proxy ?? '',
    'full.server': full[0]?.name ?? '',
    'full.sessions': full[0]?.number('scur') ?? null,
    'full.limit': full[0]?.number('slim') ?? null,
    'full.sessionsMax': full[0]?.number('smax') ?? null,
    'full.count': full.filter((row) => share(row) >= 1).length,
    'full.next.server': next?.name ?? '',
    'full.next.limit': next?.number('slim') ?? null,
    'full.next.sessionsMax': next?.number('smax') ?? null,
    'queue.backend': length > 0 ? (queue?.proxy ?? '') : '',
    'queue.length': length,
    'queue.max': queue?.number('qmax') ?? 0,
    'slow.backend': slow?.proxy ?? '',
    'slow.queueMs': slow?.number('qtime') ?? null,
    'slow.connectMs': slow?.number('ctime') ?? null,
    'slow.responseMs': slow?.number('rtime') ?? null,
    'slow.totalMs': slow?.number('ttime') ?? null,
  };
}

/** It has had clearly more sessions at once since the start than it may have now: a limit that was lowered meanwhile leaves that behind. */
function isLowered(row: StatRow): boolean {
  return (row.number('smax') ?? 0) >= 1.2 * (row.number('slim') ?? Number.MAX_SAFE_INTEGER);
}
