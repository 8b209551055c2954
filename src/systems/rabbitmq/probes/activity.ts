/** What happens right now, a second: messages in and out, dropped and why, connections and channels opened and closed. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { parseExposition } from '../../prometheus/probes/exposition.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { ratioOf, rounded } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';
import { details, rateOf } from './rabbit-probe.ts';

const global = 'rabbitmq_global_messages_';

/** Counters of the node that answers; they are exact, unlike the rates of the management API. */
const counters = {
  published: `${global}received_total`,
  delivered: `${global}delivered_total`,
  acknowledged: `${global}acknowledged_total`,
  redelivered: `${global}redelivered_total`,
  unroutableDropped: `${global}unroutable_dropped_total`,
  unroutableReturned: `${global}unroutable_returned_total`,
  expired: `${global}dead_lettered_expired_total`,
  overLength: `${global}dead_lettered_maxlen_total`,
  rejected: `${global}dead_lettered_rejected_total`,
  overDeliveryLimit: `${global}dead_lettered_delivery_limit_total`,
  emptyGets: `${global}get_empty_total`,
  connectionsOpened: 'rabbitmq_connections_opened_total',
  connectionsClosed: 'rabbitmq_connections_closed_total',
  channelsOpened: 'rabbitmq_channels_opened_total',
  channelsClosed: 'rabbitmq_channels_closed_total',
  queuesCreated: 'rabbitmq_queues_created_total',
  queuesDeleted: 'rabbitmq_queues_deleted_total',
  loginsTried: 'rabbitmq_auth_attempts_total',
  loginsFailed: 'rabbitmq_auth_attempts_failed_total',
} as const;

type Counter = keyof typeof counters;

const messageForm = z
  .object({
    publish_details: details,
    deliver_get_details: details,
    ack_details: details,
    redeliver_details: details,
    drop_unroutable_details: details,
    return_unroutable_details: details,
    get_empty_details: details,
  })
  .catch({});
const churnForm = z
  .object({
    connection_created_details: details,
    connection_closed_details: details,
    channel_created_details: details,
    channel_closed_details: details,
    queue_created_details: details,
    queue_deleted_details: details,
  })
  .catch({});
const overview = z.object({ message_stats: messageForm.optional(), churn_rates: churnForm.optional() });

export const activityProbe = sessionProbe({
  name: 'activity',
  summary: {
    'zh-CN': '当前速率：收发、确认、重投、丢弃及原因、连接与信道的开关',
    en: 'rates right now: messages in and out, redelivered, dropped and why, connections and channels opened and closed',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(500).max(5_000).default(1_500) }),
  cost: 'cheap',
  hints:
    'rate|throughput|churn|drop|unroutable|expire|redeliver|ttl|reconnect|login|password|auth|登录|密码|认证|速率|吞吐|丢弃|丢失|过期|重投|重连|短连接',
  query: '/metrics (twice), or GET /api/overview',
  async see(client: RabbitmqClient, given, limit, context) {
    // The metrics need no login; without the management API this would be a look at a broker that lets nobody in.
    const averages = await ratesOfOverview(client, limit);
    const first = await client.metrics('/metrics', limit);
    const rates = first === null ? averages : await measured(client, first, given.windowMs, limit, context.clock.now);
    const facts = activityFacts(rates, first === null ? null : totalsOf(first));
    return {
      headline: {
        'zh-CN': `每秒收 ${String(rates.published ?? 0)}、投 ${String(rates.delivered ?? 0)}、确认 ${String(rates.acknowledged ?? 0)}，丢弃 ${String(facts['activity.lostPerSecond'])}`,
        en: `${String(rates.published ?? 0)} in, ${String(rates.delivered ?? 0)} out, ${String(rates.acknowledged ?? 0)} acknowledged, ${String(facts['activity.lostPerSecond'])} lost a second`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join('\n'),
    };
  },
});

type Rates = Readonly<Partial<Record<Counter, number>>>;

async function measured(client: RabbitmqClient, first: string, windowMs: number, limit: SessionLimit, now: () => number): Promise<Rates> {
  const sinceMs = now();
  await sleep(windowMs, undefined, { signal: limit.signal }).catch(() => undefined);
  const second = await client.metrics('/metrics', limit);
  const seconds = Math.max(0.2, (now() - sinceMs) / 1_000);
  const [before, after] = [totalsOf(first), totalsOf(second ?? first)];
  const rates = Object.keys(before).map((name) => [name, perSecond(before[name as Counter], after[name as Counter], seconds)]);
  return Object.fromEntries(rates);
}

function perSecond(before: number | undefined, after: number | undefined, seconds: number): number {
  return Math.max(0, rounded(((after ?? 0) - (before ?? 0)) / seconds));
}

/** Only what this version counts. */
function totalsOf(exposition: string): Rates {
  // Who mistypes at the management page is no application that can't get in.
  const metrics = parseExposition(exposition.replace(/^rabbitmq_auth_attempts\w*\{[^}]*protocol="http".*$/gm, ''));
  return Object.fromEntries(
    Object.entries(counters).flatMap(([name, metric]) => (metrics.has(metric) ? [[name, metrics.get(metric)]] : [])),
  );
}

/** Averages over the last seconds, without the reasons of losses. */
async function ratesOfOverview(client: RabbitmqClient, limit: SessionLimit): Promise<Rates> {
  const { message_stats: messages, churn_rates: churn } = await client.get('overview', overview, limit);
  return {
    published: rateOf(messages?.publish_details),
    delivered: rateOf(messages?.deliver_get_details),
    acknowledged: rateOf(messages?.ack_details),
    redelivered: rateOf(messages?.redeliver_details),
    unroutableDropped: rateOf(messages?.drop_unroutable_details),
    unroutableReturned: rateOf(messages?.return_unroutable_details),
    emptyGets: rateOf(messages?.get_empty_details),
    connectionsOpened: rateOf(churn?.connection_created_details),
    connectionsClosed: rateOf(churn?.connection_closed_details),
    channelsOpened: rateOf(churn?.channel_created_details),
    channelsClosed: rateOf(churn?.channel_closed_details),
    queuesCreated: rateOf(churn?.queue_created_details),
    queuesDeleted: rateOf(churn?.queue_deleted_details),
  };
}

/** Pure. */
export function activityFacts(rates: Rates, totals: Rates | null): Facts {
  const known = Object.entries(rates).map(([name, rate]) => [`activity.${name}PerSecond`, rate] as const);
  const lost = (rates.unroutableDropped ?? 0) + (rates.expired ?? 0) + (rates.overLength ?? 0);
  return {
    ...Object.fromEntries(known),
    'activity.isExact': totals !== null,
    'activity.lostPerSecond': rounded(lost),
    'activity.redeliveredRatio': Math.min(1, ratioOf(rates.redelivered ?? 0, rates.delivered ?? 0)),
    ...(totals === null
      ? {}
      : {
          'activity.unroutableDroppedSoFar': totals.unroutableDropped ?? 0,
          'activity.overLengthSoFar': totals.overLength ?? 0,
          'activity.expiredSoFar': totals.expired ?? 0,
          'activity.loginsFailedPerSecond': rates.loginsFailed ?? 0,
          'activity.loginsFailedSoFar': totals.loginsFailed ?? 0,
          'activity.loginsFailedShare': ratioOf(totals.loginsFailed ?? 0, totals.loginsTried ?? 0),
        }),
  };
}
