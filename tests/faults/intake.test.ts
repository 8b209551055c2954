/** A process that is killed while alerts pour in: what was acknowledged is stored, and in exactly one incident once the next one ran. */

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openEmbeddedStore } from '../../src/store/open-store.ts';
import { placeFreshDatabase } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

test('SIGKILL in a storm, again and again: nothing that was acknowledged is missing or twice', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-intake-'));
  await placeFreshDatabase(directory);
  const acknowledged = new Set<string>();
  try {
    for (let round = 0; round < 3; round += 1) {
      const taker = fork(join(import.meta.dirname, 'fixtures/taker.ts'), [directory, `round${round}`], {
        execArgv: ['--liftoff-only'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      taker.on('message', (name) => acknowledged.add(String(name)));
      while (acknowledged.size < (round + 1) * 150 && taker.exitCode === null) await once(taker, 'message');
      taker.kill('SIGKILL');
      await once(taker, 'exit');
    }
    const last = fork(join(import.meta.dirname, 'fixtures/taker.ts'), [directory, 'drain'], {
      execArgv: ['--liftoff-only'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(last, 'exit');

    const store = await openEmbeddedStore({ clock: systemClock, directory });
    const tenant = store.forTenant('default');
    const places = new Map<string, number>();
    const { items } = await tenant.incidents.list({ limit: 200 });
    for (const { id, alertsTotal } of items) {
      const alerts = await tenant.alerts.ofIncident(id, 10_000);
      assert.equal(alerts.length, alertsTotal);
      assert.ok(alerts.length > 0);
      for (const { fingerprint } of alerts) places.set(fingerprint, (places.get(fingerprint) ?? 0) + 1);
    }
    const { waiting } = await tenant.inbox.counts();
    await store.close();

    assert.equal(waiting, 0);
    assert.deepEqual(
      [...acknowledged].filter((name) => places.get(`fp-${name}`) !== 1),
      [],
    );
    assert.ok(
      items.some(({ groupKey }) => groupKey?.startsWith('storm:')),
      'it was a storm',
    );
  } finally {
    await rm(directory, { recursive: true });
  }
});
