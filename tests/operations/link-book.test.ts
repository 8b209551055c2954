import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLinkBook } from '../../src/operations/link-book.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { until } from '../support/house.ts';
import { systemClock } from '../support/system-clock.ts';

const account = { adapter: 'slack', workspace: 'T1', userId: 'U1' };
const link = { ...account, personId: 'li', name: null, how: 'admin', at: '2026-11-28T10:00:00.000Z', by: 'admin' } as const;

test('openLinkBook() reads what is there, follows what is changed, and stops', async () => {
  const store = await openMemoryStore(systemClock);
  await store.ensureTenant('default', 'default');
  const { identities } = store.forTenant('default');
  await identities.add(link);
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (_: unknown, message: string) => warnings.push(message) };

  const book = await openLinkBook({ store, tenantId: 'default', log, restMs: 5, pollMs: 3_600_000 });
  const names = () => book.links().map(({ userId }) => userId);
  assert.deepEqual(names(), ['U1']);
  await identities.add({ ...link, userId: 'U2', at: '2026-11-28T11:00:00.000Z' });
  await until(async () => names().length === 2, 10_000, 'the new link is known');
  await identities.remove(account);
  await until(async () => names().join() === 'U2', 10_000, 'the link that was taken away is gone');

  await book.close();
  await store.close();
  assert.deepEqual(warnings, []);
});
