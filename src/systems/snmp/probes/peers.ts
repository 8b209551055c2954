/** BGP sessions of a router (BGP4-MIB): which are not established though somebody wants them to be. */

import type { FactValue } from '../../../domain/evidence.ts';
import type { Column } from '../client.ts';
import { snmpProbe } from './snmp-probe.ts';

const table = '1.3.6.1.2.1.15.3.1';
const localAs = '1.3.6.1.2.1.15.2.0';
const established = 6;
const stopped = 1;
const stateNames = ['', 'idle', 'connect', 'active', 'opensent', 'openconfirm', 'established'];

export const peersProbe = snmpProbe({
  name: 'peers',
  summary: { 'zh-CN': 'BGP 邻居状态', en: 'BGP sessions' },
  hints: 'bgp|peer|neighbo|route|uplink|isp|邻居|路由|运营商|专线|线路',
  query: 'snmpget bgpLocalAs; snmpbulkwalk bgpPeerTable',
  facts: ['bgp.peers', 'bgp.down', 'bgp.downPeer', 'bgp.downState', 'bgp.downAs', 'bgp.downPeers'],
  async see(client, _context, limit) {
    const columns: Record<string, Column> = {};
    // A walk where there is nothing runs on into what comes next, which with some agents takes seconds.
    const isRouter = (await client.get([localAs], limit)).has(localAs);
    for (const [name, column] of isRouter ? Object.entries({ state: 2, admin: 3, as: 9 }) : [])
      columns[name] = await client.column(`${table}.${String(column)}`, limit);
    const facts = peerFacts(columns);
    return {
      headline: {
        'zh-CN': `${String(facts['bgp.peers'])} 个 BGP 邻居，${String(facts['bgp.down'])} 个未建立`,
        en: `${String(facts['bgp.peers'])} BGP sessions, ${String(facts['bgp.down'])} not established`,
      },
      facts,
      text: [...(columns.state ?? [])].map(([peer, state]) => `${peer} ${stateNames[Number(state)] ?? String(state)}`).join('\n'),
    };
  },
});

/** Pure: what the table says. A session that was switched off is not missed. */
export function peerFacts(columns: Readonly<Record<string, Column>>): Record<string, FactValue> {
  const cell = (name: string, peer: string): number => Number(columns[name]?.get(peer) ?? 0);
  const all = [...(columns.state?.keys() ?? [])];
  const down = all.filter((peer) => cell('state', peer) !== established && cell('admin', peer) !== stopped);
  const [first = ''] = down;
  return {
    'bgp.peers': all.length,
    'bgp.down': down.length,
    'bgp.downPeer': first,
    'bgp.downState': stateNames[cell('state', first)] ?? '',
    'bgp.downAs': cell('as', first),
    'bgp.downPeers': down.slice(0, 8).join(' '),
  };
}
