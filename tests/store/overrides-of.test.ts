import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overridesOf } from '../../src/store/overrides-of.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

test('overridesOf() gives those of one schedule, as moments', async () => {
  const store = await openMemoryStore(systemClock);
  await store.ensureTenant('t', 't');
  const tenant = store.forTenant('t');
  const given = { personId: 'li', insteadOf: 'sam', reason: '', state: 'active', code: null, uid: null, by: 'li' } as const;
  const span = { from: '2026-12-01T20:00:00.000Z', to: '2026-12-02T08:00:00.000Z', at: '2026-11-28T10:00:00.000Z' };
  const { id } = await tenant.oncall.addOverride({ ...given, ...span, scheduleId: 'primary' });
  await tenant.oncall.addOverride({ ...given, ...span, scheduleId: 'other' });
  const [fromMs, toMs] = [Date.parse(span.from), Date.parse(span.to)];

  assert.deepEqual(await overridesOf(tenant, 'primary', { fromMs, toMs }), [{ id, personId: 'li', insteadOf: 'sam', fromMs, toMs }]);
  await store.close();
});
