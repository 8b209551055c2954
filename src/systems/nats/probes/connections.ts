/** Open connections: who has many, and for whom bytes pile up because it reads too slowly. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf } from '../../session/rows.ts';
import { type Connection, clientOf, connzForm, varzForm } from '../answers.ts';
import type { NatsClient } from '../client.ts';

const connectionsMax = 1_000;

export const connectionsProbe = sessionProbe({
  name: 'connections',
  summary: {
    'zh-CN': '当前连接：谁的连接最多、谁读得慢以致待发送数据堆积',
    en: 'open connections: who has most, and for whom bytes pile up because it reads slowly',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'connection|client|slow consumer|pending|stall|leak|连接|客户端|慢消费|堆积|泄漏',
  query: 'GET /connz?sort=pending',
  async see(client: NatsClient, _given, limit) {
    const [varz, connz] = await Promise.all([
      client.page('/varz', varzForm, limit),
      client.page(`/connz?sort=pending&limit=${String(connectionsMax)}`, connzForm, limit),
    ]);
    const facts = connectionFacts(connz.connections, connz.total, varz.max_pending);
    return {
      headline: {
        'zh-CN': `${String(connz.total)} 个连接，最多的是 ${String(facts['connections.top.client'])}（${String(facts['connections.top.count'])} 个）；待发送最多 ${String(facts['connections.behind.bytes'])} 字节`,
        en: `${String(connz.total)} connections, most of them of ${String(facts['connections.top.client'])} (${String(facts['connections.top.count'])}); at most ${String(facts['connections.behind.bytes'])} bytes wait for one`,
      },
      facts,
      text: printRows(
        connz.connections.slice(0, 40).map((each) => ({
          cid: each.cid,
          client: clientOf(each),
          ip: each.ip,
          lang: each.lang,
          pendingBytes: each.pending_bytes,
          subscriptions: each.subscriptions,
          in: each.in_msgs,
          out: each.out_msgs,
        })),
      ),
    };
  },
});

/** Pure. `pendingMax` is the server's `max_pending`: who has more waiting is cut off. */
export function connectionFacts(connections: readonly Connection[], total: number, pendingMax: number): Facts {
  const counts = new Map<string, number>();
  for (const connection of connections) counts.set(clientOf(connection), (counts.get(clientOf(connection)) ?? 0) + 1);
  const [top, topCount] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  const behind = connections.toSorted((one, other) => other.pending_bytes - one.pending_bytes)[0];
  const pending = behind?.pending_bytes ?? 0;
  return {
    'connections.count': total,
    'connections.clients': counts.size,
    'connections.top.client': top,
    'connections.top.count': topCount,
    'connections.top.share': ratioOf(topCount, connections.length),
    'connections.behind.client': pending > 0 ? clientOf(behind) : '',
    'connections.behind.ip': pending > 0 ? (behind?.ip ?? '') : '',
    'connections.behind.bytes': pending,
    'connections.behind.ratio': ratioOf(pending, pendingMax),
  };
}
