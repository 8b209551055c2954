import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedFacts } from '../../../../src/systems/mysql/probes/changed-settings.ts';

test('changedFacts() tells names, values, defaults, and who set them where that is known', () => {
  const facts = changedFacts([
    { name: 'time_zone', value: '+00:00', usual: 'SYSTEM' },
    { name: 'max_execution_time', value: '300', login: 'root', seconds: 90 },
  ]);

  assert.deepEqual(facts, {
    'settings.changed.isVisible': true,
    'settings.changed.count': 2,
    'settings.changed.names': 'time_zone, max_execution_time',
    'settings.changed.values': 'time_zone = +00:00 (default SYSTEM); max_execution_time = 300 (set by root 90 s ago)',
  });
});

test('changedFacts() tells nothing where it can not be seen, and that nothing was changed where it can', () => {
  assert.deepEqual(
    [null, []].map((rows) => changedFacts(rows)['settings.changed.isVisible']),
    [false, true],
  );
  assert.deepEqual(
    [null, []].map((rows) => changedFacts(rows)['settings.changed.values']),
    [null, null],
  );
});
