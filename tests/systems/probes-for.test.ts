import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probesFor, probesNotFor } from '../../src/systems/probes-for.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

test('probesFor() leaves out what a system has nothing for', () => {
  const kind = builtInKinds.find((each) => each.kind === 'http') ?? assert.fail();
  const given = { id: 'a', kind: 'http', url: 'http://127.0.0.1:9' };

  const without = probesFor({ kind, entry: kind.entry.parse(given) });
  const withLogs = probesFor({ kind, entry: kind.entry.parse({ ...given, logs: [{ system: 'x', query: '*' }] }) });

  assert.deepEqual(
    withLogs.map(({ name }) => name),
    [...without.map(({ name }) => name), 'logs'],
  );
});

test('probesNotFor() is the rest, and logs that may be found by a name are something to look at', () => {
  const kind = builtInKinds.find((each) => each.kind === 'http') ?? assert.fail();
  const system = { kind, entry: kind.entry.parse({ id: 'a', kind: 'http', url: 'http://127.0.0.1:9' }) };
  const assumedLogs = () => [{ system: 'logs', services: ['a'] }];

  assert.deepEqual(
    probesNotFor(system).map(({ name }) => name),
    ['logs'],
  );
  assert.deepEqual(probesNotFor({ ...system, assumedLogs }), []);
});
