/** Kafka as an alert source, on a real cluster. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Admin, Consumer, Producer } from '@platformatic/kafka';
import { runKafka } from '../../../src/intake/feeds/kafka.ts';
import type { Store } from '../../../src/store/contract.ts';
import { until } from '../../support/child.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { type KafkaServers, kafkaIsMissing, startKafka } from '../../support/kafka.ts';
import { systemClock } from '../../support/system-clock.ts';
import { stopIntakes } from '../desk.ts';
import { killAndCount } from './kill-and-count.ts';
import { openStation } from './station.ts';

const missing = kafkaIsMissing();
const mapping = { name: 'name', severity: 'level', fingerprint: 'name', group: '$meta.topic', labels: { partition: '$meta.partition' } };

describe('runKafka()', { skip: missing ?? false, timeout: 600_000 }, () => {
  let servers: KafkaServers;
  let store: Store;
  let producer: Producer;
  let admin: Admin;

  before(async () => {
    [servers, store] = await Promise.all([startKafka(), openMemoryStore(systemClock)]);
    const bootstrapBrokers = [...servers.brokers];
    producer = new Producer({ clientId: 'sender', bootstrapBrokers, retries: 10 });
    admin = new Admin({ clientId: 'admin', bootstrapBrokers });
  });
  after(async () => {
    await Promise.all([producer?.close(), admin?.close()]);
    await stopIntakes();
    await store?.close();
    await servers?.stop();
  });

  const sourceOf = (topic: string, more: object = {}) => ({
    ...{ name: topic, kind: 'kafka', brokers: servers.brokers, topics: [topic], from: 'earliest' },
    ...more,
  });
  async function topic(name: string, partitions = 2): Promise<void> {
    await admin.createTopics({ topics: [name], partitions, replicas: 1 });
  }
  async function send(name: string, values: readonly (string | object)[], headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const given = new Map(Object.entries(headers).map(([key, value]) => [Buffer.from(key), Buffer.from(value)] as const));
    const messages = values.map((value, index) => ({
      ...{ topic: name, key: Buffer.from(String(index)), partition: index % 2, headers: given },
      value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    }));
    await producer.send({ messages, acks: -1 });
  }
  async function committed(name: string): Promise<number> {
    const consumer = new Consumer({ clientId: 'looker', groupId: `zhiban-${name}`, bootstrapBrokers: [...servers.brokers] });
    const offsets = await consumer.listCommittedOffsets({ topics: [{ topic: name, partitions: [0, 1] }] });
    await consumer.close(true);
    return (offsets.get(name) ?? []).reduce((sum, offset) => sum + Math.max(0, Number(offset)), 0);
  }

  test('takes what was sent before and after it came, and keeps what it can’t read without being held up by it', async () => {
    await topic('mapped');
    await send('mapped', [{ name: 'A', level: 'critical' }, 'no json', { level: 'info' }]);
    const station = await openStation(store, [sourceOf('mapped', { mapping })]);
    await station.untilUp('mapped');
    await send('mapped', [{ name: 'B' }]);

    await until(async () => (await station.names()).length === 2, 'both alerts are there', 60_000);
    await until(async () => (await committed('mapped')) === 4, 'all are committed', 60_000);
    const unread = await station.desk.store.unread.list({ limit: 10 });
    await station.close();

    assert.deepEqual(unread.map(({ reason }) => reason.en).sort(), ['is not JSON', 'name: gives no text, and every alert needs a name']);
    assert.deepEqual(Object.keys(unread[0]?.meta ?? {}).sort(), ['headers', 'key', 'offset', 'partition', 'topic']);
    assert.equal(station.sources.tallies.of('kafka/mapped').received, 4);
  });

  test('reads CloudEvents in binary mode from their headers', async () => {
    await topic('events');
    const headers = { ce_specversion: '1.0', ce_id: '1', ce_source: '/disk', ce_type: 'com.example.full' };
    await send('events', [{ severity: 'critical' }], headers);
    const station = await openStation(store, [sourceOf('events', { as: 'cloudevents' })]);

    await until(async () => (await station.names()).length === 1, 'the event is an alert', 60_000);
    const [alert] = await station.desk.alerts();
    await station.close();

    assert.equal(alert?.labels.alertname, 'com.example.full');
    assert.equal(alert?.labels.ce_source, '/disk');
  });

  test('commits nothing while the store is away, and everything once it is back', async () => {
    await topic('away');
    await send(
      'away',
      Array.from({ length: 40 }, (_, index) => ({ name: `N${index}` })),
    );
    let isAway = true;
    let refused = 0;
    const gate = (): void => {
      if (!isAway) return;
      refused += 1;
      throw new Error('the disk is full');
    };
    const station = await openStation(store, [sourceOf('away', { mapping })], { gate });
    await until(() => refused >= 3, 'it was tried several times', 60_000);
    const before = await committed('away');
    isAway = false;
    await until(async () => (await station.names()).length === 40, 'all are there', 60_000);
    await until(async () => (await committed('away')) === 40, 'all are committed', 60_000);
    await station.close();

    assert.equal(before, 0);
  });

  test('says why it is away, and comes back by itself', async () => {
    const station = await openStation(
      store,
      [
        sourceOf('nowhere', { brokers: ['127.0.0.1:1'] }),
        sourceOf('guarded', {
          brokers: servers.guarded,
          sasl: { mechanism: 'PLAIN', username: 'admin', password: { env: 'X' } },
        }),
      ],
      { resolveSecret: () => 'a-wrong-password' },
    );
    const states = station.feeds.states();
    await until(() => states.get('nowhere')?.state === 'down' && states.get('guarded')?.state === 'down', 'both are down', 90_000);
    const reason = JSON.stringify([...states.values()]);
    await topic('guarded');
    await station.configure([sourceOf('guarded')]);
    await station.untilUp('guarded');
    await station.close();

    assert.doesNotMatch(reason, /a-wrong-password/);
    assert.match(reason, /ECONNREFUSED|refused|did not answer/);
  });

  test('goes on after the broker was killed and has come back', async () => {
    await topic('broken');
    const station = await openStation(store, [sourceOf('broken', { mapping })]);
    await station.untilUp('broken');
    await send('broken', [{ name: 'before' }]);
    await until(async () => (await station.names()).includes('before'), 'the first is there', 60_000);
    await Promise.all([servers.kill(1), servers.kill(2)]);
    await Promise.all([servers.start(1), servers.start(2)]);
    await until(
      async () =>
        send('broken', [{ name: 'after' }]).then(
          () => true,
          () => false,
        ),
      'Kafka takes messages again',
      120_000,
    );
    await until(async () => (await station.names()).includes('after'), 'the second is there', 120_000);
    await station.close();
  });

  test('loses nothing when Zhiban is killed in the middle', async () => {
    await topic('killed');
    const { sent, found } = await killAndCount({
      source: sourceOf('killed', { mapping, group: 'zhiban-killed' }),
      kills: 3,
      async send(round) {
        const names = Array.from({ length: 400 }, (_, index) => `K${round}-${index}`);
        for (let start = 0; start < names.length; start += 50)
          await send(
            'killed',
            names.slice(start, start + 50).map((name) => ({ name })),
          );
        return names;
      },
    });

    assert.equal(sent.length, 1_200);
    assert.deepEqual(
      sent.filter((name) => !found.has(name)),
      [],
    );
    assert.equal(typeof runKafka, 'function');
  });
});
