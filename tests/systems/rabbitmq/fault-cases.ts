/** Faults made on a real broker, and healthy states beside them. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { retryUntilApplied } from './retry.ts';
import type { Scene } from './scene.ts';

export function describeFaults(given: () => Scene): void {
  describeHealth(given);
  describeBacklogs(given);
  describeLosses(given);
  describeClients(given);
  describeAlarms(given);
}

function describeHealth(given: () => Scene): void {
  it('a broker that is busy and keeps up is not accused', async () => {
    const scene = given();
    const consumer = await scene.channel('svc-orders');
    await consumer.assertQueue('orders');
    await consumer.prefetch(20);
    await consumer.consume('orders', (message) => message !== null && consumer.ack(message));
    await scene.publish('', 'orders', 100);

    const seen = await scene.lookUntil('messages flow', ({ facts }) => Number(facts['activity.acknowledgedPerSecond']) > 0);

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
  });

  it('a delay queue, which nobody consumes by design, is not accused', async () => {
    const scene = given();
    const channel = await scene.channel('svc-delay');
    await channel.assertQueue('orders');
    await channel.consume('orders', (message) => message !== null && channel.ack(message));
    await channel.assertQueue('orders.delay', { messageTtl: 600_000, deadLetterExchange: '', deadLetterRoutingKey: 'orders' });
    await scene.publish('', 'orders.delay', 50);

    const seen = await scene.lookUntil('messages wait', ({ facts }) => Number(facts['queues.ready']) > 0);

    assert.deepEqual(seen.causes, []);
  });
}

function describeBacklogs(given: () => Scene): void {
  it('a queue that nobody consumes while it is published to is named', async () => {
    const scene = given();
    await (await scene.channel('svc-setup')).assertQueue('mails');
    await scene.publish('', 'mails', 50);

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.length > 0);

    assert.deepEqual(seen.causes, ['queue-without-consumer']);
    assert.equal(seen.facts['queues.orphan.name'], 'mails');
  });

  it('consumers that work, but slower than producers, are told from consumers that hang', async () => {
    const scene = given();
    const consumer = await scene.channel('svc-slow');
    await consumer.assertQueue('orders');
    await consumer.prefetch(5);
    await consumer.consume('orders', (message) =>
      setTimeout(() => message !== null && retryUntilApplied(() => consumer.ack(message)), 200),
    );
    await scene.publish('', 'orders', 400);

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.length > 0, { as: scene.watcher });

    assert.deepEqual(seen.causes, ['consumers-too-slow']);
    assert.deepEqual(seen.likely, []);
  });

  it('a message that is returned and delivered again in a loop is told, with the consumer that returns it', async () => {
    const scene = given();
    const consumer = await scene.channel('svc-poisoned');
    await consumer.assertQueue('orders');
    await consumer.prefetch(5);
    await consumer.consume('orders', (message) =>
      setTimeout(() => message !== null && retryUntilApplied(() => consumer.nack(message, false, true)), 20),
    );
    for (let count = 0; count < 5; count += 1) consumer.sendToQueue('orders', Buffer.from('poison'));

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.length > 0);

    assert.deepEqual(seen.causes, ['poison-message']);
    assert.equal(seen.facts['consumers.redelivering.client'], 'svc-poisoned');
  });
}

function describeLosses(given: () => Scene): void {
  it('messages that match no binding, in the exchange that they go into', async () => {
    const scene = given();
    await (await scene.channel('svc-setup')).assertExchange('events', 'topic');
    await scene.publish('events', 'order.created', 50);

    const seen = await scene.lookUntil('it is seen', ({ facts, causes }) => causes.length > 0 && facts['routing.lost.exchange'] !== '');

    assert.deepEqual(seen.causes, ['unroutable-dropped']);
    assert.equal(seen.facts['routing.lost.exchange'], 'events');
  });

  it('rejected messages that pile up as dead letters, and from where', async () => {
    const scene = given();
    const consumer = await scene.channel('svc-rejects');
    await consumer.assertExchange('dead', 'fanout');
    await consumer.assertQueue('dead.orders');
    await consumer.bindQueue('dead.orders', 'dead', '');
    await consumer.assertQueue('orders', { deadLetterExchange: 'dead' });
    await consumer.consume('orders', (message) => message !== null && consumer.nack(message, false, false));
    await scene.publish('', 'orders', 50);

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('dead-letters-grow'));

    assert.deepEqual(seen.causes, ['dead-letters-grow']);
    assert.equal(seen.facts['deadLetters.top'], 'dead.orders');
    assert.equal(seen.facts['deadLetters.sources'], 'orders');
  });

  it('a full queue that drops, a full queue that refuses, messages that expire, and a dead-letter exchange that is not there', async () => {
    const scene = given();
    const channel = await scene.channel('svc-setup');
    await channel.assertQueue('ticks', { maxLength: 10 });
    await scene.publish('', 'ticks', 50);
    const dropping = await scene.lookUntil('it drops', ({ causes }) => causes.includes('queue-full-drops'));
    assert.equal(dropping.facts['queues.full.name'], 'ticks');
    await scene.clear();

    const other = await scene.channel('svc-setup');
    await other.assertQueue('payments', { maxLength: 10, arguments: { 'x-overflow': 'reject-publish' } });
    await scene.publish('', 'payments', 50);
    await scene.lookUntil('it refuses', ({ causes }) => causes.includes('queue-full-rejects'), { probes: ['queues'] });
    await scene.clear();

    const third = await scene.channel('svc-setup');
    await third.assertQueue('sessions', { messageTtl: 300 });
    await third.assertQueue('orders', { deadLetterExchange: 'gone' });
    await scene.publish('', 'sessions', 50);
    const expiring = await scene.lookUntil('they expire', ({ causes }) => causes.includes('messages-expire'));
    assert.equal(expiring.facts['queues.expiring.name'], 'sessions');
    assert.ok(expiring.confirmed.includes('dead-letter-exchange-missing'));
    assert.equal(expiring.facts['deadLetters.missingQueue'], 'orders');
  });
}

function describeClients(given: () => Scene): void {
  it('channels that are opened and never closed, and who opened them', async () => {
    const scene = given();
    const leaking = await scene.application('svc-leak');
    await Promise.all(Array.from({ length: 520 }, () => leaking.createChannel()));

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('channel-leak'));

    assert.deepEqual(seen.causes, ['channel-leak']);
    assert.equal(seen.facts['connections.channelsClient'], 'svc-leak');
  });

  it('connections that are opened and closed all the time, and polling of empty queues', async () => {
    const scene = given();
    const poller = await scene.channel('svc-poller');
    await poller.assertQueue('orders');
    let isOver = false;
    const churn = async (): Promise<void> => {
      while (!isOver) await (await scene.application('svc-php')).close();
    };
    const poll = async (): Promise<void> => {
      while (!isOver) await Promise.all(Array.from({ length: 20 }, () => poller.get('orders', { noAck: true })));
    };
    const loops = [churn(), churn(), churn(), churn(), poll()];

    try {
      await scene.lookUntil('both are seen', ({ causes }) => causes.includes('connection-churn') && causes.includes('polling'));
    } finally {
      isOver = true;
      await Promise.all(loops);
    }
  });

  it('policies of equal priority for the same names', async () => {
    const scene = given();
    for (const name of ['a', 'b'])
      await scene.server.ask('PUT', `policies/%2F/${name}`, { pattern: '^orders', definition: { 'max-length': 9 }, 'apply-to': 'queues' });

    assert.deepEqual((await scene.look({ probes: ['policies'] })).confirmed, ['policies-compete']);
  });
}

function describeAlarms(given: () => Scene): void {
  it('alarms of memory and disk, and the publishers that they block', async () => {
    const scene = given();
    const consumer = await scene.channel('svc-orders');
    await consumer.assertQueue('orders');
    await consumer.consume('orders', (message) => message !== null && consumer.ack(message));
    await scene.server.control('set_vm_memory_high_watermark', 'absolute', '20MB');
    await scene.publish('', 'orders', 10);

    const memory = await scene.lookUntil(
      'publishers are blocked',
      ({ causes, facts }) => causes.includes('memory-alarm') && Number(facts['connections.blocked']) > 0,
    );
    await scene.server.control('set_vm_memory_high_watermark', '0.4');
    await scene.server.control('set_disk_free_limit', '900000GB');
    const disk = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('disk-alarm') && !causes.includes('memory-alarm'));
    await scene.server.control('set_disk_free_limit', '1MB');
    await scene.lookUntil('it is over', ({ causes }) => !causes.includes('disk-alarm'), { probes: ['nodes'] });

    assert.deepEqual(memory.causes, ['memory-alarm']);
    assert.equal(memory.facts['connections.blockedClient'], 'svc-publisher');
    assert.notEqual(memory.facts['memory.topParts'], '');
    assert.deepEqual(disk.causes, ['disk-alarm']);
  });
}
