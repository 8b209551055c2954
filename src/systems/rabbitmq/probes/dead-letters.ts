/** Dead letters: the queues that take them, which way they go, and settings that lead nowhere. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, rounded } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';
import { type DeadLetterRoutes, readDeadLetterRoutes } from './dead-letter-targets.ts';
import { largest, named } from './rabbit-probe.ts';
import { keyOf, type Queue, readQueues } from './read-queues.ts';

export const deadLettersProbe = sessionProbe({
  name: 'dead-letters',
  summary: {
    'zh-CN': '死信：死信队列的积压与增长、指向不存在的死信交换机',
    en: 'dead letters: their queues, growth, and settings that lead nowhere',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'dead.?letter|dlx|dlq|poison|reject|nack|死信|毒消息|拒绝',
  query: 'GET /api/queues, /api/exchanges/…/bindings/source',
  async see(client: RabbitmqClient, _given, limit) {
    const { items } = await readQueues(client, limit);
    const routes = await readDeadLetterRoutes(client, items, limit);
    const facts = deadLetterFacts(items, routes);
    return {
      headline: {
        'zh-CN': `死信队列 ${String(facts['deadLetters.queues'])} 个，共 ${String(facts['deadLetters.messages'])} 条`,
        en: `${String(facts['deadLetters.queues'])} queues of dead letters with ${String(facts['deadLetters.messages'])} messages`,
      },
      facts,
      text: printRows([
        ...targetsIn(items, routes).map((queue) => ({
          deadLetters: nameOf(queue),
          ready: queue.ready,
          consumers: queue.consumers,
          'in/s': queue.publishedPerSecond,
        })),
        ...routes.missing.map(({ queue, exchange }) => ({ queue: nameOf(queue), missingExchange: exchange })),
      ]),
    };
  },
});

/** Pure. */
export function deadLetterFacts(queues: readonly Queue[], routes: DeadLetterRoutes): Facts {
  const targets = targetsIn(queues, routes);
  const messagesOf = ({ ready, unacked }: Queue): number => ready + unacked;
  const growing = largest(targets, ({ growthPerSecond, publishedPerSecond }) => Math.max(growthPerSecond, publishedPerSecond));
  const top = growing ?? largest(targets, messagesOf);
  const sources = queues.filter((queue) => top !== undefined && queue.vhost === top.vhost && leadsTo(queue, routes));
  return {
    'deadLetters.queues': targets.length,
    'deadLetters.messages': targets.reduce((sum, queue) => sum + messagesOf(queue), 0),
    'deadLetters.top': nameOf(top),
    'deadLetters.topMessages': top === undefined ? 0 : messagesOf(top),
    'deadLetters.topConsumers': top?.consumers ?? 0,
    'deadLetters.topPerSecond': rounded(Math.max(0, top?.growthPerSecond ?? 0, top?.publishedPerSecond ?? 0)),
    'deadLetters.sources': sources.slice(0, 5).map(nameOf).join(', '),
    'deadLetters.missing': routes.missing.length,
    'deadLetters.missingExchange': routes.missing[0]?.exchange ?? '',
    'deadLetters.missingQueue': nameOf(routes.missing[0]?.queue),
  };
}

function targetsIn(queues: readonly Queue[], { targets }: DeadLetterRoutes): readonly Queue[] {
  return queues.filter((queue) => targets.has(keyOf(queue.vhost, queue.name)));
}

function leadsTo(queue: Queue, { missing }: DeadLetterRoutes): boolean {
  return typeof queue.setting('dead-letter-exchange') === 'string' && !missing.some((each) => each.queue === queue);
}

function nameOf(queue: Queue | undefined): string {
  return queue === undefined ? '' : named(queue.name, queue.vhost);
}
