/** Faults made on a real cluster, and a healthy state beside them. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaKind } from '../../../src/systems/kafka/system.ts';
import type { Scene } from './scene.ts';

export function describeFaults(given: () => Scene): void {
  describeGroups(given);
  describeRetention(given);
  describeTopicLimits(given);
}

function describeGroups(given: () => Scene): void {
  it('a group that keeps up is not accused', async () => {
    const scene = given();
    await scene.topic('clicks', 2);
    await scene.member('web', 'clicks', async (message) => await message.commit());
    scene.flow('clicks', 2, 50);

    const seen = await scene.lookUntil('it consumes', ({ facts }) => facts['groups.count'] === 1 && facts['cluster.topics'] === 2);

    assert.deepEqual(seen.causes, []);
    assert.deepEqual(seen.likely, []);
  });

  it('a group that works slowly is told from one that is dead, with partitions that it never committed', async () => {
    const scene = given();
    await scene.topic('orders', 4);
    await scene.produce('orders', 4, 3_000);
    await scene.member('billing', 'orders', async (message) => {
      await sleep(40);
      await message.commit();
    });

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('consumer-slow'));

    assert.equal(seen.facts['groups.slow.name'], 'billing');
    assert.equal(seen.facts['groups.slow.members'], 1);
    assert.ok(Number(seen.facts['groups.slow.lag']) > 2_000);
    assert.ok(!seen.causes.includes('group-dead') && !seen.causes.includes('group-stands-still'));
  });

  it('a group without members that is behind, and what still comes in', async () => {
    const scene = given();
    scene.flow('orders', 4, 20);

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('group-dead'));

    assert.equal(seen.facts['groups.dead.name'], 'billing');
    assert.equal(seen.facts['groups.dead.state'], 'Empty');
    assert.ok(!seen.causes.includes('consumer-slow'));
  });

  it('a group whose members are there and do nothing', async () => {
    const scene = given();
    await scene.topic('mails', 2);
    await scene.produce('mails', 2, 500);
    await scene.member('mailer', 'mails', async () => await new Promise(() => undefined));
    scene.flow('mails', 2, 10);

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('group-stands-still'));

    assert.equal(seen.facts['groups.still.name'], 'mailer');
    assert.match(String(seen.facts['groups.still.clients']), /svc-mailer@127\.0\.0\.1/);
  });
}

function describeRetention(given: () => Scene): void {
  it('messages that were removed before a group came to them', async () => {
    const scene = given();
    await scene.topic('audit', 1);
    await scene.produce('audit', 1, 300);
    let isDone = false;
    const member = await scene.member('archive', 'audit', async (message) => {
      if (isDone) return await new Promise(() => undefined);
      isDone = true;
      await message.commit();
    });
    await scene.lookUntil('it has committed once', () => isDone, { probes: ['cluster'] });
    await member.close(true);
    await scene.admin.deleteRecords({ topics: [{ name: 'audit', partitions: [{ partition: 0, offset: 100n }] }] });

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('messages-lost-to-retention'), {
      probes: ['cluster', 'groups'],
    });

    assert.deepEqual([seen.facts['groups.lost.name'], seen.facts['groups.lost.messages']], ['archive', 99]);
  });
}

function describeTopicLimits(given: () => Scene): void {
  it('a topic whose own limit is below what it holds, and its remedy', async () => {
    const scene = given();
    await scene.topic('catalog', 2, { 'max.message.bytes': '2048' });
    const words = 'the catalog gets no new messages any more';
    const aim = kafkaKind.probes.find(({ name }) => name === 'configs')?.aimedAt?.(words, []) ?? {};

    const small = await scene.look({ words, parameters: { configs: aim } });
    assert.ok(small.causes.includes('message-limit-low'), JSON.stringify(small.facts));
    assert.deepEqual(small.remediesOf('message-limit-low'), [
      { action: 'alter-topic-config', given: { topic: 'catalog', name: 'max.message.bytes', value: 1_048_588 } },
    ]);

    await scene.admin.incrementalAlterConfigs(limitOf('catalog', '1048588'));
    await scene.produce('catalog', 2, 40, 'x'.repeat(20_000));
    await scene.admin.incrementalAlterConfigs(limitOf('catalog', '2048'));
    const below = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('message-limit-low'), { probes: ['configs'] });
    assert.ok(Number(below.facts['configs.ownSize.recordBytes']) > 19_000, JSON.stringify(below.facts));
    await scene.admin.incrementalAlterConfigs(limitOf('catalog', '1048588'));
    assert.ok(!(await scene.look({ words })).causes.includes('message-limit-low'));
  });

  it('named-topic tells of a topic that is spoken of by the way when something was written to it', async () => {
    const scene = given();
    await scene.topic('parcels', 1);
    await scene.produce('parcels', 1, 5);

    const { facts } = await scene.look({
      probes: ['named-topic'],
      parameters: { 'named-topic': { names: ['why', 'parcels', 'orders-kafka'] } },
    });

    assert.deepEqual([facts['topic.spoken'], facts['topic.isThere']], ['parcels', null]);
    assert.ok(Number(facts['topic.writtenSecondsAgo']) < 60, JSON.stringify(facts));
  });

  it('a topic that keeps little by its size, whatever retention.ms says', async () => {
    const scene = given();
    await scene.topic('clicks-raw', 1, { 'retention.bytes': '16384', 'segment.bytes': '1048576', 'file.delete.delay.ms': '1000' });
    for (let sent = 0; sent < 5; sent += 1) await scene.produce('clicks-raw', 1, 40, 'x'.repeat(20_000));
    const seen = await scene.lookUntil('it is seen', ({ facts }) => facts['configs.ownBytes.isShort'] === true, {
      probes: ['configs'],
      words: 'messages are missing in clicks-raw',
    });

    assert.ok(seen.causes.includes('size-retention-short'), JSON.stringify(seen.confirmed));
  });
}

function limitOf(topic: string, value: string) {
  return {
    resources: [{ resourceType: 2, resourceName: topic, configs: [{ name: 'max.message.bytes', configOperation: 0, value }] }],
  } as never;
}
