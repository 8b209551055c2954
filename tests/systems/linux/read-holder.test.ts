import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { isLinuxClient } from '../../../src/systems/linux/client.ts';
import { holderFacts, readHolder } from '../../../src/systems/linux/read-holder.ts';
import { nobody } from '../../../src/systems/linux/sample.ts';
import { createSystemPool } from '../../../src/systems/pool.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';

test('readHolder() names the process that listens on the port, and nobody where none does', async (context) => {
  const pool = createSystemPool([hostKind as never], [hostKind.entry.parse({ id: 'here', kind: 'host' })], {
    resolveSecret: () => '',
    clock: systemClock,
  });
  const server = createServer().listen(0, '127.0.0.1');
  context.after(async () => {
    server.close();
    await pool.close();
  });
  await once(server, 'listening');
  const address = server.address();
  const client = pool.get('here')?.client;
  assert.ok(typeof address === 'object' && address !== null && isLinuxClient(client));
  const limit = { timeoutMs: 10_000, signal: context.signal };

  const holder = await readHolder(client, address.port, limit);

  assert.equal(holder.pid, process.pid);
  assert.match(holder.command, /node/);
  assert.deepEqual(await readHolder(client, await freePort(), limit), nobody);
});

test('holderFacts() say nothing of nobody', () => {
  assert.deepEqual(holderFacts(nobody), {
    'logs.holder.pid': 0,
    'logs.holder.name': null,
    'logs.holder.command': null,
    'logs.holder.startTicks': null,
  });
});
