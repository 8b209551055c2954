import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { sameText } from '../../src/domain/text.ts';
import { asAnyKind } from '../../src/systems/any-kind.ts';
import type { SystemClient, SystemEntry, SystemKind } from '../../src/systems/contract.ts';
import { entryShape } from '../../src/systems/entry.ts';
import { createSystemPool, hostOf } from '../../src/systems/pool.ts';
import { systemClock } from '../support/system-clock.ts';

/** A kind that writes down what happens to its connections. */
function lampKind(events: string[], options: { readonly failsToClose?: boolean } = {}) {
  const kind: SystemKind<SystemClient, SystemEntry> = {
    kind: 'lamp',
    title: sameText('Lamp'),
    entry: z.strictObject({ ...entryShape, kind: z.literal('lamp'), watts: z.number().default(5) }),
    connect: (entry) => ({
      warm: async () => void events.push(`warm ${entry.id}`),
      close: async () => {
        events.push(`close ${entry.id}`);
        if (options.failsToClose) throw new Error('stuck');
      },
    }),
    probes: [],
    signatures: [],
    actions: [],
  };
  return asAnyKind(kind);
}

function given(options = {}) {
  const events: string[] = [];
  const kind = lampKind(events, options);
  const entry = (id: string, more: object = {}): SystemEntry => kind.entry.parse({ id, kind: 'lamp', ...more });
  const pool = createSystemPool([kind], [entry('desk'), entry('hall')], { resolveSecret: () => '', clock: systemClock });
  const ids = () => pool.list().map((system) => system.entry.id);
  return { events, pool, entry, ids };
}

test('createSystemPool() gives each system its one client, and nothing for a name that is not there', () => {
  const { pool, ids } = given();

  assert.deepEqual(ids(), ['desk', 'hall']);
  assert.equal(pool.get('desk')?.client, pool.get('desk')?.client);
  assert.equal(pool.get('attic'), null);
});

test('createSystemPool() refuses a kind that nobody knows', () => {
  const entry: SystemEntry = { id: 'x', kind: 'kettle', dependsOn: [], labels: {}, actionsEnabled: true };

  assert.throws(
    () => createSystemPool([], [entry], { resolveSecret: () => '', clock: systemClock }),
    /System 'x' is of the unknown kind 'kettle'/,
  );
});

test('replace() opens connections ahead of need for newcomers, once that is wanted at all', async () => {
  const { events, pool, entry } = given();
  await pool.replace([entry('desk'), entry('attic')]);
  const before = events.filter((event) => event.startsWith('warm'));
  await pool.warm();

  await pool.replace([entry('desk'), entry('attic'), entry('porch')]);

  assert.deepEqual(before, []);
  assert.deepEqual(
    events.filter((event) => event.startsWith('warm')),
    ['warm desk', 'warm attic', 'warm porch'],
  );
});

test('replace() closes what is gone or changed, and leaves the connections of the rest alone', async () => {
  const { events, pool, entry, ids } = given();
  const desk = pool.get('desk')?.client;
  const hall = pool.get('hall')?.client;

  await pool.replace([entry('desk'), entry('hall', { watts: 9 }), entry('porch')]);

  assert.deepEqual(events, ['close hall']);
  assert.deepEqual(ids().sort(), ['desk', 'hall', 'porch']);
  assert.equal(pool.get('desk')?.client, desk);
  assert.notEqual(pool.get('hall')?.client, hall);
});

test('addExtra() outlives a reload, is warmed at once, and only removeExtra() takes it away', async () => {
  const { events, pool, entry, ids } = given();

  pool.addExtra([entry('demo')]);
  await pool.replace([entry('desk')]);
  await pool.removeExtra(['desk', 'nobody']);
  const between = ids();
  await pool.removeExtra(['demo']);

  assert.deepEqual(between, ['desk', 'demo']);
  assert.deepEqual(ids(), ['desk']);
  assert.deepEqual(events, ['warm demo', 'close hall', 'close demo']);
});

test('addExtra() under a name that is taken is refused, and the connection that is there stays', () => {
  const { events, pool, entry } = given();
  const desk = pool.get('desk')?.client;

  assert.throws(() => pool.addExtra([entry('desk')]), /There is a system 'desk' already/);

  assert.equal(pool.get('desk')?.client, desk);
  assert.deepEqual(events, []);
});

test('close() and replace() go on when a connection does not close in order', async () => {
  const { events, pool, entry, ids } = given({ failsToClose: true });

  await pool.replace([entry('porch')]);
  const replaced = ids();
  await pool.close();

  assert.deepEqual(replaced, ['porch']);
  assert.deepEqual(events, ['close desk', 'close hall', 'close porch']);
  assert.deepEqual(ids(), []);
});

test('warm() reaches every system', async () => {
  const { events, pool } = given();

  await pool.warm();

  assert.deepEqual(events, ['warm desk', 'warm hall']);
});

test('hostOf() gives the client of the system that another runs on', () => {
  const { pool, entry } = given();

  assert.equal(hostOf(pool, entry('bulb', { runsOn: 'hall' })), pool.get('hall')?.client);
  assert.equal(hostOf(pool, entry('bulb', { runsOn: 'attic' })), undefined);
  assert.equal(hostOf(pool, entry('bulb')), undefined);
});
