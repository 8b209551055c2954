/** Exchanges that are published to and lead nowhere: messages go in and none comes out. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';
import { details, largest, named, number, object, rateOf, text } from './rabbit-probe.ts';

const exchangeForm = z.object({
  name: z.string(),
  vhost: z.string(),
  type: text,
  policy: text,
  arguments: object,
  message_stats: z
    .object({ publish_in: number, publish_in_details: details, publish_out: number, publish_out_details: details })
    .nullish()
    .catch(null),
});

export type ExchangeRow = z.infer<typeof exchangeForm>;

export const routingProbe = sessionProbe({
  name: 'routing',
  summary: { 'zh-CN': '路由：有消息进、没有消息出的交换机', en: 'routing: exchanges that messages go into and none comes out of' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'exchange|binding|routing|route|unroutable|lost|交换机|绑定|路由|丢失|丢消息',
  query: 'GET /api/exchanges',
  async see(client: RabbitmqClient, _given, limit) {
    const columns = Object.keys(exchangeForm.shape).join(',');
    const { items, total } = await client.list('exchanges', { sort: 'message_stats.publish_in', columns }, exchangeForm, limit);
    const facts = routingFacts(items);
    const lost = String(facts['routing.lost.exchange']);
    return {
      headline: {
        'zh-CN':
          lost === ''
            ? `${String(total)} 个交换机，没有发现丢弃`
            : `交换机 ${lost} 每秒进 ${String(facts['routing.lost.inPerSecond'])} 条，出 ${String(facts['routing.lost.outPerSecond'])} 条`,
        en:
          lost === ''
            ? `${String(total)} exchanges, none seen to lose messages`
            : `exchange ${lost} takes ${String(facts['routing.lost.inPerSecond'])} a second and passes on ${String(facts['routing.lost.outPerSecond'])}`,
      },
      facts: { ...facts, 'routing.exchanges': total },
      text: printRows(items.map(printed)),
    };
  },
});

/** Pure. An exchange may pass each message to several queues, so only less out than in is a loss. */
export function routingFacts(exchanges: readonly ExchangeRow[]): Facts {
  const lossOf = (exchange: ExchangeRow): number =>
    Math.max(0, rateOf(exchange.message_stats?.publish_in_details) - rateOf(exchange.message_stats?.publish_out_details));
  const lost = largest(exchanges, lossOf);
  const inRate = rateOf(lost?.message_stats?.publish_in_details);
  const outRate = rateOf(lost?.message_stats?.publish_out_details);
  return {
    'routing.lost.exchange': lost === undefined ? '' : lost.name === '' ? '(default)' : named(lost.name, lost.vhost),
    'routing.lost.type': lost?.type ?? '',
    'routing.lost.inPerSecond': inRate,
    'routing.lost.outPerSecond': outRate,
    'routing.lost.ratio': ratioOf(Math.max(0, inRate - outRate), inRate),
    'routing.lost.hasAlternate': lost?.arguments?.['alternate-exchange'] !== undefined,
  };
}

function printed(exchange: ExchangeRow): Readonly<Record<string, unknown>> {
  return {
    exchange: exchange.name === '' ? '(default)' : named(exchange.name, exchange.vhost),
    type: exchange.type,
    in: exchange.message_stats?.publish_in,
    'in/s': rateOf(exchange.message_stats?.publish_in_details),
    out: exchange.message_stats?.publish_out,
    'out/s': rateOf(exchange.message_stats?.publish_out_details),
    policy: exchange.policy,
  };
}
