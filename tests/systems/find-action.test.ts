import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAction } from '../../src/systems/find-action.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

test('findAction() knows the actions of a kind and the commands of its grammar, and no others', async () => {
  const redis = builtInKinds.find(({ kind }) => kind === 'redis');
  assert.ok(redis !== undefined);
  const named = async (name: string, command: string) => (await findAction(redis, name, { command }))?.name ?? null;

  assert.equal(await named('config-set', ''), 'config-set');
  assert.equal(await named('run-command', 'DBSIZE'), 'run-command');
  // Only the exact words that were approved.
  for (const words of ['dbsize', ' DBSIZE', 'DBSIZE ', 'FLUSHALL', '']) assert.equal(await named('run-command', words), null, words);
  assert.equal(await named('no-such', 'DBSIZE'), null);
  assert.equal(await findAction({ actions: [] }, 'run-command', { command: 'DBSIZE' }), null);
});
