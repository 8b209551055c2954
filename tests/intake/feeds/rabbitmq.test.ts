/** RabbitMQ as an alert source, on a real broker. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { runRabbitmq } from '../../../src/intake/feeds/rabbitmq.ts';
import type { Store } from '../../../src/store/contract.ts';
import { until } from '../../support/child.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { type RabbitmqServer, startRabbitmq } from '../../support/rabbitmq.ts';
import { systemClock } from '../../support/system-clock.ts';
import { stopIntakes } from '../desk.ts';
import { killAndCount } from './kill-and-count.ts';
import { openStation } from './station.ts';

const mapping = { name: 'name', severity: 'level', fingerprint: 'name', group: '"queue"', labels: { key: '$meta.routingKey' } };

describe('runRabbitmq()', { timeout: 600_000 }, () => {
  let server: RabbitmqServer;
  let store: Store;
  let sender: ChannelModel;
  let channel: Channel;

  before(async () => {
    [server, store] = await Promise.all([startRabbitmq(), openMemoryStore(systemClock)]);
    const { hostname, port } = new URL(server.url);
    sender = await connect({ protocol: 'amqp', hostname, port: Number(port), ...server.login });
    channel = await sender.createChannel();
  });
  after(async () => {
    await sender?.close().catch(() => undefined);
    await stopIntakes();
    await store?.close();
    await server?.stop();
  });

  const sourceOf = (queue: string, more: object = {}) => ({
    ...{ name: queue, kind: 'rabbitmq', address: server.url, queue, username: server.login.username, password: { env: 'X' } },
    ...more,
  });
  const open = (given: readonly object[], gate?: () => void) =>
    openStation(store, given, { resolveSecret: () => server.login.password, ...(gate === undefined ? {} : { gate }) });
  const send = (queue: string, value: string | object, headers: Readonly<Record<string, string>> = {}): void =>
    void channel.sendToQueue(queue, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), { persistent: true, headers });
  const left = async (queue: string): Promise<number> => (await channel.checkQueue(queue)).messageCount;

  test('takes what waits and what comes, and keeps what it can’t read without being held up by it', async () => {
    await channel.assertQueue('mapped');
    for (const value of [{ name: 'A', level: 'critical' }, 'no json', { level: 'info' }]) send('mapped', value);
    const station = await open([sourceOf('mapped', { mapping })]);
    await station.untilUp('mapped');
    send('mapped', { name: 'B' });

    await until(async () => (await station.names()).length === 2, 'both alerts are there', 60_000);
    await until(async () => Object.values(await station.desk.store.unread.counts())[0] === 2, 'both others are kept', 60_000);
    await station.close();

    assert.equal(await left('mapped'), 0);
    assert.deepEqual(Object.keys(await station.desk.store.unread.counts()), ['rabbitmq/mapped']);
  });

  test('reads CloudEvents in binary mode from their properties', async () => {
    await channel.assertQueue('events');
    const event = { specversion: '1.0', id: '1', source: '/disk', type: 'com.example.full' };
    send(
      'events',
      { severity: 'critical' },
      Object.fromEntries(Object.entries(event).map(([name, value]) => [`cloudEvents:${name}`, value])),
    );
    const station = await open([sourceOf('events', { as: 'cloudevents' })]);

    await until(async () => (await station.names()).includes('com.example.full'), 'the event is an alert', 60_000);
    await station.close();
  });

  test('acknowledges nothing while the store is away, and holds no more than it was handed out', async () => {
    await channel.assertQueue('away');
    for (let index = 0; index < 50; index += 1) send('away', { name: `N${index}` });
    await until(async () => (await left('away')) === 50, 'all wait', 60_000);
    let isAway = true;
    let refused = 0;
    const station = await open([sourceOf('away', { mapping, prefetch: 20 })], () => {
      if (!isAway) return;
      refused += 1;
      throw new Error('the disk is full');
    });
    await until(() => refused >= 3, 'it was tried several times', 60_000);
    // The broker hands them out one by one, and may be slow at it.
    const waiting = new Set<number>();
    const isFull = async (): Promise<boolean> => waiting.add(await left('away')).has(30);
    await until(isFull, 'it was handed out what it may hold', 60_000);
    isAway = false;
    await until(async () => (await station.names()).length === 50, 'all are there', 60_000);
    // In an incident is one thing, acknowledged comes after it.
    const isAcknowledged = async (): Promise<boolean> => /^away\s+0$/m.test(await server.control('list_queues', 'name', 'messages'));
    await until(isAcknowledged, 'all are acknowledged', 60_000);
    await station.close();

    assert.equal(Math.min(...waiting), 30);
    assert.equal(await left('away'), 0);
  });

  test('says that the queue is not there or was deleted, that the login is wrong, and comes back', async () => {
    const station = await open([sourceOf('later', { mapping }), sourceOf('refused', { username: 'nobody' })]);
    const states = station.feeds.states();
    await until(() => /no queue/i.test(states.get('later')?.reason?.en ?? ''), 'the missing queue is named', 60_000);
    await until(() => states.get('refused')?.state === 'down', 'the login is refused', 60_000);
    const reasons = JSON.stringify([...states.values()]);
    await channel.assertQueue('later');
    await station.untilUp('later');
    await channel.deleteQueue('later');
    await until(() => states.get('later')?.state !== 'up', 'it has heard that the queue is gone', 60_000);
    await channel.assertQueue('later');
    send('later', { name: 'again' });
    await until(async () => (await station.names()).includes('again'), 'it reads on', 60_000);
    await station.close();

    assert.doesNotMatch(reasons, new RegExp(server.login.password));
  });

  test('loses nothing when Zhiban is killed in the middle', async () => {
    await channel.assertQueue('killed', { durable: true });
    const { sent, found } = await killAndCount({
      source: sourceOf('killed', { mapping }),
      password: server.login.password,
      kills: 3,
      async send(round) {
        const names = Array.from({ length: 400 }, (_, index) => `K${round}-${index}`);
        for (const [index, name] of names.entries()) {
          send('killed', { name });
          if (index % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        }
        return names;
      },
    });

    assert.equal(sent.length, 1_200);
    assert.deepEqual(
      sent.filter((name) => !found.has(name)),
      [],
    );
    assert.equal(typeof runRabbitmq, 'function');
  });
});
