/** Whether it can be reached: at the addresses of the entry, and at those that the brokers advertise to every client. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { addressOf, type Cluster, type KafkaClient } from '../client.ts';
import { fewOf } from './kafka-probe.ts';

const nodesMax = 30;

interface Reached {
  readonly address: string;
  readonly problem: string;
}

export const clusterProbe = sessionProbe({
  name: 'cluster',
  summary: {
    'zh-CN': '能否连接、有哪些 broker、各 broker 公布的地址能否访问',
    en: 'reachability, brokers, and whether the addresses that brokers advertise can be reached',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'kafka|broker|controller|down|up|advertised|bootstrap|宕机|连不上|控制器|消息队列',
  query: 'Metadata; ApiVersions at every address',
  async see(client: KafkaClient, _given, limit) {
    const cluster = await client.cluster(null, limit);
    const advertised = await reachAll(client, cluster.nodes.slice(0, nodesMax).map(addressOf), limit);
    const bootstrap = await reachAll(client, client.bootstrap, limit);
    const facts = clusterFacts(cluster, advertised, bootstrap);
    return {
      headline: {
        'zh-CN': `${String(cluster.nodes.length)} 个 broker 在线${facts['cluster.down'] === 0 ? '' : `，缺 ${String(facts['cluster.downIds'])}`}，主题 ${String(cluster.topics.length)} 个`,
        en: `${String(cluster.nodes.length)} brokers are up${facts['cluster.down'] === 0 ? '' : `, ${String(facts['cluster.downIds'])} missing`}, ${String(cluster.topics.length)} topics`,
      },
      facts,
      text: [
        ...cluster.nodes.map((node) => `broker ${String(node.id)} ${addressOf(node)} ${node.rack}`),
        ...[...advertised, ...bootstrap].filter(({ problem }) => problem !== '').map(({ address, problem }) => `${address}: ${problem}`),
      ].join('\n'),
    };
  },
});

async function reachAll(client: KafkaClient, addresses: readonly string[], limit: SessionLimit): Promise<readonly Reached[]> {
  const ask = async (address: string): Promise<Reached> => ({ address, problem: (await client.reach(address, limit))?.problem ?? '' });
  return await Promise.all(addresses.map(ask));
}

/** Pure. A broker that holds replicas and is not among those that are up is down: nobody else remembers it. */
export function clusterFacts(cluster: Cluster, advertised: readonly Reached[], bootstrap: readonly Reached[]): Facts {
  const up = new Set(cluster.nodes.map(({ id }) => id));
  const replicas = cluster.topics.flatMap(({ partitions }) => partitions.flatMap(({ replicaNodes }) => replicaNodes));
  const down = [...new Set(replicas)].filter((id) => !up.has(id)).sort((one, other) => one - other);
  const astray = advertised.filter(({ problem }) => problem !== '');
  const shut = bootstrap.filter(({ problem }) => problem !== '');
  const denied = cluster.topics.filter(({ errorCode }) => errorCode === 29);
  return {
    'reach.isOk': true,
    'cluster.id': cluster.id,
    'cluster.brokers': up.size,
    // In KRaft mode any broker is named, to take requests for the controller.
    'cluster.hasController': cluster.controllerId >= 0,
    'cluster.down': down.length,
    'cluster.downIds': fewOf(down.map(String)),
    'cluster.astray': astray.length,
    'cluster.astrayAddresses': fewOf(astray.map(({ address, problem }) => `${address} (${problem})`)),
    'cluster.bootstrapShut': shut.length,
    'cluster.bootstrapShutAddresses': fewOf(shut.map(({ address, problem }) => `${address} (${problem})`)),
    'cluster.topics': cluster.topics.length,
    'cluster.deniedTopics': denied.length,
  };
}
