/** Is it there, does it serve, in which role, how slow, and how near is the end of its transaction numbers. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { fieldsOf, numberOf, round, shown } from '../answers.ts';
import { isNotServing } from '../client.ts';
import { zookeeperProbe } from './zookeeper-probe.ts';

export const serverProbe = zookeeperProbe({
  name: 'server',
  summary: { 'zh-CN': '可达性、版本、角色、是否提供服务、延迟', en: 'reachability, version, role, whether it serves, latency' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'down|leader|quorum|mode|latency|宕机|多数派|角色|延迟',
  query: 'srvr; isro',
  async see(client, _given, limit) {
    const srvr = await client.say('srvr', limit);
    const isro = await client.sayIfAllowed('isro', limit);
    const facts = serverFacts(srvr, isro);
    const mode = String(facts['server.mode']);
    return {
      headline:
        facts['server.isServing'] === true
          ? {
              'zh-CN': `ZooKeeper ${shown(facts['server.version'])}，${mode}，平均延迟 ${shown(facts['server.latencyAvgMs'])} ms，排队 ${shown(facts['server.outstanding'])}`,
              en: `ZooKeeper ${shown(facts['server.version'])}, ${mode}, mean latency ${shown(facts['server.latencyAvgMs'])} ms, ${shown(facts['server.outstanding'])} outstanding`,
            }
          : { 'zh-CN': 'ZooKeeper 在运行，但不提供服务', en: 'ZooKeeper runs and does not serve' },
      facts,
      text: `${srvr}\n${isro ?? ''}`,
    };
  },
});

/** The lower half of a transaction number; when it is used up, the leader steps down. */
const zxidCount = 0xffff_ffff;

/** Pure. */
export function serverFacts(srvr: string, isro: string | null): Facts {
  const fields = fieldsOf(srvr);
  const isServing = !isNotServing(srvr);
  const [minimum, average, maximum] = (fields.get('Latency min/avg/max') ?? '').split('/').map(Number);
  const zxid = /0x([0-9a-f]+)/i.exec(fields.get('Zxid') ?? '')?.[1];
  const mode = fields.get('Mode') ?? '';
  return {
    'reach.isOk': true,
    'server.newcomers': 'answered',
    'server.isServing': isServing,
    'server.version': /^[\d.]+/.exec(fields.get('Zookeeper version') ?? '')?.[0] ?? '',
    'server.mode': mode,
    'server.isReadOnly': isro?.trim() === 'ro' || /read-?only/i.test(mode),
    'server.latencyMinMs': finite(minimum),
    'server.latencyAvgMs': finite(average),
    'server.latencyMaxMs': finite(maximum),
    'server.connections': numberOf(fields, 'Connections'),
    'server.outstanding': numberOf(fields, 'Outstanding'),
    'server.znodes': numberOf(fields, 'Node count'),
    'server.zxidUsedRatio': zxid === undefined ? null : round(Number(BigInt(`0x${zxid}`) & 0xffff_ffffn) / zxidCount),
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
