/** The changes on a real cluster: what they do, and that their undo brings back what was. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import type { Before } from '../../../src/systems/contract.ts';
import { kafkaKind } from '../../../src/systems/kafka/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import type { Scene } from './scene.ts';

export function describeActions(given: () => Scene): void {
  describeOffsets(given);
  describeSettings(given);
  describeBrokers(given);
  describeCommands(given);
}

function steps(scene: Scene, name: string, given: ActionArguments) {
  const action = kafkaKind.actions.find((each) => each.name === name);
  assert.ok(action !== undefined);
  const { client } = scene;
  const context = () => contextOf(scene.entry, 30_000);
  return {
    precheck: () => action.precheck(client, given, context()),
    undo(before: Before) {
      assert.ok('apply' in action.undo);
      return action.undo.apply(client, given, before, context());
    },
    /** Prechecks, applies and verifies; answers what was before. */
    async run(): Promise<Before> {
      const checked = await action.precheck(client, given, context());
      assert.equal(checked.state, 'ready', JSON.stringify(checked));
      const before = checked.state === 'ready' ? checked.before : {};
      assert.equal(await action.isApplied(client, given, before, context()), false);
      await action.apply(client, given, before, context());
      await until('it is verified', async () => (await action.verify(client, given, before, context())).isMet);
      assert.equal(await action.isApplied(client, given, before, context()), true);
      return before;
    },
  };
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It never came about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function describeOffsets(given: () => Scene): void {
  const wanted = { group: 'billing', topic: 'orders', to: 'latest' };
  const offsetsOf = (scene: Scene): Promise<unknown> =>
    scene.admin.listConsumerGroupOffsets({
      groups: [{ groupId: 'billing', topics: [{ name: 'orders', partitionIndexes: [0, 1, 2, 3] }] }],
    });

  it('reset-group-offsets: moves a group without members, and its undo puts back every offset, and the absence of some', async () => {
    const scene = given();
    await scene.admin.deleteConsumerGroupOffsets({ groupId: 'billing', topics: [{ name: 'orders', partitionIndexes: [3] }] });
    const old = await offsetsOf(scene);

    const before = await steps(scene, 'reset-group-offsets', wanted).run();
    assert.equal((await steps(scene, 'reset-group-offsets', wanted).precheck()).state, 'already');
    await steps(scene, 'reset-group-offsets', wanted).undo(before);

    assert.deepEqual(await offsetsOf(scene), old);
  });

  it('reset-group-offsets: is blocked while the group has members, and for groups that are not there', async () => {
    const scene = given();
    await scene.member('mailer', 'mails', async () => await new Promise(() => undefined));

    assert.equal((await steps(scene, 'reset-group-offsets', { ...wanted, group: 'mailer', topic: 'mails' }).precheck()).state, 'blocked');
    assert.equal((await steps(scene, 'reset-group-offsets', { ...wanted, group: 'nobody' }).precheck()).state, 'blocked');
  });
}

function describeCommands(given: () => Scene): void {
  it('kafkaCommands: what is written as Kafka’s scripts write it is looked at, and a setting is changed and put back', async () => {
    const scene = given();
    await scene.topic('trades', 1, { 'retention.ms': '3600000' });
    const ask = (words: string) => freeCommand(kafkaKind, words, scene.client, scene.entry);

    assert.match(await (await ask('kafka-broker-api-versions.sh')).output(), /127\.0\.0\.1/);
    assert.notEqual(await (await ask('kafka-consumer-groups --describe --all-groups')).output(), '');
    const { action, given: words } = await ask(
      'kafka-configs --alter --entity-type topics --entity-name trades --add-config retention.ms=7200000',
    );
    const act = acting(action, words, scene.client, scene.entry);
    const before = await act.run();
    await act.undo(before);
    assert.equal((await act.precheck()).state, 'ready');
  });
}

function describeSettings(given: () => Scene): void {
  it('alter-topic-config: its undo brings back the old value, or that none was set', async () => {
    const scene = given();
    // A segment of twenty bytes holds nothing: Zhiban would not propose it, and gives it back when it was there.
    await scene.topic('events', 1, { 'retention.ms': '3600000', 'retention.bytes': '20' });
    const settingOf = async (name: string) => {
      const [found] = await scene.admin.describeConfigs({
        resources: [{ resourceType: 2, resourceName: 'events', configurationKeys: [name] }],
      });
      const setting = found?.configs[0];
      return [setting?.value, setting?.configSource];
    };

    for (const [name, value] of [
      ['retention.ms', '7200000'],
      ['max.message.bytes', 2_000_000],
      ['retention.bytes', '5000000000'],
    ] as const) {
      const old = await settingOf(name);
      const change = steps(scene, 'alter-topic-config', { topic: 'events', name, value });
      const before = await change.run();
      assert.equal((await settingOf(name))[0], String(value));
      await change.undo(before);
      await until(`${name} is back`, async () => JSON.stringify(await settingOf(name)) === JSON.stringify(old));
    }
    const absent = steps(scene, 'alter-topic-config', { topic: 'not-there', name: 'retention.ms', value: '7200000' });
    assert.equal((await absent.precheck()).state, 'blocked');
  });
}

function describeBrokers(given: () => Scene): void {
  it('a broker that dies: writes are refused, a lower min.insync.replicas lets them in, and leaders are given back after its return', async () => {
    const scene = given();
    await scene.topic('payments', 4, { 'min.insync.replicas': '2' });
    await scene.servers.kill(2);

    const seen = await scene.lookUntil(
      'the loss is seen',
      ({ causes, facts }) => causes.includes('broker-down') && Number(facts['partitions.underMinIsr']) > 0,
    );
    assert.deepEqual(
      [seen.facts['cluster.downIds'], seen.facts['partitions.absentBroker'], seen.facts['partitions.underMinIsrTopic']],
      ['2', 2, 'payments'],
    );
    assert.ok(!seen.causes.includes('advertised-unreachable') && !seen.causes.includes('replica-lags'), String(seen.causes));
    const stopgap = steps(scene, 'alter-topic-config', { topic: 'payments', name: 'min.insync.replicas', value: '1' });
    const before = await stopgap.run();
    await scene.lookUntil('nothing is below its minimum', ({ facts }) => facts['partitions.underMinIsr'] === 0, {
      probes: ['cluster', 'partitions'],
    });

    await scene.servers.start(2);
    const back = await scene.lookUntil(
      'its replicas are in sync',
      ({ facts }) => facts['cluster.down'] === 0 && facts['partitions.underReplicated'] === 0,
      { probes: ['cluster', 'partitions'] },
    );
    await stopgap.undo(before);
    assert.deepEqual(back.causes, ['leaders-unbalanced']);
    await steps(scene, 'elect-preferred-leaders', { topic: '' }).run();
    assert.equal((await steps(scene, 'elect-preferred-leaders', { topic: 'payments' }).precheck()).state, 'already');
    assert.deepEqual((await scene.look({ probes: ['cluster', 'partitions'] })).causes, []);
  });
}
