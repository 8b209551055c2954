import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPath, logSources, sourceName } from '../../../src/systems/logs/source.ts';

test('logSources takes files, queries and names of services', () => {
  const given = ['/var/log/a.log', { system: 'logs', query: '*' }, { system: 'logs', service: 'checkout' }];

  const sources = logSources.parse(given);

  assert.deepEqual(sources.map(isPath), [true, false, false]);
  assert.deepEqual(sources.map(sourceName), ['/var/log/a.log', 'logs: *', 'logs: checkout']);
});

for (const bad of ['a.log', { system: 'logs' }, { system: 'logs', query: '*', service: 'a' }, { system: 'logs', service: '' }]) {
  test(`logSources refuses ${JSON.stringify(bad)}`, () => assert.equal(logSources.safeParse([bad]).success, false));
}

test('logSources says what a source may be', () => {
  assert.match(logSources.safeParse([{ system: 'logs' }]).error?.message ?? '', /QUERY \} or \{ system: ID, service: NAME \}/);
});
