/** The account that the guide proposes: every look works with it, and it can change nothing. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { redisKind } from '../../../src/systems/redis/system.ts';
import { startRedis } from '../../support/redis.ts';
import { systemClock as clock } from '../../support/system-clock.ts';

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'systems', 'redis.md'), 'utf8');
const [, rules = ''] = /^ACL SETUSER zhiban ([^`]*)/m.exec(guide) ?? [];

test('with the rights that the guide asks for, every look works but the one that it names, and nothing can be changed', async () => {
  const server = await startRedis();
  const admin = await server.connect();
  await admin.call('ACL', 'SETUSER', 'zhiban', ...rules.replace('>…', '>only-for-this-test').trim().split(/\s+/));
  await admin.set('some-key', 'v');
  const entry = redisKind.entry.parse({ id: 'x', kind: 'redis', url: server.url, username: 'zhiban', password: { env: 'PASSWORD' } });
  const client = redisKind.connect(entry, { clock, resolveSecret: () => 'only-for-this-test' });
  const context = () => ({ clock, signal: AbortSignal.timeout(20_000), aboutMs: clock.now(), entry });

  for (const probe of redisKind.probes) await probe.look(client, probe.parameters.parse({}), context());
  const doctor = await redisKind.check?.(client, context());
  // Redis itself says what it refused: to whom, and which command.
  const refused = ((await admin.call('ACL', 'LOG')) as unknown[][]).map((entry) => entry[entry.indexOf('object') + 1]);
  const change = client.call(['SET', 'some-key', 'w'], { timeoutMs: 5_000, signal: context().signal });

  await assert.rejects(change, { problem: 'no-permission' });
  await client.close();
  await server.stop();
  assert.deepEqual(refused, ['monitor']);
  assert.deepEqual(
    doctor?.map((each) => each.level),
    ['ok'],
  );
});
