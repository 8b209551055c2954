/** The login that the guide proposes: every look works with it but the one that it names, and it can change nothing. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { postgresqlKind } from '../../../src/systems/postgresql/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { clientOf, entryOf, startScene } from './scene.ts';

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'systems', 'postgresql.md'), 'utf8');
const statements = [...guide.matchAll(/^(?:CREATE ROLE|GRANT|ALTER ROLE) [^;]*;/gm)].map(([statement]) =>
  statement.replace("'…'", "'only-here'"),
);

test('with the rights that the guide asks for, every look works but the log, and nothing can be changed', async () => {
  const scene = await startScene({ settings: { logging_collector: 'on' } });
  await scene.run('CREATE TABLE orders (id int)');
  const [create = '', grant = ''] = statements;
  await scene.run(create);
  await scene.run(grant);
  const entry = entryOf(scene.server, { username: 'zhiban_watch' });
  const client = clientOf(scene.server, entry, 'only-here');

  const statuses: Record<string, string> = {};
  for (const probe of postgresqlKind.probes)
    statuses[probe.name] = (await probe.look(client, probe.parameters.parse({}), contextOf(entry, 20_000))).status;
  const doctor = await postgresqlKind.check?.(client, contextOf({ ...entry, actionsEnabled: false }, 10_000));
  const change = client.change('INSERT INTO orders VALUES (1)', [], { timeoutMs: 2_000, signal: AbortSignal.timeout(5_000) });

  await assert.rejects(change, { problem: 'no-permission' });
  const admin = await postgresqlKind.check?.(scene.client, contextOf(scene.entry, 10_000));
  await client.close();
  await scene.stop();
  assert.match(create, /^CREATE ROLE zhiban_watch/);
  assert.deepEqual(
    Object.entries(statuses).filter(([, status]) => status !== 'ok'),
    [['log', 'denied']],
  );
  assert.deepEqual(
    doctor?.map(({ level }) => level),
    ['ok'],
  );
  assert.match(admin?.map(({ text }) => text.en).join() ?? '', /superuser/);
});
