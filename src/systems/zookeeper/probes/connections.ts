/** Who is connected, against the limit for each address, and what they watch. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Connection, connectionsOf, fieldsOf, numberOf, ratioOf, shown } from '../answers.ts';
import { zookeeperProbe } from './zookeeper-probe.ts';

export const connectionsProbe = zookeeperProbe({
  name: 'connections',
  summary: { 'zh-CN': '连接来源、单地址上限、watch 数', en: 'connections by origin, the limit for each, watches' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'connection|maxClientCnxns|too many connections|leak|连接|泄漏|上限',
  query: 'cons; conf; wchs',
  async see(client, _given, limit) {
    const cons = connectionsOf(await client.say('cons', limit));
    const conf = await client.sayIfAllowed('conf', limit);
    const wchs = await client.sayIfAllowed('wchs', limit);
    const facts = connectionFacts(cons, conf, wchs);
    const value = (name: string): string => shown(facts[`connections.${name}`]);
    return {
      headline: {
        'zh-CN': `连接 ${value('count')}，最多的来源 ${value('topAddress')} 有 ${value('topCount')} 个（单地址上限 ${value('perAddressMax')}），watch ${value('watches')}`,
        en: `${value('count')} connections, most from ${value('topAddress')}: ${value('topCount')} (limit for each address ${value('perAddressMax')}); ${value('watches')} watches`,
      },
      facts,
      text: countsOf(cons)
        .slice(0, 50)
        .map(([address, count]) => `${String(count)} ${address}`)
        .join('\n'),
    };
  },
});

/** Pure. */
export function connectionFacts(cons: readonly Connection[], conf: string | null, wchs: string | null): Facts {
  const [address, count] = countsOf(cons)[0] ?? ['', 0];
  // Zero is no limit.
  const max = conf === null ? null : numberOf(fieldsOf(conf), 'maxClientCnxns');
  const watching = wchs === null ? null : /Total watches:(\d+)/.exec(wchs)?.[1];
  return {
    'connections.count': cons.length,
    'connections.origins': countsOf(cons).length,
    'connections.withoutSession': cons.filter(({ session }) => session === '').length,
    'connections.queued': cons.reduce((sum, { queued }) => sum + queued, 0),
    'connections.topAddress': address,
    'connections.topCount': count,
    'connections.perAddressMax': max,
    'connections.topRatio': max === null ? null : max === 0 ? 0 : ratioOf(count, max),
    'connections.watches': watching === null || watching === undefined ? null : Number(watching),
  };
}

function countsOf(cons: readonly Connection[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { address } of cons) counts.set(address, (counts.get(address) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
