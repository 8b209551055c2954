/** Consumers of streams: for each that has a backlog, why: nobody fetches, nobody acknowledges, it is paused, or too slow. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { printRows } from '../../session/rows.ts';
import type { NatsClient } from '../client.ts';
import { compareConsumers, type Progress } from '../compare-consumers.ts';
import { consumerFacts } from '../consumer-facts.ts';
import { readStreams } from '../read-streams.ts';

export const consumersProbe = sessionProbe({
  name: 'consumers',
  summary: {
    'zh-CN': '消费者：积压及其原因（没人拉取、不确认、被暂停、太慢、反复重投）',
    en: 'consumers: backlogs and why (nobody fetches, nobody acknowledges, paused, too slow, redelivered again and again)',
  },
  parameters: z.strictObject({
    windowMs: z.number().int().min(100).max(5_000).default(1_000),
    /** Only those of this stream, by its name. */
    stream: z.string().max(255).default(''),
  }),
  cost: 'cheap',
  hints: 'consumer|backlog|pending|lag|ack|redeliver|paused|stuck|积压|堆积|消费|未确认|重投|暂停|卡住|延迟',
  query: 'GET /jsz?accounts=true&streams=true&consumers=true, twice',
  async see(client: NatsClient, { windowMs, stream }, limit, context) {
    const before = await readStreams(client, limit);
    await context.clock.sleep(windowMs, context.signal);
    const after = await readStreams(client, limit);
    const progress = compareConsumers(before, after).filter(({ seen }) => stream === '' || seen.name === stream);
    const facts = consumerFacts(progress);
    const worst = String(facts['consumers.worst.name']);
    return {
      headline: {
        'zh-CN': `${String(progress.length)} 个消费者${worst === '' ? '，没有积压' : `；积压最多的是 ${worst}：${String(facts['consumers.worst.pending'])} 条待投递`}`,
        en: `${String(progress.length)} consumers${worst === '' ? ', none with a backlog' : `; the longest backlog is of ${worst}: ${String(facts['consumers.worst.pending'])} wait`}`,
      },
      facts,
      text: printRows(progress.slice(0, 60).map(printed)),
    };
  },
});

function printed({ title, consumer, deliveredPerSecond, ackedPerSecond, idleSeconds }: Progress): Readonly<Record<string, unknown>> {
  return {
    consumer: title,
    pending: consumer.num_pending,
    unacked: consumer.num_ack_pending,
    maxUnacked: consumer.config?.max_ack_pending,
    redelivered: consumer.num_redelivered,
    waiting: consumer.num_waiting,
    bound: consumer.push_bound,
    paused: consumer.paused,
    'delivered/s': deliveredPerSecond,
    'acked/s': ackedPerSecond,
    idleSeconds,
  };
}
