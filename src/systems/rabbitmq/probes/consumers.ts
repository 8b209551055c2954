/** Channels and consumers: who holds messages without acknowledging them, and with which prefetch. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';
import { details, largest, named, number, rateOf, text } from './rabbit-probe.ts';

const channelForm = z.object({
  name: z.string(),
  number,
  user: text,
  vhost: text,
  state: text,
  idle_since: text,
  consumer_count: number,
  prefetch_count: number,
  global_prefetch_count: number,
  messages_unacknowledged: number,
  connection_details: z.object({ name: text, peer_host: text }).nullish().catch(null),
  message_stats: z.object({ ack_details: details, deliver_get_details: details, redeliver_details: details }).nullish().catch(null),
});
const consumerForm = z.object({
  queue: z.object({ name: z.string(), vhost: z.string() }),
  ack_required: z.boolean().nullish().catch(null),
  prefetch_count: number,
  active: z.boolean().nullish().catch(null),
  activity_status: text,
  consumer_tag: text,
  channel_details: z.object({ name: text, connection_name: text }).nullish().catch(null),
});
const connectionForm = z.object({ name: z.string(), user_provided_name: text, connected_at: number, user: text });

export type ChannelRow = z.infer<typeof channelForm>;
export type ConsumerRow = z.infer<typeof consumerForm>;
export type ConnectionName = z.infer<typeof connectionForm>;

const consumersMax = 2_000;

export const consumersProbe = sessionProbe({
  name: 'consumers',
  summary: {
    'zh-CN': '消费者与信道：谁拿着消息不确认、预取多少',
    en: 'consumers and channels: who holds messages unacknowledged, with which prefetch',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'consumer|channel|unacked|ack|prefetch|stuck|delivery acknowledgement|消费者|信道|未确认|确认|预取|卡住',
  query: 'GET /api/channels?sort=messages_unacknowledged, /api/consumers',
  async see(client: RabbitmqClient, _given, limit, context) {
    const channelColumns = Object.keys(channelForm.shape).join(',');
    const channels = await client.list('channels', { sort: 'messages_unacknowledged', columns: channelColumns }, channelForm, limit);
    const consumers = await client.get('consumers', z.array(consumerForm), limit);
    const names = await client.list('connections', { columns: Object.keys(connectionForm.shape).join(',') }, connectionForm, limit);
    const facts = consumerFacts(channels.items, consumers.slice(0, consumersMax), names.items, context.clock.now());
    const holder = String(facts['consumers.holder.client']);
    return {
      headline: {
        'zh-CN': `${String(consumers.length)} 个消费者，${String(channels.total)} 个信道${holder === '' ? '，没有未确认的消息' : `；未确认最多的是 ${holder}：${String(facts['consumers.holder.unacked'])} 条，预取 ${String(facts['consumers.holder.prefetch'])}`}`,
        en: `${String(consumers.length)} consumers, ${String(channels.total)} channels${holder === '' ? ', nothing unacknowledged' : `; ${holder} holds most: ${String(facts['consumers.holder.unacked'])} unacknowledged with prefetch ${String(facts['consumers.holder.prefetch'])}`}`,
      },
      facts: { ...facts, 'consumers.count': consumers.length, 'channels.count': channels.total },
      text: printRows(channels.items.slice(0, 40).map((channel) => printed(channel, consumers))),
    };
  },
});

/** Pure. Who holds and does nothing comes before who holds more and works. */
export function consumerFacts(
  channels: readonly ChannelRow[],
  consumers: readonly ConsumerRow[],
  connections: readonly ConnectionName[],
  nowMs: number,
): Facts {
  const holding = channels.filter((channel) => unackedOf(channel) > 0);
  const stuck = holding.filter((channel) => rateOf(channel.message_stats?.ack_details) === 0);
  const holder = largest(stuck, unackedOf) ?? largest(holding, unackedOf);
  const total = holding.reduce((sum, channel) => sum + unackedOf(channel), 0);
  const unlimited = consumers.filter(({ ack_required, prefetch_count }) => ack_required === true && (prefetch_count ?? 0) === 0);
  const inFlow = channels.filter(({ state }) => state === 'flow');
  const waiting = consumers.filter(({ activity_status: status }) => status === 'waiting');
  const redelivering = largest(channels, ({ message_stats }) => rateOf(message_stats?.redeliver_details));
  return {
    ...holderFacts(holder, total, consumers, connections, nowMs),
    'consumers.stuckChannels': stuck.length,
    'consumers.withoutPrefetch': unlimited.length,
    'consumers.withoutPrefetchQueue': unlimited[0] === undefined ? '' : named(unlimited[0].queue.name, unlimited[0].queue.vhost),
    'consumers.redelivering.client': redelivering === undefined ? '' : clientOf(redelivering, connections),
    'consumers.redelivering.perSecond': rateOf(redelivering?.message_stats?.redeliver_details),
    // Of queues with a single active consumer, and of streams' groups: those that stand by.
    'consumers.waiting': waiting.length,
    'consumers.waitingQueue': waiting[0] === undefined ? '' : named(waiting[0].queue.name, waiting[0].queue.vhost),
    'channels.inFlow': inFlow.length,
    'channels.inFlowClient': inFlow[0] === undefined ? '' : clientOf(inFlow[0], connections),
  };
}

function holderFacts(
  holder: ChannelRow | undefined,
  total: number,
  consumers: readonly ConsumerRow[],
  connections: readonly ConnectionName[],
  nowMs: number,
): Facts {
  const own = consumers.filter(({ channel_details }) => holder !== undefined && channel_details?.name === holder.name);
  const connection = connections.find(({ name }) => name === holder?.connection_details?.name);
  const prefetch = Math.max(
    0,
    holder?.global_prefetch_count ?? 0,
    holder?.prefetch_count ?? 0,
    ...own.map(({ prefetch_count }) => prefetch_count ?? 0),
  );
  const unacked = holder === undefined ? 0 : unackedOf(holder);
  const idleSinceMs = Date.parse(holder?.idle_since ?? '');
  return {
    'consumers.unacked': total,
    'consumers.holder.client': holder === undefined ? '' : clientOf(holder, connections),
    'consumers.holder.connection': holder?.connection_details?.name ?? '',
    'consumers.holder.connectedAtMs': connection?.connected_at ?? 0,
    'consumers.holder.user': holder?.user ?? '',
    'consumers.holder.queue': own[0] === undefined ? '' : named(own[0].queue.name, own[0].queue.vhost),
    'consumers.holder.unacked': unacked,
    'consumers.holder.share': ratioOf(unacked, total),
    'consumers.holder.prefetch': prefetch,
    'consumers.holder.fillRatio': ratioOf(unacked, prefetch),
    'consumers.holder.acknowledgedPerSecond': rateOf(holder?.message_stats?.ack_details),
    'consumers.holder.idleSeconds': Number.isNaN(idleSinceMs) ? 0 : Math.max(0, Math.round((nowMs - idleSinceMs) / 1_000)),
  };
}

/** By the name that the application gave itself, else by where it comes from. */
function clientOf(channel: ChannelRow, connections: readonly ConnectionName[]): string {
  const name = channel.connection_details?.name ?? '';
  const given = connections.find((each) => each.name === name)?.user_provided_name;
  return given ?? `${channel.user ?? ''}@${channel.connection_details?.peer_host ?? ''}`;
}

function unackedOf({ messages_unacknowledged }: ChannelRow): number {
  return messages_unacknowledged ?? 0;
}

function printed(channel: ChannelRow, consumers: readonly ConsumerRow[]): Readonly<Record<string, unknown>> {
  const own = consumers.filter(({ channel_details }) => channel_details?.name === channel.name);
  return {
    channel: channel.name,
    user: channel.user,
    state: channel.state,
    unacked: unackedOf(channel),
    prefetch: own[0]?.prefetch_count ?? channel.prefetch_count,
    'ack/s': rateOf(channel.message_stats?.ack_details),
    idleSince: channel.idle_since,
    queues: [...new Set(own.map(({ queue }) => named(queue.name, queue.vhost)))].slice(0, 3).join(','),
  };
}
