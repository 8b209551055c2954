import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('insights() sums up the last four weeks unless told otherwise', async () => {
  const { operations, as, plan } = await openDesk(store);
  await plan();

  const report = await operations.insights(as(people.vera), { since: '2020-01-01T00:00:00Z', group: 'severity' });

  assert.deepEqual([report.group, report.timeZone, report.total.incidents, report.isTruncated], ['severity', 'UTC', 1, false]);
  const usual = await operations.insights(as(people.vera), {});
  assert.equal(Date.parse(usual.until) - Date.parse(usual.since), 28 * 86_400_000);
  assert.equal(usual.group, 'week');
});

test('insights() refuses what it can’t count, in words', async () => {
  const { operations, as } = await openDesk(store);
  const refused = [
    [{ group: 'colour' }, /day, week, service/],
    [{ since: '2026-11-02T00:00:00Z', until: '2026-11-01T00:00:00Z' }, /before 'until'/],
    [{ since: 'yesterday' }, /ISO 8601/],
    [{ timeZone: 'Mars' }, /Asia\/Shanghai/],
  ] as const;

  for (const [span, message] of refused) await assert.rejects(operations.insights(as(people.vera), span), { kind: 'invalid', message });
});
