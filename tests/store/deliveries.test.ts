import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { NewDelivery } from '../../src/store/delivery-contract.ts';
import { onBoth } from './on-both.ts';

const target = { adapter: 'robot', name: 'ops', to: [], locale: 'en' } as const;

function delivery(change: Partial<NewDelivery> = {}): NewDelivery {
  return {
    ...{ incidentId: 'inc_1', moment: 'verdict', momentKey: 'verdict-1', momentAt: '2026-11-21T01:00:00.000Z' },
    ...{ target, priority: 'state', isDigest: false, dueAtMs: 1_000 },
    ...change,
  };
}

onBoth('createDeliveryStore()', (given) => {
  const claimKeys = async (tenant: Awaited<ReturnType<ReturnType<typeof given>['tenant']>>, nowMs: number, busy: string[] = []) =>
    (await tenant.deliveries.claim(10, nowMs, 500, busy)).map((item) => item.momentKey);

  it('holds one row for each moment and target, and gives out what is due by priority', async () => {
    const tenant = await given().tenantWithIncident();
    const opened = delivery({ moment: 'opened', momentKey: 'opened', priority: 'critical' });
    await tenant.deliveries.add([delivery(), opened, delivery({ target: { ...target, locale: 'zh-CN' } }), delivery({ dueAtMs: 9_000 })]);
    await tenant.deliveries.add([delivery(), opened]);

    const due = await tenant.deliveries.claim(10, 1_000, 500, []);

    assert.deepEqual(
      due.map((item) => [item.momentKey, item.target.locale, item.destination, item.attempts]),
      [
        ['opened', 'en', 'robot/ops', 0],
        ['verdict-1', 'en', 'robot/ops', 0],
        ['verdict-1', 'zh-CN', 'robot/ops', 0],
      ],
    );
    assert.deepEqual(await claimKeys(tenant, 1_499), []);
    assert.equal((await claimKeys(tenant, 1_500)).length, 3);
  });

  it('leaves busy destinations alone', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.deliveries.add([delivery(), delivery({ target: { ...target, name: 'other' } })]);

    const due = await tenant.deliveries.claim(10, 1_000, 500, ['robot/ops']);

    assert.deepEqual(
      due.map((item) => item.destination),
      ['robot/other'],
    );
  });

  it('counts messages that were begun, not the moments in them', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.deliveries.add([delivery(), delivery({ momentKey: 'b' }), delivery({ momentKey: 'c' })]);
    const ids = (await tenant.deliveries.claim(10, 1_000, 500, [])).map(({ id }) => id);

    await tenant.deliveries.begin(ids.slice(0, 2), 'm1', 2_000);
    await tenant.deliveries.begin(ids.slice(2), 'm2', 3_000);

    assert.deepEqual(await tenant.deliveries.startsSince('robot/ops', 0), [2_000, 3_000]);
    assert.deepEqual(await tenant.deliveries.startsSince('robot/ops', 2_500), [3_000]);
  });

  it('keeps what was given up, shows why, and gives it out again when it is replayed', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.deliveries.add([delivery(), delivery({ momentKey: 'b' })]);
    const [first, second] = await tenant.deliveries.claim(10, 1_000, 500, []);
    await tenant.deliveries.begin([first?.id ?? ''], 'm1', 1_000);
    await tenant.deliveries.dead([first?.id ?? ''], 'the robot is gone');
    await tenant.deliveries.sent([second?.id ?? ''], 1_100);

    const [dead] = await tenant.deliveries.list({ state: 'dead', limit: 10 });
    assert.deepEqual([dead?.id, dead?.error, dead?.attempts], [first?.id, 'the robot is gone', 1]);
    assert.deepEqual(await tenant.deliveries.counts(), { waiting: 0, dead: 1 });
    assert.deepEqual(await tenant.deliveries.replay([first?.id ?? '', second?.id ?? ''], 90_000_000), [first?.id]);

    const [again] = await tenant.deliveries.claim(10, 90_000_000, 500, []);
    assert.deepEqual([again?.id, again?.attempts, again?.waitingSince], [first?.id, 0, new Date(90_000_000).toISOString()]);
  });

  it('puts off, retries and skips', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.deliveries.add([delivery(), delivery({ momentKey: 'b' }), delivery({ momentKey: 'c' })]);
    const ids = (await tenant.deliveries.claim(10, 1_000, 500, [])).map(({ id }) => id);

    await tenant.deliveries.postpone([ids[0] ?? ''], 5_000);
    await tenant.deliveries.retry([ids[1] ?? ''], 4_000, '503');
    await tenant.deliveries.skip([ids[2] ?? '']);

    assert.deepEqual(await claimKeys(tenant, 3_999), []);
    assert.deepEqual(await claimKeys(tenant, 4_000), ['b']);
    assert.deepEqual(await claimKeys(tenant, 5_000), ['verdict-1', 'b']);
    assert.equal((await tenant.deliveries.list({ state: 'skipped', limit: 10 })).length, 1);
  });
});
