/** Queues: how full, who empties them, which way they go, their limits, and whether their replicas are there. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, ratioOf, rounded } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';
import { readDeadLetterRoutes } from './dead-letter-targets.ts';
import { cappedFacts, fillOf, lengthFacts } from './full-queue.ts';
import { type Policy, policyForm } from './policies.ts';
import { largest, named, tolerant } from './rabbit-probe.ts';
import { keyOf, type Queue, readQueues } from './read-queues.ts';

export const queuesProbe = sessionProbe({
  name: 'queues',
  summary: {
    'zh-CN': '队列：积压、消费者、收发速率、长度上限、副本',
    en: 'queues: backlog, consumers, rates, limits of length, replicas',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'queue|backlog|ready|unacked|messages|consumer|lag|quorum|mirror|ttl|队列|积压|堆积|消费|延迟|镜像|过期',
  query: 'GET /api/queues?sort=messages; /metrics/detailed?family=queue_coarse_metrics',
  async see(client: RabbitmqClient, _given, limit) {
    const { items, total } = await readQueues(client, limit);
    const { targets } = await readDeadLetterRoutes(client, items, limit);
    const policy = await policyOf(client, largest(items, fillOf), limit);
    const facts = queueFacts(items, total, (queue) => targets.has(keyOf(queue.vhost, queue.name)), policy);
    const { 'queues.biggest.name': biggest, 'queues.biggest.messages': messages } = facts;
    return {
      headline: {
        'zh-CN': `${String(total)} 个队列，待投递 ${String(facts['queues.ready'])}，未确认 ${String(facts['queues.unacked'])}${biggest === '' ? '' : `；最多的是 ${String(biggest)}：${String(messages)}`}`,
        en: `${String(total)} queues, ${String(facts['queues.ready'])} ready, ${String(facts['queues.unacked'])} unacknowledged${biggest === '' ? '' : `; most in ${String(biggest)}: ${String(messages)}`}`,
      },
      facts,
      text: printRows(items.map(printed)),
    };
  },
});

/** Only of a queue that is about full. */
async function policyOf(client: RabbitmqClient, queue: Queue | undefined, limit: SessionLimit): Promise<Policy | null> {
  if (queue === undefined || queue.policy === '' || fillOf(queue) < 0.9) return null;
  return tolerant(client.get(`policies/${encodeURIComponent(queue.vhost)}/${encodeURIComponent(queue.policy)}`, policyForm, limit));
}

/** Pure. Each group of facts is about the queue that is worst off in that respect; names are empty where none is. */
export function queueFacts(
  queues: readonly Queue[],
  total: number,
  isDeadLetters: (queue: Queue) => boolean,
  policyOfFullest: Policy | null = null,
): Facts {
  const working = queues.filter((queue) => !isDeadLetters(queue));
  const sum = (of: (queue: Queue) => number): number => queues.reduce((all, queue) => all + of(queue), 0);
  const biggest = largest(queues, messagesOf);
  return {
    'queues.count': total,
    'queues.isTruncated': total > queues.length,
    'queues.ready': sum(({ ready }) => ready),
    'queues.unacked': sum(({ unacked }) => unacked),
    'queues.withoutStatisticsRatio': ratioOf(queues.filter(({ hasStatistics }) => !hasStatistics).length, queues.length),
    'queues.biggest.name': nameOf(biggest),
    'queues.biggest.messages': biggest === undefined ? 0 : messagesOf(biggest),
    ...flowFacts(
      'queues.orphan',
      largest(working.filter(isOrphan), ({ ready }) => ready),
    ),
    ...flowFacts(
      'queues.held',
      largest(working.filter(isHeld), ({ unacked }) => unacked),
    ),
    ...flowFacts(
      'queues.slow',
      largest(working.filter(isSlow), ({ ready }) => ready),
    ),
    ...poisonFacts(largest(working, ({ redeliveredPerSecond }) => redeliveredPerSecond)),
    ...lengthFacts(largest(queues, fillOf), policyOfFullest),
    ...cappedFacts(working),
    ...expiryFacts(working),
    ...replicaFacts(queues),
  };
}

function flowFacts(name: string, queue: Queue | undefined): Facts {
  return {
    [`${name}.name`]: nameOf(queue),
    [`${name}.ready`]: queue?.ready ?? 0,
    [`${name}.unacked`]: queue?.unacked ?? 0,
    [`${name}.consumers`]: queue?.consumers ?? 0,
    [`${name}.publishedPerSecond`]: queue?.publishedPerSecond ?? 0,
    [`${name}.acknowledgedPerSecond`]: queue?.acknowledgedPerSecond ?? 0,
    [`${name}.deliveredPerSecond`]: queue?.deliveredPerSecond ?? 0,
    [`${name}.growthPerSecond`]: rounded(queue?.growthPerSecond ?? 0),
    [`${name}.leftPerSecond`]: queue === undefined ? 0 : leftPerSecond(queue),
    // One of its consumers gets messages, the others wait to take its place.
    [`${name}.isSingleActive`]: queue?.setting('single-active-consumer') === true,
    // How long the backlog takes at the present pace, once nothing more comes in.
    [`${name}.drainSeconds`]: queue === undefined || leftPerSecond(queue) === 0 ? null : Math.round(queue.ready / leftPerSecond(queue)),
  };
}

/** Polled queues have no consumer and are emptied none the less; messages that wait for their TTL to become dead letters are a delay. */
function isOrphan(queue: Queue): boolean {
  const isDelay = typeof queue.setting('message-ttl') === 'number' && typeof queue.setting('dead-letter-exchange') === 'string';
  return !isDelay && queue.consumers === 0 && queue.ready > 0 && queue.deliveredPerSecond === 0 && queue.type !== 'stream';
}

function isHeld(queue: Queue): boolean {
  return queue.consumers > 0 && queue.unacked > 0 && queue.ready > 0 && leftPerSecond(queue) === 0;
}

function isSlow(queue: Queue): boolean {
  return queue.consumers > 0 && queue.ready > 0 && leftPerSecond(queue) > 0 && queue.growthPerSecond > 0;
}

/** Consumers without acknowledgements take messages for good by being given them. */
function leftPerSecond(queue: Queue): number {
  return queue.acknowledgedPerSecond > 0 ? queue.acknowledgedPerSecond : queue.unacked === 0 ? queue.deliveredPerSecond : 0;
}

function poisonFacts(queue: Queue | undefined): Facts {
  return {
    'queues.poison.name': nameOf(queue),
    'queues.poison.type': queue?.type ?? '',
    'queues.poison.redeliveredPerSecond': queue?.redeliveredPerSecond ?? 0,
    'queues.poison.redeliveredRatio': queue === undefined ? 0 : Math.min(1, ratioOf(queue.redeliveredPerSecond, queue.deliveredPerSecond)),
    'queues.poison.acknowledgedPerSecond': queue?.acknowledgedPerSecond ?? 0,
    'queues.poison.messages': queue === undefined ? 0 : messagesOf(queue),
    'queues.poison.deliveryLimit': queue === undefined ? 0 : numberOf(queue.setting('delivery-limit')),
  };
}

/** Nobody empties it, or more than half of what comes in leaves some other way than to a consumer. */
function isLosingMost(queue: Queue): boolean {
  const left = leftPerSecond(queue);
  return left === 0 || queue.publishedPerSecond - left - Math.max(0, queue.growthPerSecond) > queue.publishedPerSecond / 2;
}

function expiryFacts(queues: readonly Queue[]): Facts {
  const expiring = queues.filter((queue) => typeof queue.setting('message-ttl') === 'number' && isLosingMost(queue));
  const [shortest] = expiring.toSorted((one, other) => numberOf(one.setting('message-ttl')) - numberOf(other.setting('message-ttl')));
  return {
    'queues.expiring.name': nameOf(shortest),
    'queues.expiring.ttlSeconds': shortest === undefined ? 0 : rounded(numberOf(shortest.setting('message-ttl')) / 1_000),
    'queues.expiring.consumers': shortest?.consumers ?? 0,
    'queues.expiring.hasDeadLetters': typeof shortest?.setting('dead-letter-exchange') === 'string',
  };
}

function replicaFacts(queues: readonly Queue[]): Facts {
  const replicated = queues.filter(({ members }) => members.length > 0);
  const minority = replicated.filter(({ members, online }) => online.length * 2 <= members.length);
  const reduced = replicated.filter(({ members, online }) => online.length < members.length && online.length * 2 > members.length);
  const unsynced = queues.filter(({ mirrors, mirrorsInSync }) => mirrors.length > mirrorsInSync.length);
  const down = queues.filter(({ state, isExclusive }) => /^(down|stopped|crashed)$/.test(state) && !isExclusive);
  const [lost] = minority;
  return {
    'queues.minority.count': minority.length,
    'queues.minority.name': nameOf(lost),
    'queues.minority.members': lost?.members.length ?? 0,
    'queues.minority.online': lost?.online.length ?? 0,
    'queues.reduced.count': reduced.length,
    'queues.reduced.name': nameOf(reduced[0]),
    'queues.unsynced.count': unsynced.length,
    'queues.unsynced.name': nameOf(unsynced[0]),
    'queues.down.count': down.length,
    'queues.down.name': nameOf(down[0]),
    'queues.down.leader': down[0]?.leader ?? '',
  };
}

function messagesOf({ ready, unacked }: Queue): number {
  return ready + unacked;
}

function nameOf(queue: Queue | undefined): string {
  return queue === undefined ? '' : named(queue.name, queue.vhost);
}

function printed(queue: Queue): Readonly<Record<string, unknown>> {
  return {
    queue: nameOf(queue),
    type: queue.type,
    state: queue.state,
    ready: queue.ready,
    unacked: queue.unacked,
    consumers: queue.consumers,
    'in/s': queue.publishedPerSecond,
    'out/s': queue.deliveredPerSecond,
    'ack/s': queue.acknowledgedPerSecond,
    'redelivered/s': queue.redeliveredPerSecond,
    policy: queue.policy,
    leader: queue.leader,
    singleActive: queue.setting('single-active-consumer') === true ? 'yes' : '',
    online: queue.members.length === 0 ? '' : `${String(queue.online.length)}/${String(queue.members.length)}`,
  };
}
