/** The account that the guide proposes: every look works with it, and it can change nothing. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mysqlKind } from '../../../src/systems/mysql/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { clientOf, entryOf, startScene, watcherRights } from './scene.ts';

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'systems', 'mysql.md'), 'utf8');

test('with the rights that the guide asks for, every look works, and nothing can be changed', async () => {
  assert.ok(guide.includes(`GRANT ${watcherRights} ON *.* TO`), 'the guide asks for other rights');
  const scene = await startScene();
  const entry = entryOf(scene.server.port, { username: 'watcher' });
  const client = clientOf(entry, 'only-for-the-watcher');

  const statuses: Record<string, string> = {};
  for (const probe of mysqlKind.probes)
    statuses[probe.name] = (await probe.look(client, probe.parameters.parse({}), contextOf(entry, 20_000))).status;
  const doctor = await mysqlKind.check?.(client, contextOf({ ...entry, actionsEnabled: false }, 10_000));
  const change = client.change('CREATE TABLE shop.t (i INT)', [], { timeoutMs: 2_000, signal: AbortSignal.timeout(5_000) });

  await assert.rejects(change, { problem: 'no-permission' });
  const admin = await mysqlKind.check?.(scene.client, contextOf(scene.entry, 10_000));
  await client.close();
  await scene.stop();
  assert.deepEqual(
    Object.entries(statuses).filter(([, status]) => status !== 'ok'),
    [],
  );
  assert.deepEqual(
    doctor?.map(({ level }) => level),
    ['ok'],
  );
  assert.match(admin?.map(({ text }) => text.en).join() ?? '', /all privileges/);
});
