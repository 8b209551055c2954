import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDeclaredLogs } from '../../src/plugins/read-declared-logs.ts';
import { contextOf, logsAround } from '../../src/plugins/suite/system.ts';

test('readDeclaredLogs() reads what the entry declares, and says what it can’t read', async () => {
  const logs = [
    { system: 'store', query: 'orders' },
    { system: 'gone', query: 'orders' },
  ];
  const entry = { id: 'r', kind: 'reader', dependsOn: [], labels: {}, actionsEnabled: true, logs };
  const neighbour = logsAround('store', { orders: ['ERROR queue full', 'ERROR queue full'] });

  const [good, bad] = await readDeclaredLogs(contextOf(entry, 10_000, undefined, neighbour));

  assert.match(good?.entries.at(-1)?.message ?? '', /queue full/);
  assert.equal(good?.reason, '');
  assert.match(bad?.reason ?? '', /'gone' is no system that keeps logs/);
});
