/** Connections against the limit of file descriptors, how many of them only wait, and who holds most. */

import type { LdapClient } from '../client.ts';
import type { DirectoryEntry } from '../messages.ts';
import { ldapProbe, monitor, numberOf, ratioOf } from './ldap-probe.ts';

/** A connection without an operation for so long is idle. */
const idleSeconds = 300;
const entriesMax = 2_000;

export const connectionsProbe = ldapProbe({
  name: 'connections',
  summary: {
    en: 'Connections against the limit, idle ones, and the peer that holds most',
    'zh-CN': '连接数与上限、空闲连接，以及占用最多的客户端',
  },
  cost: 'cheap',
  hints: 'connection|refused|file descriptor|too many open|idle|连接|描述符',
  facts: [
    'connections.current',
    'connections.max',
    'connections.usedRatio',
    'connections.idle',
    'connections.idleRatio',
    'connections.topPeer',
    'connections.topPeerCount',
    'connections.topPeerRatio',
    'connections.total',
  ],
  query: '-b cn=Connections,cn=Monitor',
  async see(client: LdapClient, context) {
    const entries = await monitor(client, 'cn=Connections,', context, entriesMax);
    const current = numberOf(entries, 'cn=Current', 'monitorCounter');
    const max = numberOf(entries, 'cn=Max File Descriptors', 'monitorCounter');
    const open = entries.filter(({ attributes }) => attributes.has('monitorconnectionpeeraddress'));
    const idle = open.filter((entry) => isIdle(entry, context.clock.now())).length;
    const [topPeer, topPeerCount] = topOf(open.map(peerOf));
    return {
      headline: {
        en: `${current ?? '?'} of ${max ?? '?'} connections, ${idle} idle`,
        'zh-CN': `连接 ${current ?? '?'}/${max ?? '?'}，其中空闲 ${idle}`,
      },
      facts: {
        'connections.current': current,
        'connections.max': max,
        'connections.usedRatio': ratioOf(current, max),
        'connections.idle': idle,
        'connections.idleRatio': ratioOf(idle, open.length),
        'connections.topPeer': topPeer,
        'connections.topPeerCount': topPeerCount,
        'connections.topPeerRatio': ratioOf(topPeerCount, open.length),
        'connections.total': numberOf(entries, 'cn=Total', 'monitorCounter'),
      },
      entries,
    };
  },
});

function isIdle({ attributes }: DirectoryEntry, nowMs: number): boolean {
  const at = timeOf(attributes.get('monitorconnectionactivitytime')?.[0]);
  return at !== null && nowMs - at > idleSeconds * 1_000;
}

/** `20261128221530Z` */
function timeOf(given: string | undefined): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(given ?? '');
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

/** `IP=10.0.0.7:51324` without the port. */
function peerOf({ attributes }: DirectoryEntry): string {
  return (attributes.get('monitorconnectionpeeraddress')?.[0] ?? 'unknown').replace(/^IP=/, '').replace(/:\d+$/, '');
}

function topOf(peers: readonly string[]): readonly [string | null, number] {
  const counts = new Map<string, number>();
  for (const peer of peers) counts.set(peer, (counts.get(peer) ?? 0) + 1);
  const [top] = [...counts].sort(([, one], [, other]) => other - one);
  return top === undefined ? [null, 0] : top;
}
