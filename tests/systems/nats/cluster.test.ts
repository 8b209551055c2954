/** Three real servers: well, one gone, and a leader that steps down; a majority that is gone takes half a minute to be noticed, and is the lab’s. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stepDownStreamLeader } from '../../../src/systems/nats/actions/leader.ts';
import { contextOf } from '../../contracts/system.ts';
import { type NatsServers, startNats } from '../../support/nats.ts';
import { application, clientOf, entryOf, lookAt, lookUntil, makeConsumer, makeStream, publish } from './scene.ts';

let nats: NatsServers;

before(async () => {
  nats = await startNats({ size: 3, jetstream: 'max_file: 16MB' });
});
after(() => nats?.stop());

const entry = () => entryOf(nats.first, { peers: nats.servers.slice(1).map(({ monitoringUrl }) => monitoringUrl) });

describe('a cluster of three', () => {
  it('is well, every stream is seen from its leader, and a leader steps down for another', async () => {
    const app = await application(nats.first, 'svc-orders');
    await makeStream(app, 'ORDERS', { num_replicas: 3 });
    for (const name of ['A', 'B', 'C', 'D']) await makeStream(app, name, { num_replicas: 1 });
    await makeConsumer(app, 'ORDERS', 'mailer');
    await publish(app, 'ORDERS.a', 10);
    const well = await lookUntil(entry(), ({ facts }) => facts['streams.count'] === 5 && facts['consumers.worst.pending'] === 10, {
      probes: ['server', 'streams', 'consumers', 'cluster', 'jetstream'],
    });
    assert.deepEqual(well.causes, []);
    assert.deepEqual([well.facts['cluster.up'], well.facts['cluster.unrouted.count'], well.facts['meta.size']], [3, 0, 3]);
    await app.close();

    const client = clientOf(entry());
    const given = stepDownStreamLeader.arguments.parse({ stream: 'ORDERS' });
    const context = () => contextOf(entry(), 20_000);
    let checked = await stepDownStreamLeader.precheck(client, given, context());
    for (let tried = 0; checked.state !== 'ready' && tried < 50; tried += 1)
      checked = await stepDownStreamLeader.precheck(client, given, context());
    assert.ok(checked.state === 'ready', JSON.stringify(checked));
    assert.equal(await stepDownStreamLeader.isApplied(client, given, checked.before, context()), false);
    await stepDownStreamLeader.apply(client, given, checked.before, context());
    const deadline = performance.now() + 30_000;
    while (!(await stepDownStreamLeader.verify(client, given, checked.before, context())).isMet) assert.ok(performance.now() < deadline);
    assert.equal((await stepDownStreamLeader.precheck(client, { stream: 'A' }, context())).state, 'blocked');
  });

  it('server-down is told by name', async () => {
    await nats.servers[2]?.kill();
    const seen = await lookUntil(entry(), ({ causes }) => causes.includes('server-down'), { probes: ['server', 'streams', 'cluster'] });

    assert.deepEqual(seen.causes, ['server-down']);
    assert.match(String(seen.facts['cluster.down.names']), /n3|127\.0\.0\.1/);
  });

  it('two servers without a cluster between them have no route', async () => {
    const [one, other] = await Promise.all([startNats({ jetstream: null }), startNats({ jetstream: null })]);
    const seen = await lookAt(entryOf(one.first, { peers: [other.first.monitoringUrl] }), { probes: ['server', 'cluster'] });
    await Promise.all([one.stop(), other.stop()]);

    assert.deepEqual(seen.causes, ['route-down']);
  });
});
