/** What goes on right now, from the counters read twice. */

import { z } from 'zod';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { rounded } from '../../session/rows.ts';
import { jszForm, type Varz, varzForm } from '../answers.ts';
import type { NatsClient } from '../client.ts';

export const activityProbe = sessionProbe({
  name: 'activity',
  summary: {
    'zh-CN': '此刻的速率：收发消息、新连接、被切断的慢消费者、JetStream API 错误',
    en: 'rates right now: messages in and out, connections made, slow consumers cut off, errors of the JetStream API',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(100).max(5_000).default(1_000) }),
  cost: 'cheap',
  hints: 'rate|throughput|traffic|messages|slow consumer|churn|reconnect|速率|吞吐|流量|消息|重连',
  query: 'GET /varz, /jsz, twice',
  async see(client: NatsClient, { windowMs }, limit, context) {
    const [before, errorsBefore] = await Promise.all([client.page('/varz', varzForm, limit), readErrors(client, limit)]);
    await context.clock.sleep(windowMs, context.signal);
    const [after, errorsAfter] = await Promise.all([client.page('/varz', varzForm, limit), readErrors(client, limit)]);
    const seconds = Math.max(0.05, (Date.parse(after.now) - Date.parse(before.now)) / 1_000 || windowMs / 1_000);
    const perSecond = (of: (varz: Varz) => number): number => rounded(Math.max(0, of(after) - of(before)) / seconds);
    const facts = {
      'activity.inPerSecond': perSecond(({ in_msgs }) => in_msgs),
      'activity.outPerSecond': perSecond(({ out_msgs }) => out_msgs),
      'activity.inBytesPerSecond': perSecond(({ in_bytes }) => in_bytes),
      'activity.outBytesPerSecond': perSecond(({ out_bytes }) => out_bytes),
      'activity.connectionsMadePerSecond': perSecond(({ total_connections }) => total_connections),
      'activity.slowConsumers': Math.max(0, after.slow_consumers - before.slow_consumers),
      'activity.stalledClients': Math.max(0, after.stalled_clients - before.stalled_clients),
      'activity.apiErrorsPerSecond': rounded(Math.max(0, errorsAfter - errorsBefore) / seconds),
    };
    return {
      headline: {
        'zh-CN': `每秒收 ${String(facts['activity.inPerSecond'])} 条、发 ${String(facts['activity.outPerSecond'])} 条，新连接 ${String(facts['activity.connectionsMadePerSecond'])} 个`,
        en: `${String(facts['activity.inPerSecond'])} messages in and ${String(facts['activity.outPerSecond'])} out a second, ${String(facts['activity.connectionsMadePerSecond'])} connections made`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join('\n'),
    };
  },
});

async function readErrors(client: NatsClient, limit: SessionLimit): Promise<number> {
  try {
    return (await client.page('/jsz', jszForm, limit)).api.errors;
  } catch (error) {
    if (error instanceof SessionFailure && (error.problem === 'reply' || error.problem === 'unsupported') && error.stage === 'command')
      return 0;
    throw error;
  }
}
