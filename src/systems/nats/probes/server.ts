/** Whether it can be reached, what it is, whether it lets anybody in, and how near it is to its own limits. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { ratioOf } from '../../session/rows.ts';
import { secondsBetween, varzForm } from '../answers.ts';
import type { NatsClient } from '../client.ts';

export const serverProbe = sessionProbe({
  name: 'server',
  summary: {
    'zh-CN': '能否访问、能否接纳新客户端、健康状况、版本、连接数与上限',
    en: 'reachability, whether new clients are let in, health, version, connections against their limit',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'nats|down|up|version|restart|health|max.?connections|lame|宕机|重启|版本|健康|连接数',
  query: 'GET /varz, /healthz; a greeting at the clients’ port',
  async see(client: NatsClient, _given, limit) {
    const varz = await client.page('/varz', varzForm, limit);
    const [health, newcomers] = await Promise.all([client.health(limit), client.newcomers(limit)]);
    const uptimeSeconds = secondsBetween(varz.start, varz.now);
    const usedRatio = ratioOf(varz.connections, varz.max_connections);
    return {
      headline: {
        'zh-CN': `NATS ${varz.version}（${varz.server_name}），已运行 ${String(uptimeSeconds)} 秒，${String(varz.connections)}/${String(varz.max_connections)} 个连接${health.isOk ? '' : `；不健康：${health.reason}`}`,
        en: `NATS ${varz.version} (${varz.server_name}), up ${String(uptimeSeconds)} s, ${String(varz.connections)} of ${String(varz.max_connections)} connections${health.isOk ? '' : `; unhealthy: ${health.reason}`}`,
      },
      facts: {
        'reach.isOk': true,
        'server.name': varz.server_name,
        'server.version': varz.version,
        'server.uptimeSeconds': uptimeSeconds,
        'server.newcomers': newcomers,
        'server.isHealthy': health.isOk,
        'server.healthReason': health.reason,
        'server.cpuPercent': varz.cpu,
        'server.cpuPerCore': ratioOf(varz.cpu, Math.max(1, varz.cores) * 100),
        'server.memoryBytes': varz.mem,
        'server.subscriptions': varz.subscriptions,
        'server.connections': varz.connections,
        'server.connectionsMax': varz.max_connections,
        'server.connectionsRatio': usedRatio,
        'server.slowConsumersTotal': varz.slow_consumers,
        'server.payloadMaxBytes': varz.max_payload,
        'server.hasJetstream': (varz.jetstream?.config ?? null) !== null,
        'server.asksForLogin': varz.auth_required,
        'server.asksForTls': varz.tls_required,
      },
      text: JSON.stringify(
        {
          ...{ name: varz.server_name, version: varz.version, start: varz.start, cpu: varz.cpu, cores: varz.cores, mem: varz.mem },
          ...{ connections: varz.connections, max_connections: varz.max_connections, max_payload: varz.max_payload },
          ...{ subscriptions: varz.subscriptions, slow_consumers: varz.slow_consumers, health: health.reason || 'ok', newcomers },
        },
        null,
        1,
      ),
    };
  },
});
