import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { IncomingAlert } from '../../src/domain/alert.ts';
import type { TenantStore } from '../../src/store/contract.ts';
import type { Parcel } from '../../src/store/inbox-contract.ts';
import { onBoth } from './on-both.ts';

const alertOf = (name: string): IncomingAlert => ({
  ...{ source: 'alertmanager', fingerprint: name, groupKey: 'g', status: 'firing', labels: { alertname: name } },
  ...{
    annotations: { note: 'a "quoted" \\ {brace}, 告警 \u0000 NULL' },
    startsAt: '2026-11-21T02:00:00.000Z',
    endsAt: null,
    generatorUrl: null,
  },
});
const parcel = (name: string, change: Partial<Parcel> = {}): Parcel => ({
  ...{ isUrgent: false, receivedAt: '2026-11-21T02:00:00.000Z', alerts: [alertOf(name)] },
  ...change,
});
const wide = 1_000_000;

onBoth('createInboxStore()', (given) => {
  const take = (tenant: TenantStore, bytesMax = wide, nowMs = 1_000) => tenant.transaction((inside) => inside.inbox.take(bytesMax, nowMs));
  const namesOf = async (tenant: TenantStore, bytesMax = wide, nowMs = 1_000) =>
    (await take(tenant, bytesMax, nowMs)).map(({ alerts }) => alerts[0]?.fingerprint);

  it('gives back what was appended, with its words as they can be stored', async () => {
    const tenant = await given().tenant();
    const seqs = await tenant.inbox.append([parcel('a'), parcel('b "{,}\\', { alerts: [alertOf('x'), alertOf('y')] })]);

    const taken = await take(tenant);

    assert.deepEqual(
      taken.map(({ seq, isUrgent, receivedAt, attempts, alerts }) => [seq, isUrgent, receivedAt, attempts, alerts.length]),
      [
        [seqs[0], false, '2026-11-21T02:00:00.000Z', 0, 1],
        [seqs[1], false, '2026-11-21T02:00:00.000Z', 0, 2],
      ],
    );
    assert.equal(taken[0]?.alerts[0]?.annotations.note, 'a "quoted" \\ {brace}, 告警 ␀ NULL');
  });

  it('takes urgent parcels first, then the oldest', async () => {
    const tenant = await given().tenant();
    await tenant.inbox.append([parcel('a'), parcel('b'), parcel('c', { isUrgent: true }), parcel('d')]);

    assert.deepEqual(await namesOf(tenant), ['c', 'a', 'b', 'd']);
  });

  it('takes one parcel at least, and else no more bytes than it is told', async () => {
    const tenant = await given().tenant();
    await tenant.inbox.append(Array.from({ length: 20 }, () => parcel('a')));

    assert.equal((await take(tenant, 1)).length, 1);
    const some = (await take(tenant, 2_000)).length;
    assert.ok(some > 1 && some < 20, String(some));
  });

  it('forgets what was removed, and shows what failed only when it is due again', async () => {
    const tenant = await given().tenant();
    const failed = { groupKey: 'b', attempts: 1, dueAtMs: 5_000, error: 'the incident is locked' };
    const [first = 0, second = 0, third = 0] = await tenant.inbox.append([parcel('a'), parcel('b', { failed }), parcel('c')]);

    await tenant.inbox.remove([first]);

    assert.deepEqual(await namesOf(tenant), ['c']);
    assert.deepEqual(await tenant.inbox.counts(), { waiting: 2, failing: 1 });
    assert.deepEqual(new Set(await tenant.inbox.stillWaiting([first, second, third])), new Set([second, third]));
    assert.deepEqual(
      (await take(tenant, wide, 5_000)).map(({ alerts, attempts }) => [alerts[0]?.fingerprint, attempts]),
      [
        ['b', 1],
        ['c', 0],
      ],
    );
  });

  it('lets only one at a time take', async () => {
    const tenant = await given().tenant();
    await tenant.inbox.append([parcel('a')]);
    // PGlite has one connection only: there the other waits for the first one's end anyway.
    if (given().store.flavour === 'pglite') return;
    let letGo = (): void => undefined;
    const isHeld = new Promise<void>((held) => {
      void tenant.transaction(async (inside) => {
        assert.equal((await inside.inbox.take(wide, 1_000)).length, 1);
        await new Promise<void>((resolve) => {
          letGo = resolve;
          held();
        });
      });
    });
    await isHeld;

    assert.deepEqual(await take(tenant), []);

    letGo();
    while ((await take(tenant)).length === 0) await setTimeout(5);
  });

  it('keeps tenants apart', async () => {
    const [one, other] = [await given().tenant(), await given().tenant()];
    await one.inbox.append([parcel('a')]);

    assert.deepEqual(await take(other), []);
    assert.deepEqual(await other.inbox.counts(), { waiting: 0, failing: 0 });
  });
});
