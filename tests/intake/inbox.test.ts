import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ZhibanError } from '../../src/domain/errors.ts';
import { createInbox, type Inbox, type InboxDeps } from '../../src/intake/inbox.ts';
import { createSift } from '../../src/intake/noise/sift.ts';
import { parseAlertmanager } from '../../src/intake/sources/alertmanager.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import type { Parcel } from '../../src/store/inbox-contract.ts';
import { type Desk, openDesk } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Firing, notification } from './desk.ts';

const noStorms = { takes: async () => null, current: async () => null };
let store: Store;
const inboxes: Inbox[] = [];
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await Promise.all(inboxes.map((inbox) => inbox.stop()));
  await store.close();
});

const now = '2026-11-21T02:00:00.000Z';
const alertsOf = (names: readonly string[], group: string, more: Partial<Firing> = {}) =>
  parseAlertmanager(
    notification(
      names.map((name) => ({ name, ...more })),
      group,
    ),
    now,
  );

interface Bench extends Desk {
  readonly inbox: Inbox;
  readonly warnings: string[];
  settled(): Promise<void>;
}

/** `watch` sees each append, and may change it; `pass` comes before each transaction of the grouping. */
async function open(
  watch: (parcels: readonly Parcel[]) => Promise<void> = async () => undefined,
  pass: () => Promise<void> = async () => undefined,
  storms: InboxDeps['storms'] = noStorms,
): Promise<Bench> {
  const desk = await openDesk(store);
  const warnings: string[] = [];
  const watched = (own: TenantStore): TenantStore => ({
    ...own,
    transaction: async (work) => {
      await pass();
      return own.transaction(work);
    },
    inbox: {
      ...own.inbox,
      append: async (parcels) => {
        await watch(parcels);
        return own.inbox.append(parcels);
      },
    },
  });
  const deps: InboxDeps = {
    ...desk.deps,
    store: { ...store, tenantIds: async () => [desk.store.tenantId], forTenant: (id) => watched(store.forTenant(id)) },
    sift: createSift(desk.deps),
    storms,
    log: { info: () => undefined, warn: (fields) => void warnings.push(String(fields.reason)) },
  };
  const inbox = createInbox(deps);
  inboxes.push(inbox);
  const settled = async () => {
    while ((await desk.store.inbox.counts()).waiting > 0) await setTimeout(5);
  };
  return { ...desk, inbox, warnings, settled };
}

const incidentsOf = async (at: Bench) => (await at.store.incidents.list({ limit: 100 })).items;

test('put() keeps what comes in while nobody groups; the next process groups it', async () => {
  const at = await open();

  assert.deepEqual(await at.inbox.put(at.store.tenantId, alertsOf(['a', 'b'], 'left')), []);
  assert.deepEqual([(await incidentsOf(at)).length, (await at.store.inbox.counts()).waiting], [0, 1]);
  at.inbox.start();
  await at.settled();

  const [incident, ...more] = await incidentsOf(at);
  assert.deepEqual([incident?.alertsFiring, more.length], [2, 0]);
});

test('put() tells the incident to who comes alone', async () => {
  const at = await open();
  at.inbox.start();

  const ids = await at.inbox.put(at.store.tenantId, [...alertsOf(['a'], 'one'), ...alertsOf(['b'], 'other')]);

  assert.deepEqual(new Set(ids), new Set((await incidentsOf(at)).map(({ id }) => id)));
  assert.equal(ids.length, 2);
});

test('put() writes in one commit what came in during the one before, and in a rush answers before it is grouped', async () => {
  const commits: number[] = [];
  const at = await open(async (parcels) => void commits.push(parcels.reduce((sum, parcel) => sum + parcel.alerts.length, 0)));
  at.inbox.start();

  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => at.inbox.put(at.store.tenantId, alertsOf([`a${index}`], `g${index % 5}`))),
  );
  await at.settled();

  assert.deepEqual(commits, [1, 49]);
  assert.ok(answers.slice(1).every((ids) => ids.length === 0));
  const incidents = await incidentsOf(at);
  assert.deepEqual([incidents.length, incidents.reduce((sum, incident) => sum + incident.alertsTotal, 0)], [5, 50]);
});

test('put() tells the sender when the store did not take it, and takes what comes next', async () => {
  let failures = 1;
  const at = await open(async () => {
    failures -= 1;
    if (failures >= 0) throw new ZhibanError('unavailable', 'The database is away');
  });
  at.inbox.start();

  await assert.rejects(at.inbox.put(at.store.tenantId, alertsOf(['a'], 'g')), /database is away/);
  assert.equal((await at.inbox.put(at.store.tenantId, alertsOf(['a'], 'g'))).length, 1);
});

test('put() lets nobody wait for incidents while nothing can be grouped, and it is grouped once it can', async () => {
  let isFull = true;
  const at = await open(undefined, async () => {
    if (isFull) throw new ZhibanError('unavailable', 'The disk is full');
  });
  at.inbox.start();

  assert.deepEqual(await at.inbox.put(at.store.tenantId, alertsOf(['a'], 'g')), []);
  assert.deepEqual(await at.inbox.put(at.store.tenantId, alertsOf(['b'], 'g')), []);
  assert.equal((await at.store.inbox.counts()).waiting, 2);
  isFull = false;
  await at.settled();

  const [incident, ...more] = await incidentsOf(at);
  assert.deepEqual([incident?.alertsFiring, more.length], [2, 0]);
});

test('put() refuses what there is no memory for, and says when to come again', async () => {
  let letGo = (): void => undefined;
  const at = await open(
    () =>
      new Promise<void>((_resolve, reject) => {
        letGo = () => reject(new ZhibanError('unavailable', 'The database is away'));
      }),
  );
  const [alert] = alertsOf(['a'], 'g');
  assert.ok(alert);
  const many = Array.from({ length: 150_000 }, () => alert);
  const first = at.inbox.put(at.store.tenantId, many);

  const refused = at.inbox.put(at.store.tenantId, many);

  await assert.rejects(
    refused,
    (error) => error instanceof ZhibanError && error.kind === 'unavailable' && error.details.retryAfterSeconds === 5,
  );
  letGo();
  await assert.rejects(first, /database is away/);
});

test('urgent groups are opened before those that came earlier', async () => {
  const at = await open();
  for (let index = 0; index < 12; index += 1) await at.inbox.put(at.store.tenantId, alertsOf([`w${index}`], `quiet-${index}`));
  await at.inbox.put(at.store.tenantId, alertsOf(['c'], 'loud', { severity: 'critical' }));

  at.inbox.start();
  await at.settled();

  const codes = (await incidentsOf(at)).map(({ code, groupKey }) => [Number(code.replace(/\D/g, '')), groupKey] as const);
  const [first] = codes.sort((one, other) => one[0] - other[0]);
  assert.match(first?.[1] ?? '', /loud/);
});

test('a group that cannot be dealt with is kept and tried again, and holds up no other', async () => {
  const at = await open();
  const [sick] = alertsOf(['sick'], 'sick');
  assert.ok(sick);
  await at.inbox.put(at.store.tenantId, [{ ...sick, startsAt: 'no moment' }]);
  await at.inbox.put(at.store.tenantId, alertsOf(['well'], 'well'));

  at.inbox.start();
  while ((await incidentsOf(at)).length === 0) await setTimeout(5);

  assert.deepEqual(await at.store.inbox.counts(), { waiting: 1, failing: 1 });
  assert.match(at.warnings.join(), /moment/);
});

test('Grouping gives the connection back while much is to be opened, and opens each once', async () => {
  const openings: number[] = [];
  const slow = {
    ...noStorms,
    takes: async () => {
      at.advance(100);
      return null;
    },
  };
  const at: Bench = await open(undefined, async () => void openings.push((await incidentsOf(at)).length), slow);
  const groups = Array.from({ length: 10 }, (_, index) => alertsOf(['a', 'b'], `group-${index}`));
  await at.inbox.put(at.store.tenantId, groups.flat());

  at.inbox.start();
  await at.settled();

  const incidents = await incidentsOf(at);
  assert.deepEqual(openings.slice(0, 4), [0, 3, 6, 9]);
  assert.deepEqual([incidents.length, incidents.every(({ alertsTotal }) => alertsTotal === 2)], [10, true]);
});
