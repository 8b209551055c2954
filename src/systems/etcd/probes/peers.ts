/** The way to each other member: round trips and what could not be sent. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Metrics, parseMetrics, percentile99Ms, sumOf } from '../metrics.ts';
import { etcdProbe, shown } from './etcd-probe.ts';

const roundTrip = 'etcd_network_peer_round_trip_time_seconds';

export const peersProbe = etcdProbe({
  name: 'peers',
  summary: { 'zh-CN': '与其他成员之间的往返时延与发送失败', en: 'round trips to the other members, and what could not be sent' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'peer|network|partition|rtt|member|网络|分区|时延|成员',
  query: 'GET /metrics',
  async see(client, _given, limit) {
    const facts = peerFacts(parseMetrics(await client.metrics(limit)));
    return {
      headline:
        facts['peers.count'] === 0
          ? { 'zh-CN': '没有其他成员', en: 'there are no other members' }
          : {
              'zh-CN': `${shown(facts['peers.count'])} 个对端，最慢 ${shown(facts['peers.slowest'])}：p99 ${shown(facts['peers.slowestP99Ms'])} ms；发送失败 ${shown(facts['peers.sendFailures'])} 次`,
              en: `${shown(facts['peers.count'])} peers, the slowest ${shown(facts['peers.slowest'])} at p99 ${shown(facts['peers.slowestP99Ms'])} ms; ${shown(facts['peers.sendFailures'])} sends failed`,
            },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} = ${shown(value)}`)
        .join('\n'),
    };
  },
});

/** Pure. */
export function peerFacts(metrics: Metrics): Facts {
  const names = [...new Set((metrics.get(`${roundTrip}_bucket`) ?? []).map(({ labels }) => labels.To ?? ''))].slice(0, 20);
  const peers = names.map((name) => ({ name, p99Ms: percentile99Ms(metrics, roundTrip, { fits: ({ To }) => To === name }) ?? 0 }));
  const slowest = [...peers].sort((one, other) => other.p99Ms - one.p99Ms)[0];
  const failures = metrics.get('etcd_network_peer_sent_failures_total') ?? [];
  const worst = [...failures].sort((one, other) => other.value - one.value)[0];
  return {
    // Round trips are measured every half minute; the links are there at once.
    'peers.count': Math.max(names.length, metrics.get('etcd_network_active_peers')?.length ?? 0),
    'peers.roundTrips': sumOf(metrics, `${roundTrip}_count`) ?? 0,
    'peers.slowest': slowest?.name ?? '',
    'peers.slowestP99Ms': slowest?.p99Ms ?? null,
    'peers.sendFailures': failures.reduce((sum, { value }) => sum + value, 0),
    'peers.failingTo': worst !== undefined && worst.value > 0 ? (worst.labels.To ?? '') : '',
    'peers.disconnected': sumOf(metrics, 'etcd_network_disconnected_peers_total'),
    'peers.active': sumOf(metrics, 'etcd_network_active_peers'),
  };
}
