import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createActivities, withHeartbeat } from '../../../src/activities/create-activities.ts';
import { createTemporalLink, type TemporalLink } from '../../../src/main/wire/temporal-link.ts';
import type { Store } from '../../../src/store/contract.ts';
import { openStore, openWorld } from '../../activities/world.ts';
import { until } from '../../support/house.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock as clock } from '../../support/system-clock.ts';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.ts';

const patienceMs = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'zhiban-link-'));
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, fatal: silent } as never;
let store: Store;
let link: TemporalLink;
let server: TestTemporal | null = null;
let port: number;

function silent(): void {}

before(async () => {
  [store, port] = await Promise.all([openStore(), freePort()]);
  const address = `127.0.0.1:${port}`;
  link = createTemporalLink({ address, namespace: 'default', taskQueue: 'link', clock, log, cacheDirectory: folder });
});

after(async () => {
  await link.close();
  await server?.stop(3_000);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('createTemporalLink() waits for a server that is not there yet, notices that it goes, and works again when it is back', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  await assert.rejects(link.client());
  await assert.rejects(link.ping());
  link.startWorker(withHeartbeat(createActivities(world.deps)));
  const before = link.health();
  server = await startTestTemporal({ port, databasePath: join(folder, 'temporal.db') });
  await until(async () => link.health().worker === 'up', patienceMs, 'the worker is up');
  await link.ping();
  const up = link.health();
  server.kill();
  await server.exited;
  await assert.rejects(link.ping(), 'a connection that was open once says nothing of the server');
  server = await startTestTemporal({ port, databasePath: join(folder, 'temporal.db') });
  await until(() => link.ping().then(() => true), patienceMs, 'the server answers again');
  await until(async () => link.health().worker === 'up', patienceMs, 'the worker is up again');
  const client = await link.client();
  await client.workflow.execute('investigate', { taskQueue: 'link', workflowId: 'after-the-restart', args: [scope, 1] });

  assert.deepEqual([before.client, before.worker], ['down', 'down']);
  assert.deepEqual([up.client, up.worker, up.reason], ['up', 'up', null]);
  assert.notEqual((await world.read(scope)).verdict, null);
  assert.equal(readdirSync(folder).filter((name) => name.startsWith('workflows-')).length, 1, 'the workflows are compiled once');
});

test('createTemporalLink() closes at once when there is no server to say goodbye to', async () => {
  const nobody = createTemporalLink({
    address: `127.0.0.1:${await freePort()}`,
    ...{ namespace: 'default', taskQueue: 'link', log, cacheDirectory: folder },
    // A pause between two attempts lasts until it is broken off.
    clock: { now: clock.now, sleep: (_ms, signal) => clock.sleep(3_600_000, signal) },
  });
  const world = await openWorld(store);
  nobody.startWorker(withHeartbeat(createActivities(world.deps)));
  await until(async () => /connect/i.test(nobody.health().reason ?? ''), patienceMs, 'it has tried');

  await nobody.close();

  assert.equal(nobody.health().worker, 'down');
});
