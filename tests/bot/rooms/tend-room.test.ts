import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ChatAdapter, ChatError, type Rooms } from '../../../src/adapters/contract.ts';
import { type RoomDeps, tendRoom } from '../../../src/bot/rooms/tend-room.ts';
import type { Store, TenantStore } from '../../../src/store/contract.ts';
import type { Room } from '../../../src/store/room-contract.ts';
import { openDesk, people } from '../../operations/desk.ts';
import { sampleIncident } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const place = { adapter: 'slack', workspace: 'T1', channel: 'C9' };

/** A platform that writes down what is asked of it, and refuses what it is told to. */
async function tended() {
  const { operations, as, store: tenant } = await openDesk(store);
  await tenant.incidents.create(sampleIncident());
  await tenant.threads.create({ incidentId: 'inc_1', place: { ...place, channel: 'C1' }, locale: 'en', parent: null });
  await operations.openRoom(as(people.rita), 'ZB-1', null);
  const calls: string[] = [];
  const refusals = new Map<string, ChatError>();
  const call = async (name: string, more = ''): Promise<void> => {
    calls.push(`${name} ${more}`.trim());
    const refusal = refusals.get(name);
    if (refusal !== undefined) throw refusal;
  };
  const rooms: Rooms = {
    async open({ key, memberIds }) {
      await call('open', `${key.slice(0, 5)} ${memberIds.join(' ')}`);
      return place;
    },
    invite: (_room, memberIds) => call('invite', memberIds.join(' ')),
    setTopic: (_room, topic) => call('topic', topic),
    close: () => call('close'),
  };
  const post = async () => {
    await call('post');
    return { place, id: '1' };
  };
  const adapter = { name: 'slack', rooms, post } as unknown as ChatAdapter;
  let nowMs = systemClock.now();
  const deps: RoomDeps = {
    adapters: () => new Map([['slack', adapter]]),
    people: () => Object.values(people),
    consoleUrl: () => null,
    clock: { ...systemClock, now: () => nowMs },
    log: { warn: () => undefined },
  };
  const room = async (): Promise<Room> => {
    const [found] = await tenant.rooms.ofIncident('inc_1');
    assert.ok(found);
    return found;
  };
  const tend = async (through: TenantStore = tenant): Promise<void> => tendRoom(deps, through, await room());
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  return { tenant, operations, as, calls, refusals, room, tend, advance };
}

test('tendRoom() that dies between the platform and its own record opens the same room again', async () => {
  const at = await tended();
  const dying = { ...at.tenant, transaction: () => Promise.reject(new Error('killed')) } as TenantStore;

  await at.tend(dying);
  assert.equal((await at.room()).state, 'wanted');
  await at.tend();

  assert.deepEqual(at.calls, ['open room_ U-rita', 'open room_ U-rita']);
  const state = await at.room();
  assert.deepEqual([state.state, state.place, state.invited], ['open', place, ['rita']]);
  assert.equal((await at.tenant.threads.ofIncident('inc_1')).filter((thread) => thread.isRoom === true).length, 1);
});

test('tendRoom() tells where the incident is that it may not open one, and may be asked again', async () => {
  const at = await tended();
  at.refusals.set('open', new ChatError('forbidden', 'Slack refused conversations.create: missing_scope'));

  await at.tend();

  const [line] = await at.tenant.outbox.claim(9, systemClock.now(), 1_000);
  assert.match(line?.text.en ?? '', /^No room could be opened in Slack: .*missing_scope/);
  assert.equal((await at.room()).state, 'failed');
  at.refusals.clear();
  assert.equal((await at.operations.openRoom(at.as(people.anna), 'ZB-1', null)).isNew, true);
  await at.tend();
  assert.equal((await at.room()).state, 'open');
});

test('tendRoom() waits longer each time while the platform is away', async () => {
  const at = await tended();
  at.refusals.set('open', new ChatError('transient', 'Slack did not answer'));

  await at.tend();
  await at.tend();

  assert.deepEqual([(await at.room()).state, (await at.room()).attempts], ['wanted', 2]);
  assert.deepEqual(await at.tenant.rooms.claim(9, systemClock.now(), 0), []);
});

test('tendRoom() invites in spite of a topic that may not be set', async () => {
  const at = await tended();
  await at.tend();
  at.refusals.set('topic', new ChatError('forbidden', 'no'));
  await at.operations.acknowledge(at.as(people.anna), 'ZB-1');

  await at.tend();

  assert.deepEqual(at.calls.slice(1), ['topic 严重 · ZB-1 · 已接手', 'invite U-anna']);
  assert.deepEqual((await at.room()).invited, ['rita', 'anna']);
});

test('tendRoom() takes a room that somebody took away as closed', async () => {
  const at = await tended();
  await at.tend();
  at.refusals.set('topic', new ChatError('gone', 'is_archived'));
  await at.operations.acknowledge(at.as(people.rita), 'ZB-1');

  await at.tend();

  assert.equal((await at.room()).state, 'closed');
  assert.match((await at.tenant.timeline.ofIncident('inc_1', 9)).at(-1)?.text.en ?? '', /was closed or taken away/);
});

test('tendRoom() never opens the room of an incident that is over', async () => {
  const at = await tended();
  await at.operations.resolve(at.as(people.rita), 'ZB-1', '');

  await at.tend();

  assert.deepEqual([at.calls, (await at.room()).state], [[], 'closed']);
});

test('tendRoom() closes when the time after the end is over, and not before', async () => {
  const at = await tended();
  await at.tend();
  const { resolvedAt } = await at.operations.resolve(at.as(people.rita), 'ZB-1', '');
  at.advance(Date.parse(resolvedAt ?? '') + 3_599_000 - systemClock.now());
  await at.tend();
  assert.equal((await at.room()).state, 'open');

  at.advance(2_000);
  await at.tend();

  assert.deepEqual(at.calls.slice(-2), ['post', 'close']);
  assert.equal((await at.room()).state, 'closed');
});
