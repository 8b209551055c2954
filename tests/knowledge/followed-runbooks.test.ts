import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFollowedRunbooks, saveFollowedRunbooks } from '../../src/knowledge/followed-runbooks.ts';
import type { Runbook } from '../../src/knowledge/runbook.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
  await store.ensureTenant('own', 'own');
});
after(() => store.close());

function runbook(id: string, body: string): Runbook {
  const text = { 'zh-CN': body, en: body };
  return {
    id,
    version: '1',
    title: text,
    match: { labels: {}, words: null, kinds: [] },
    look: [],
    ruleOut: ['a'],
    body: text,
    isEnabled: true,
  };
}

test('saveFollowedRunbooks() keeps them as they were, the last ones only, and cuts what is long', async () => {
  const own = store.forTenant('own');
  await saveFollowedRunbooks(own, 'inc_1', [runbook('first', 'Mend it.')]);
  await saveFollowedRunbooks(own, 'inc_1', [runbook('leak', 'x'.repeat(20_000))]);

  const [kept, ...others] = await readFollowedRunbooks(own, 'inc_1');

  assert.deepEqual([kept?.id, kept?.version, kept?.ruleOut, kept?.body.en.length], ['leak', '1', ['a'], 12_000]);
  assert.deepEqual(others, []);
});

test('readFollowedRunbooks() finds none where none was followed', async () => {
  assert.deepEqual(await readFollowedRunbooks(store.forTenant('own'), 'inc_2'), []);
});
