/** Topics of Kafka as one member of a consumer group; an offset is committed once its alerts are on disk. */

import { readFile } from 'node:fs/promises';
import type { Message, MessagesStream } from '@platformatic/kafka';
import type { KafkaSource } from '../../config/alert-sources.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { toFailure } from '../../systems/kafka/failure.ts';
import type { FeedContext, FeedMessage } from './contract.ts';
import { eventOf, readJson } from './read-json.ts';

type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;
type Record = Message<Buffer, Buffer, Buffer, Buffer>;

const batchMax = 500;
const bytesMax = 8_388_608;
const closeWithinMs = 5_000;

export async function runKafka(source: KafkaSource, context: FeedContext): Promise<void> {
  const { Consumer } = await import('@platformatic/kafka');
  const consumer = new Consumer({
    clientId: 'zhiban',
    groupId: source.group ?? `zhiban-${source.name}`,
    bootstrapBrokers: source.brokers,
    ...{ autocommit: false, highWaterMark: batchMax, maxBytes: bytesMax, maxWaitTime: 1_000 },
    ...{ sessionTimeout: 15_000, rebalanceTimeout: 30_000, heartbeatInterval: 2_000 },
    ...{ connectTimeout: 5_000, requestTimeout: 30_000, retries: 1, retryDelay: 500 },
    ...(await tlsOf(source)),
    ...(source.sasl === undefined ? {} : { sasl: { ...source.sasl, password: context.resolveSecret(source.sasl.password) } }),
  });
  try {
    const stream: Stream = await consumer.consume({ topics: [...source.topics], mode: 'committed', fallbackMode: source.from });
    context.connected();
    for await (const batch of batchesOf(stream, context.signal)) {
      await context.deliver(batch.flatMap((record) => messageOf(record, source.as === 'cloudevents')));
      const last = new Map(batch.map((record) => [`${record.topic}/${record.partition}`, record]));
      await Promise.all([...last.values()].map((record) => record.commit()));
    }
  } catch (error) {
    if (context.signal.aborted || error instanceof ZhibanError) throw error;
    throw toFailure(`Kafka ${source.brokers.join(', ')}`, error, 'login');
  } finally {
    // Leaving a group whose coordinator is gone takes as long as its timeouts.
    await Promise.race([consumer.close(true).catch(() => undefined), new Promise((resolve) => setTimeout(resolve, closeWithinMs).unref())]);
  }
}

/** As many as are there. Ends with the signal; throws when the stream fails or ends by itself. */
async function* batchesOf(stream: Stream, signal: AbortSignal): AsyncGenerator<readonly Record[]> {
  let failure: Error | null = null;
  const wakers = new Set<() => void>();
  const wake = (): void => {
    for (const each of wakers) each();
    wakers.clear();
  };
  stream.on('error', (error) => {
    failure = error;
    wake();
  });
  for (const event of ['readable', 'end', 'close'] as const) stream.on(event as 'readable', wake);
  signal.addEventListener('abort', wake, { once: true });
  while (!signal.aborted) {
    const batch = readMany(stream);
    if (batch.length > 0) yield batch;
    else if (failure !== null) throw failure;
    else if (stream.destroyed || stream.readableEnded) throw new Error('Kafka ended the stream');
    else await new Promise<void>((resolve) => wakers.add(resolve));
  }
}

function readMany(stream: Stream): readonly Record[] {
  const batch: Record[] = [];
  while (batch.length < batchMax) {
    const record: Record | null = stream.read();
    if (record === null) break;
    batch.push(record);
  }
  return batch;
}

/** A record without a value is a key that is gone: no alert. */
function messageOf(record: Record, isEvent: boolean): readonly FeedMessage[] {
  const { topic, partition, offset, key, value, timestamp } = record;
  if (value === undefined || value === null) return [];
  const headers = Object.fromEntries([...record.headers].map(([name, each]) => [String(name), String(each ?? '')]));
  const meta = { topic, partition, offset: String(offset), key: key === undefined || key === null ? null : String(key), headers };
  const ms = Number(timestamp);
  const message = readJson(value, meta, ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : null);
  const event = isEvent && message.problem === null ? eventOf(headers, /^ce_/, message.body) : null;
  return [event === null ? message : { ...message, body: event }];
}

async function tlsOf({ tls }: KafkaSource) {
  if (tls === undefined) return {};
  const ca = tls.caFile === undefined ? {} : { ca: await readFile(tls.caFile, 'utf8') };
  return { tls: { rejectUnauthorized: !tls.insecure, ...ca } };
}
