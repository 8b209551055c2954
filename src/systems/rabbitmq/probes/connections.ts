/** Connections: whose they are, in which state, how many channels each has, and the limits of virtual hosts. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';
import { details, largest, number, text, tolerant } from './rabbit-probe.ts';

const connectionForm = z.object({
  name: z.string(),
  user: text,
  vhost: text,
  state: text,
  type: text,
  peer_host: text,
  user_provided_name: text,
  channels: number,
  connected_at: number,
  recv_oct_details: details,
  send_pend: number,
});
const limitForm = z.array(z.object({ vhost: z.string(), value: z.record(z.string(), z.unknown()).catch({}) }));

export type ConnectionRow = z.infer<typeof connectionForm>;

export interface VhostUse {
  readonly vhost: string;
  readonly used: number;
  readonly max: number;
}

const limitedMax = 5;

export const connectionsProbe = sessionProbe({
  name: 'connections',
  summary: {
    'zh-CN': '连接：来自谁、什么状态、信道数、虚拟主机限额',
    en: 'connections by client and state, channels on each, limits of virtual hosts',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'connection|channel|client|blocked|blocking|flow|leak|publisher|vhost|连接|信道|阻塞|泄漏|发布|生产者|限额',
  query: 'GET /api/connections?sort=channels, /api/vhost-limits',
  async see(client: RabbitmqClient, _given, limit) {
    const columns = Object.keys(connectionForm.shape).join(',');
    const { items, total } = await client.list('connections', { sort: 'channels', columns }, connectionForm, limit);
    const facts = connectionFacts(items, await readUses(client, limit));
    const top = String(facts['connections.topClient']);
    return {
      headline: {
        'zh-CN': `${String(total)} 个连接，被阻塞 ${String(facts['connections.blocked'])}${top === '' ? '' : `，最多来自 ${top}：${String(facts['connections.topCount'])}`}`,
        en: `${String(total)} connections, ${String(facts['connections.blocked'])} blocked${top === '' ? '' : `, most from ${top}: ${String(facts['connections.topCount'])}`}`,
      },
      facts: { ...facts, 'connections.count': total },
      text: printRows(
        items.map(({ recv_oct_details, connected_at, ...row }) => ({ ...row, connectedAt: new Date(connected_at ?? 0).toISOString() })),
      ),
    };
  },
});

async function readUses(client: RabbitmqClient, limit: SessionLimit): Promise<readonly VhostUse[]> {
  const limits = (await tolerant(client.get('vhost-limits', limitForm, limit))) ?? [];
  const uses: VhostUse[] = [];
  for (const { vhost, value } of limits) {
    const max = value['max-connections'];
    if (typeof max !== 'number' || max < 0 || uses.length >= limitedMax) continue;
    // This list knows no pages.
    const open = await tolerant(client.get(`vhosts/${encodeURIComponent(vhost)}/connections?columns=name`, z.array(z.unknown()), limit));
    uses.push({ vhost, max, used: open?.length ?? 0 });
  }
  return uses;
}

/** Pure. `blocked` has sent and is held up; `blocking` would be as soon as it sends. */
export function connectionFacts(connections: readonly ConnectionRow[], uses: readonly VhostUse[]): Facts {
  const inState = (state: string): readonly ConnectionRow[] => connections.filter((each) => each.state === state);
  const byClient = new Map<string, ConnectionRow[]>();
  for (const each of connections) byClient.set(clientOf(each), [...(byClient.get(clientOf(each)) ?? []), each]);
  const top = largest([...byClient], ([, own]) => own.length);
  const fullest = largest(uses, ({ used, max }) => (max === 0 ? 1 : used / max));
  const crowded = largest(connections, ({ channels }) => channels ?? 0);
  const flow = inState('flow');
  return {
    'connections.blocked': inState('blocked').length,
    'connections.blocking': inState('blocking').length,
    'connections.blockedClient': clientOf(inState('blocked')[0] ?? inState('blocking')[0]),
    'connections.inFlow': flow.length,
    'connections.inFlowClient': clientOf(flow[0]),
    'connections.topClient': top?.[0] ?? '',
    'connections.topCount': top?.[1].length ?? 0,
    'connections.topShare': ratioOf(top?.[1].length ?? 0, connections.length),
    'connections.channelsMax': crowded?.channels ?? 0,
    'connections.channelsClient': clientOf(crowded),
    'connections.channelsConnection': crowded?.name ?? '',
    'connections.channelsUser': crowded?.user ?? '',
    'connections.channelsConnectedAtMs': crowded?.connected_at ?? 0,
    'connections.vhost': fullest?.vhost ?? '',
    'connections.vhostUsed': fullest?.used ?? 0,
    'connections.vhostMax': fullest?.max ?? 0,
    'connections.vhostRatio': fullest === undefined ? 0 : fullest.max === 0 ? 1 : ratioOf(fullest.used, fullest.max),
    'connections.vhostSuggestedMax': Math.max(10, (fullest?.max ?? 0) * 2),
  };
}

function clientOf(connection: ConnectionRow | undefined): string {
  if (connection === undefined) return '';
  return connection.user_provided_name ?? `${connection.user ?? ''}@${connection.peer_host ?? ''}`;
}
