import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TenantStore } from '../../src/store/contract.ts';
import { onBoth } from './on-both.ts';
import { sampleIncident } from './samples.ts';

onBoth('createRelayStore()', (given) => {
  const add = (tenant: TenantStore, incidentId: string, key: string) =>
    tenant.relay.add({ incidentId, kind: 'steer', payload: { key }, key });
  const claim = async (tenant: TenantStore, nowMs: number, limit = 10) => tenant.relay.claim(limit, nowMs, 500);
  const keysOf = (items: readonly { readonly payload: Readonly<Record<string, unknown>> }[]) => items.map((item) => item.payload.key);
  const seeded = async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.incidents.create(sampleIncident({ id: 'inc_2' }));
    for (const [incidentId, key] of [
      ['inc_1', 'a1'],
      ['inc_1', 'a2'],
      ['inc_2', 'b1'],
      ['inc_1', 'a3'],
      ['inc_2', 'b2'],
    ] as const)
      await add(tenant, incidentId, key);
    return tenant;
  };

  it('delivers each incident in order, one at a time', async () => {
    const tenant = await seeded();

    const first = await claim(tenant, 1_000);
    assert.deepEqual(keysOf(first), ['a1', 'b1']);
    assert.deepEqual(await claim(tenant, 1_001), []);
    await tenant.relay.done(first[0]?.id ?? '');
    const second = await claim(tenant, 1_002);
    assert.deepEqual(keysOf(second), ['a2']);
    assert.deepEqual(await tenant.relay.counts(), { waiting: 4 });
  });

  it('gives out what people wait for before all that a storm has begun, and in its incident’s own order', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.incidents.create(sampleIncident({ id: 'inc_2' }));
    await tenant.incidents.create(sampleIncident({ id: 'inc_3' }));
    for (const [incidentId, kind, key] of [
      ['inc_1', 'start', 'start-1'],
      ['inc_2', 'start', 'start-2'],
      ['inc_2', 'decision', 'click-2'],
      ['inc_3', 'stop', 'stop-3'],
    ] as const)
      await tenant.relay.add({ incidentId, kind, payload: { key }, key });

    assert.deepEqual(keysOf(await claim(tenant, 1_000, 1)), ['stop-3']);
    const [start1] = await claim(tenant, 1_001, 1);
    assert.equal(start1?.kind, 'start');
    const [start2] = await claim(tenant, 1_002, 1);
    await tenant.relay.done(start2?.id ?? '');
    assert.deepEqual(keysOf(await claim(tenant, 1_003, 5)), ['click-2']);
  });

  it('lets an incident that fails hold up only itself', async () => {
    const tenant = await seeded();
    const [a1, b1] = await claim(tenant, 1_000);

    await tenant.relay.retry(a1?.id ?? '', 9_000, 'the workflow service is away');
    await tenant.relay.done(b1?.id ?? '');

    assert.deepEqual(keysOf(await claim(tenant, 2_000)), ['b2']);
    const again = await claim(tenant, 9_000);
    assert.deepEqual([keysOf(again), again[0]?.attempts], [['a1', 'b2'], 2]);
  });

  it('gives each item to one of twenty and keeps the order while they race', async () => {
    const tenant = await given().tenantWithIncident();
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
    for (const key of keys) await add(tenant, 'inc_1', key);
    const delivered: unknown[] = [];

    await Promise.all(
      Array.from({ length: 20 }, async () => {
        while ((await tenant.relay.counts()).waiting > 0) {
          for (const item of await claim(tenant, 1_000, 5)) {
            delivered.push(item.payload.key);
            await tenant.relay.done(item.id);
          }
        }
      }),
    );

    assert.deepEqual(delivered, keys);
  });

  it('gives an item out again when the lease ended', async () => {
    const tenant = await seeded();
    await claim(tenant, 1_000);

    assert.deepEqual(keysOf(await claim(tenant, 1_500)), ['a1', 'b1']);
  });

  it('delivers the same key of an incident once', async () => {
    const tenant = await given().tenantWithIncident();

    await Promise.all(Array.from({ length: 20 }, () => add(tenant, 'inc_1', 'same')));

    assert.deepEqual(await tenant.relay.counts(), { waiting: 1 });
    const [item] = await claim(tenant, 1_000);
    assert.deepEqual(item, { id: item?.id, incidentId: 'inc_1', kind: 'steer', payload: { key: 'same' }, attempts: 1 });
    await assert.rejects(tenant.relay.done('out_9'), { kind: 'not-found' });
  });
});
