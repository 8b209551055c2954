/** The changes on a real broker: what they do, that they are done once, and that their undo brings back what was. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import type { Before } from '../../../src/systems/contract.ts';
import { rabbitmqKind } from '../../../src/systems/rabbitmq/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import type { Scene } from './scene.ts';

export function describeActions(given: () => Scene): void {
  describeClosing(given);
  describePolicies(given);
  describeLimits(given);
  describeCommands(given);
}

function steps(scene: Scene, name: string, given: ActionArguments, client = scene.client) {
  const action = rabbitmqKind.actions.find((each) => each.name === name);
  assert.ok(action !== undefined);
  return {
    ...acting(action, given, client, scene.entry),
    apply: (before: Before) => action.apply(client, given, before, contextOf(scene.entry, 20_000)),
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It was not verified in time');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function describeClosing(given: () => Scene): void {
  it('close-connection: the one that holds messages is found and closed, and a healthy consumer drains the queue', async () => {
    const scene = given();
    const stuck = await scene.channel('svc-stuck');
    await stuck.assertQueue('orders');
    await stuck.prefetch(200);
    await stuck.consume('orders', () => undefined);
    for (let count = 0; count < 1_000; count += 1) stuck.sendToQueue('orders', Buffer.from('order'));

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.includes('consumer-holds-messages'), { as: scene.watcher });
    assert.deepEqual(seen.causes, ['consumer-holds-messages']);
    assert.equal(seen.facts['consumers.holder.client'], 'svc-stuck');
    assert.deepEqual(
      [seen.facts['consumers.holder.unacked'], seen.facts['consumers.holder.prefetch'], seen.facts['queues.held.ready']],
      [200, 200, 800],
    );

    const wanted = {
      connection: String(seen.facts['consumers.holder.connection']),
      user: String(seen.facts['consumers.holder.user']),
      connectedAtMs: Number(seen.facts['consumers.holder.connectedAtMs']),
    };
    assert.equal((await steps(scene, 'close-connection', { ...wanted, connectedAtMs: 1 }).precheck()).state, 'already');
    await assert.rejects(steps(scene, 'close-connection', wanted, scene.watcher).apply({}), { problem: 'no-permission' });
    await steps(scene, 'close-connection', wanted).run();
    assert.equal((await steps(scene, 'close-connection', wanted).precheck()).state, 'already');

    const healthy = await scene.channel('svc-healthy');
    let done = 0;
    await healthy.consume('orders', (message) => {
      if (message === null) return;
      healthy.ack(message);
      done += 1;
    });
    await until(() => Promise.resolve(done === 1_000));
  });
}

function describePolicies(given: () => Scene): void {
  const wanted = { vhost: '/', name: 'bound', pattern: '^orders$', applyTo: 'queues', priority: 3, setting: 'max-length', value: 500 };
  const policiesOf = (scene: Scene): Promise<unknown> => scene.server.ask('GET', 'policies/%2F');

  it('set-policy: a new one is gone after its undo', async () => {
    const scene = given();
    const old = await policiesOf(scene);

    const before = await steps(scene, 'set-policy', wanted).run();
    assert.equal((await steps(scene, 'set-policy', wanted).precheck()).state, 'already');
    await steps(scene, 'set-policy', wanted).undo(before);

    assert.deepEqual(await policiesOf(scene), old);
  });

  it('set-policy: another setting of the same policy stays, and its undo brings back exactly what was', async () => {
    const scene = given();
    const definition = { 'max-length': 100, overflow: 'reject-publish' };
    await scene.server.ask('PUT', 'policies/%2F/bound', { pattern: '^orders$', 'apply-to': 'queues', priority: 3, definition });
    const old = await policiesOf(scene);

    const before = await steps(scene, 'set-policy', wanted).run();
    const changed = JSON.stringify(await policiesOf(scene));
    await steps(scene, 'set-policy', wanted).undo(before);

    assert.match(changed, /"overflow":"reject-publish"/);
    assert.deepEqual(await policiesOf(scene), old);
    assert.equal((await steps(scene, 'set-policy', { ...wanted, pattern: '^other$' }).precheck()).state, 'blocked');
  });

  it('set-policy: a limit of a policy that refuses is seen, raised as proposed, and put back exactly', async () => {
    const scene = given();
    const definition = { 'max-length': 20, overflow: 'reject-publish' };
    await scene.server.ask('PUT', 'policies/%2F/bound', { pattern: '^orders$', 'apply-to': 'queues', priority: 3, definition });
    const old = await policiesOf(scene);
    const consumer = await scene.channel('svc-orders');
    await consumer.prefetch(1);
    await consumer.assertQueue('orders');
    await consumer.consume('orders', () => undefined);
    await scene.publish('', 'orders', 60);

    const seen = await scene.lookUntil('it refuses', ({ causes }) => causes.includes('queue-full-rejects'), { probes: ['queues'] });
    const [remedy] = seen.remediesOf('queue-full-rejects');
    assert.deepEqual([remedy?.action, remedy?.given.setting, remedy?.given.value], ['set-policy', 'max-length', 40]);
    const raising = steps(scene, 'set-policy', remedy?.given ?? {});
    await raising.undo(await raising.run());

    assert.deepEqual(await policiesOf(scene), old);
  });

  it('delete-policy: its undo makes it again', async () => {
    const scene = given();
    await scene.server.ask('PUT', 'policies/%2F/bound', {
      pattern: '^a',
      'apply-to': 'all',
      priority: 7,
      definition: { 'message-ttl': 60_000 },
    });
    const old = await policiesOf(scene);

    const before = await steps(scene, 'delete-policy', { vhost: '/', name: 'bound' }).run();
    await steps(scene, 'delete-policy', { vhost: '/', name: 'bound' }).undo(before);

    assert.deepEqual(await policiesOf(scene), old);
  });
}

function describeCommands(given: () => Scene): void {
  it('rabbitmqCommands: rabbitmqctl’s words are looked at, and a connection that is to be closed is bound to whose it is', async () => {
    const scene = given();
    await scene.application('svc-commands');
    const ask = (words: string) => freeCommand(rabbitmqKind, words, scene.client, scene.entry);
    const connections = async () => JSON.stringify(await scene.server.ask('GET', 'connections'));
    await until(async () => /"name":"127[^"]+"/.test(await connections()));
    const [, name = ''] = /"name":"(127[^"]+)"/.exec(await connections()) ?? [];

    for (const words of ['rabbitmqctl status', 'cluster_status', 'list_queues', 'list_policies'])
      assert.notEqual(await (await ask(words)).output(), '');
    const close = await ask(`close_connection "${name}"`);
    assert.match(String(close.given.with), /"connectedAtMs":\d+.*"user":"/);
    assert.equal((await close.action.precheck(scene.client, close.given, contextOf(scene.entry, 20_000))).state, 'ready');
    const nobody = rabbitmqKind.commands?.read('close_connection "10.9.9.9:1 -> 10.9.9.8:2"');
    assert.ok(nobody !== undefined && 'command' in nobody && nobody.command.kind === 'changes');
    assert.match(JSON.stringify(await nobody.command.bind(scene.client, contextOf(scene.entry, 20_000))), /there is no connection/);
  });
}

function describeLimits(given: () => Scene): void {
  it('set-vhost-limit: a limit that is used up is seen, raised, and put back', async () => {
    const scene = given();
    await scene.server.ask('PUT', 'vhosts/shop');
    await scene.server.ask('PUT', 'permissions/shop/admin', { configure: '.*', write: '.*', read: '.*' });
    await scene.server.ask('PUT', 'vhost-limits/shop/max-connections', { value: 2 });
    const old = await scene.server.ask('GET', 'vhost-limits/shop');
    await Promise.all([scene.application('svc-shop', 'shop'), scene.application('svc-shop', 'shop')]);
    await assert.rejects(scene.application('svc-shop', 'shop'));

    const seen = await scene.lookUntil('it is seen', ({ causes }) => causes.length > 0, { probes: ['server', 'connections'] });
    assert.deepEqual(seen.causes, ['vhost-connections-exhausted']);
    const wanted = { vhost: 'shop', limit: 'max-connections', value: Number(seen.facts['connections.vhostSuggestedMax']) };
    const before = await steps(scene, 'set-vhost-limit', wanted).run();
    await scene.application('svc-shop', 'shop');
    await steps(scene, 'set-vhost-limit', wanted).undo(before);

    assert.deepEqual(await scene.server.ask('GET', 'vhost-limits/shop'), old);
    const unlimited = { vhost: '/', limit: 'max-queues', value: 1_000 };
    await steps(scene, 'set-vhost-limit', unlimited).undo(await steps(scene, 'set-vhost-limit', unlimited).run());
    assert.deepEqual(await scene.server.ask('GET', 'vhost-limits/%2F'), []);
    await scene.server.ask('DELETE', 'vhosts/shop');
  });
}
