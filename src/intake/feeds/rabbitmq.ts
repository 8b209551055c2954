/** A queue of RabbitMQ; a message is acknowledged once its alerts are on disk, and the broker holds back what we have not yet taken. */

import { readFile } from 'node:fs/promises';
import type { ConsumeMessage } from 'amqplib';
import type { RabbitmqSource } from '../../config/alert-sources.ts';
import type { FeedContext, FeedMessage } from './contract.ts';
import { gather } from './gather.ts';
import { eventOf, readJson } from './read-json.ts';

const connectMs = 10_000;
const heartbeatSeconds = 20;
const closeWithinMs = 5_000;

export async function runRabbitmq(source: RabbitmqSource, context: FeedContext): Promise<void> {
  const { connect } = await import('amqplib');
  const connection = await connect(...(await addressOf(source, context)));
  const waiting = gather<ConsumeMessage>();
  connection.on('error', (error) => waiting.fail(error));
  connection.on('close', (error) => waiting.fail(error ?? new Error('RabbitMQ closed the connection')));
  try {
    const channel = await connection.createChannel();
    channel.on('error', (error: Error) => waiting.fail(error));
    channel.on('close', () => waiting.fail(new Error('RabbitMQ closed the channel')));
    await channel.checkQueue(source.queue);
    await channel.prefetch(source.prefetch);
    await channel.consume(source.queue, (message) => {
      if (message === null) waiting.fail(new Error(`RabbitMQ ended the consumer: the queue ${source.queue} was deleted`));
      else waiting.push(message);
    });
    context.connected();
    while (!context.signal.aborted) {
      const batch = await waiting.next(source.prefetch, context.signal);
      await context.deliver(batch.map((message) => messageOf(message, source)));
      const last = batch.at(-1);
      // Everything up to it: they are handed out in order.
      if (last !== undefined) channel.ack(last, true);
    }
  } finally {
    await Promise.race([connection.close().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, closeWithinMs).unref())]);
  }
}

function messageOf({ content, fields, properties }: ConsumeMessage, { as }: RabbitmqSource): FeedMessage {
  const headers: Readonly<Record<string, unknown>> = properties.headers ?? {};
  const { exchange, routingKey, redelivered } = fields;
  const { messageId = null, type = null, appId = null } = properties;
  const meta = { exchange, routingKey, redelivered, messageId, type, appId, headers };
  const seconds = Number(properties.timestamp);
  const at = seconds > 0 && seconds < 1e11 ? new Date(seconds * 1_000).toISOString() : null;
  const message = readJson(content, meta, at);
  const event = as === 'cloudevents' && message.problem === null ? eventOf(headers, /^cloudEvents[:_]/, message.body) : null;
  return event === null ? message : { ...message, body: event };
}

async function addressOf({ address, username, password, tls }: RabbitmqSource, { resolveSecret }: FeedContext) {
  const url = new URL(address);
  const isEncrypted = url.protocol === 'amqps:';
  const options = {
    protocol: url.protocol.slice(0, -1),
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isEncrypted ? 5_671 : 5_672) : Number(url.port),
    vhost: url.pathname === '' || url.pathname === '/' ? '/' : decodeURIComponent(url.pathname.slice(1)),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: resolveSecret(password) }),
    heartbeat: heartbeatSeconds,
  };
  const ca = tls?.caFile === undefined ? {} : { ca: [await readFile(tls.caFile)] };
  return [options, { timeout: connectMs, rejectUnauthorized: !(tls?.insecure ?? false), ...ca }] as const;
}
