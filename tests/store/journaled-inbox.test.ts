import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { IncomingAlert } from '../../src/domain/alert.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import type { Parcel } from '../../src/store/inbox-contract.ts';
import { createJournaledInbox, JournalShelf } from '../../src/store/journaled-inbox.ts';
import { openEmbeddedStore } from '../../src/store/open-store.ts';
import { openMemoryStore, placeFreshDatabase } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

const at = '2026-11-21T02:00:00.000Z';
const alertOf = (name: string): IncomingAlert => ({
  ...{ source: 'alertmanager', fingerprint: name, groupKey: name, status: 'firing', labels: { alertname: name } },
  ...{ annotations: {}, startsAt: at, endsAt: null, generatorUrl: null },
});
const parcel = (name: string, isUrgent = false): Parcel => ({ isUrgent, receivedAt: at, alerts: [alertOf(name)] });
const namesOf = (parcels: readonly { readonly alerts: readonly IncomingAlert[] }[]) => parcels.map(({ alerts }) => alerts[0]?.fingerprint);

describe('createJournaledInbox()', () => {
  let directory: string;
  let store: Store;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'zhiban-journaled-'));
    await placeFreshDatabase(directory);
    store = await openEmbeddedStore({ clock: systemClock, directory });
  });
  after(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });
  const tenantOf = async (id: string): Promise<TenantStore> => {
    await store.ensureTenant(id, id);
    return store.forTenant(id);
  };
  const take = (tenant: TenantStore, bytesMax = 1_000_000) =>
    tenant.transaction((inside) => inside.inbox.take(bytesMax, systemClock.now()));

  it('takes urgent ones first, then what was put back, then the rest', async () => {
    const tenant = await tenantOf('order');
    await tenant.inbox.append([parcel('a'), parcel('b', true)]);
    await tenant.transaction((inside) => inside.inbox.append([parcel('back')]));

    assert.deepEqual(namesOf(await take(tenant)), ['b', 'back', 'a']);
    assert.deepEqual(namesOf(await take(tenant, 1)), ['b']);
    assert.deepEqual(await tenant.inbox.counts(), { waiting: 3, failing: 0 });
  });

  it('forgets what was removed when the transaction is committed, and only then', async () => {
    const tenant = await tenantOf('removed');
    const seqs = await tenant.inbox.append([parcel('a'), parcel('b', true), parcel('c')]);
    const failed = new Error('as it happens');
    await assert.rejects(
      tenant.transaction(async (inside) => {
        await inside.inbox.remove(seqs);
        throw failed;
      }),
      failed,
    );
    assert.deepEqual(namesOf(await take(tenant)), ['b', 'a', 'c']);

    await tenant.transaction((inside) => inside.inbox.remove(seqs.slice(0, 2)));

    assert.deepEqual(namesOf(await take(tenant)), ['c']);
    assert.deepEqual(await tenant.inbox.stillWaiting(seqs), [seqs[2]]);
  });

  it('finds after a start what was not yet grouped, and nothing twice', async () => {
    const tenant = await tenantOf('again');
    const [first = 0] = await tenant.inbox.append([parcel('a'), parcel('b')]);
    await tenant.transaction((inside) => inside.inbox.remove([first]));

    await store.close();
    store = await openEmbeddedStore({ clock: systemClock, directory });

    const again = await tenantOf('again');
    assert.deepEqual(namesOf(await take(again)), ['b']);
    assert.ok((await readdir(join(directory, 'inbox'))).includes('again'));
  });

  it('writes to the table what is part of a transaction or failed before', async () => {
    const memory = await openMemoryStore(systemClock);
    const { inbox: table, settings, tenantId } = memory.forTenant('t');
    const shelf = new JournalShelf(join(directory, 'none'), systemClock);
    const inside = createJournaledInbox({ tenantId, shelf, table, settings, isInside: true });
    const outside = createJournaledInbox({ tenantId, shelf, table, settings, isInside: false });

    const seqs = [
      ...(await inside.append([parcel('a')])),
      ...(await outside.append([{ ...parcel('b'), failed: { groupKey: 'b', attempts: 1, dueAtMs: 0, error: 'x' } }])),
    ];

    assert.ok(seqs.every((seq) => seq > 0));
    assert.equal((await table.counts()).waiting, 2);
    await shelf.close();
    await memory.close();
  });
});
