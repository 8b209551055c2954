/** Whether it can be reached by operators and by applications, what it is, and how late its statistics are. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import type { RabbitmqClient } from '../client.ts';
import type { Newcomers } from '../knock.ts';
import { number, text, tolerant } from './rabbit-probe.ts';

const overview = z.object({
  product_version: text,
  rabbitmq_version: text,
  erlang_version: text,
  cluster_name: text,
  node: text,
  rates_mode: text,
  disable_stats: z.boolean().nullish().catch(null),
  statistics_db_event_queue: number,
  object_totals: z
    .object({ channels: number, connections: number, consumers: number, exchanges: number, queues: number })
    .nullish()
    .catch(null),
});
const features = z.array(z.object({ name: z.string(), state: text, stability: text }));
const deprecated = z.array(z.object({ name: z.string() }));

/** A failure of the management API, with what the AMQP port said meanwhile. */
class ManagementFailure extends SessionFailure {
  readonly newcomers: Newcomers;

  constructor(failure: SessionFailure, newcomers: Newcomers) {
    super(failure.message, { problem: failure.problem, stage: failure.stage, code: failure.code, cause: failure });
    this.newcomers = newcomers;
  }
}

export const serverProbe = sessionProbe({
  name: 'server',
  summary: { 'zh-CN': '能否连接、版本、统计是否滞后', en: 'reachability, version, and how late its statistics are' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'rabbit|amqp|broker|down|up|version|消息队列|宕机|连不上|版本',
  query: 'GET /api/overview, /api/feature-flags; a greeting at the AMQP port',
  async see(client: RabbitmqClient, _given, limit) {
    const knocking = client.newcomers(limit);
    const [seen, newcomers] = await Promise.all([client.get('overview', overview, limit).catch((error: unknown) => error), knocking]);
    if (seen instanceof SessionFailure) throw new ManagementFailure(seen, newcomers);
    if (seen instanceof Error) throw seen;
    const found = overview.parse(seen);
    const flags = await tolerant(client.get('feature-flags', features, limit));
    const used = await tolerant(client.get('deprecated-features/used', deprecated, limit));
    const off = (flags ?? []).filter(({ state, stability }) => state === 'disabled' && stability === 'stable');
    const version = found.rabbitmq_version ?? found.product_version ?? '';
    const facts: Facts = {
      'reach.isOk': true,
      'server.newcomers': newcomers,
      'server.version': version,
      'server.erlangVersion': found.erlang_version ?? '',
      'server.cluster': found.cluster_name ?? '',
      'server.node': found.node ?? '',
      'server.ratesMode': found.rates_mode ?? '',
      'server.areStatisticsOff': found.disable_stats === true,
      'server.statisticsWaiting': found.statistics_db_event_queue ?? 0,
      'server.queues': found.object_totals?.queues ?? 0,
      'server.connections': found.object_totals?.connections ?? 0,
      'server.channels': found.object_totals?.channels ?? 0,
      'server.consumers': found.object_totals?.consumers ?? 0,
      'server.featureFlagsOff': off.length,
      'server.featureFlagsOffNames': off
        .slice(0, 8)
        .map(({ name }) => name)
        .join(', '),
      'server.deprecatedUsed': used?.length ?? 0,
      'server.deprecatedNames': (used ?? [])
        .slice(0, 8)
        .map(({ name }) => name)
        .join(', '),
    };
    const counts = `${String(facts['server.queues'])} / ${String(facts['server.connections'])} / ${String(facts['server.channels'])}`;
    return {
      headline: {
        'zh-CN': `RabbitMQ ${version}，队列 / 连接 / 信道：${counts}${newcomers === 'answered' ? '' : `，新连接：${newcomers}`}`,
        en: `RabbitMQ ${version}, queues / connections / channels: ${counts}${newcomers === 'answered' ? '' : `, newcomers: ${newcomers}`}`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join('\n'),
    };
  },
  onFailure: (failure) => (failure instanceof ManagementFailure ? { 'server.newcomers': failure.newcomers } : {}),
});
