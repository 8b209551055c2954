import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '../../../src/main/wire/open-store.ts';
import { startPostgres } from '../../support/postgres.ts';
import { systemClock } from '../../support/system-clock.ts';

test('openStore() without an address keeps the records in the data directory', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-home-'));
  t.after(() => rmSync(home, { recursive: true }));

  const store = await openStore({ home, databaseUrl: null }, systemClock);
  await store.ensureTenant('t', 't');
  await store.close();
  const again = await openStore({ home, databaseUrl: null }, systemClock);
  const tenants = await again.tenantIds();
  await again.close();

  assert.equal(again.flavour, 'pglite');
  assert.deepEqual(tenants, ['t']);
  assert.ok(existsSync(join(home, 'db')));
});

test('openStore() with an address is PostgreSQL’s, and touches no directory', async (t) => {
  const server = await startPostgres();
  t.after(() => server.stop());
  const home = join(tmpdir(), 'zhiban-home-that-is-not-made');

  const store = await openStore({ home, databaseUrl: server.url }, systemClock);
  await store.ping();
  await store.close();

  assert.equal(store.flavour, 'postgresql');
  assert.equal(existsSync(home), false);
});
