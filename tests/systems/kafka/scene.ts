/** One Kafka for a file of tests: applications that cause trouble, Zhiban's own client, and a diagnosis. */

import { Admin, Consumer, type Message, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import type { KafkaClient } from '../../../src/systems/kafka/client.ts';
import { type KafkaEntry, kafkaKind } from '../../../src/systems/kafka/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { type KafkaServers, startKafka } from '../../support/kafka.ts';
import { systemClock } from '../../support/system-clock.ts';

export type Received = Message<string, string, string, string>;

export interface Scene {
  readonly servers: KafkaServers;
  readonly entry: KafkaEntry;
  readonly client: KafkaClient;
  readonly admin: Admin;
  topic(name: string, partitions: number, settings?: Readonly<Record<string, string>>): Promise<void>;
  /** Sends messages, evenly to all partitions. */
  produce(topic: string, partitions: number, count: number, value?: string): Promise<void>;
  /** Sends until the scene is cleared. */
  flow(topic: string, partitions: number, perSecond: number): void;
  /** A member of a group; what it does with a message is waited for before the next one comes. */
  member(group: string, topic: string, handle: (message: Received) => Promise<void>): Promise<Consumer<string, string, string, string>>;
  look(options?: DiagnoseOptions): Promise<Diagnosis>;
  lookUntil(what: string, holds: (seen: Diagnosis) => boolean, options?: DiagnoseOptions): Promise<Diagnosis>;
  /** Ends every application. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export function clientOf(entry: KafkaEntry, password = 'x'): KafkaClient {
  return kafkaKind.connect(entry, { clock: systemClock, resolveSecret: () => password });
}

export async function startScene(): Promise<Scene> {
  // What is too large or too old goes within seconds, not after five minutes.
  const servers = await startKafka({ 'log.retention.check.interval.ms': 2_000 });
  const bootstrapBrokers = [...servers.brokers];
  const entry = kafkaKind.entry.parse({ id: 'orders-kafka', kind: 'kafka', brokers: bootstrapBrokers });
  const client = clientOf(entry);
  const admin = new Admin({ clientId: 'test-admin', bootstrapBrokers });
  const producer = new Producer({ clientId: 'svc-producer', bootstrapBrokers, serializers: stringSerializers, retries: 5 });
  const loops = new Set<NodeJS.Timeout>();
  const members = new Set<Consumer<string, string, string, string>>();
  const produce: Scene['produce'] = async (topic, partitions, count, value = 'order') => {
    const messages = Array.from({ length: count }, (_, index) => ({
      topic,
      key: String(index),
      value,
      partition: index % partitions,
    }));
    await producer.send({ messages, acks: 1 });
  };
  const look: Scene['look'] = (options = {}) =>
    diagnoseSystem(kafkaKind, client, entry, { parameters: { groups: { windowMs: 800 } }, ...options });
  const clear = async (): Promise<void> => {
    for (const loop of loops) clearInterval(loop);
    loops.clear();
    await Promise.all([...members].map((each) => each.close(true).catch(() => undefined)));
    members.clear();
  };
  return {
    servers,
    entry,
    client,
    admin,
    async topic(name, partitions, settings = {}) {
      const configs = Object.entries(settings).map(([key, value]) => ({ name: key, value }));
      await admin.createTopics({ topics: [name], partitions, replicas: 2, configs });
    },
    produce,
    flow(topic, partitions, perSecond) {
      loops.add(setInterval(() => void produce(topic, partitions, Math.max(1, perSecond / 5)).catch(() => undefined), 200));
    },
    async member(group, topic, handle) {
      const consumer = new Consumer({
        clientId: `svc-${group}`,
        groupId: group,
        bootstrapBrokers,
        deserializers: stringDeserializers,
        autocommit: false,
        sessionTimeout: 10_000,
        heartbeatInterval: 500,
      });
      members.add(consumer);
      const stream = await consumer.consume({ topics: [topic], mode: 'committed', fallbackMode: 'earliest', maxWaitTime: 200 });
      const drain = async (): Promise<void> => {
        for await (const message of stream) await handle(message);
      };
      void drain().catch(() => undefined);
      return consumer;
    },
    look,
    async lookUntil(what, holds, options = {}) {
      const deadline = performance.now() + 60_000;
      for (;;) {
        const seen = await look(options);
        if (holds(seen)) return seen;
        if (performance.now() > deadline)
          throw new Error(`It never came about that ${what}: ${JSON.stringify([seen.confirmed, seen.likely, seen.facts])}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    clear,
    async stop() {
      await clear();
      await Promise.all([producer.close().catch(() => undefined), admin.close().catch(() => undefined), client.close()]);
      await servers.stop();
    },
  };
}
