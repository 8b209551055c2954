import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rememberEnds, withoutEnded } from '../../src/intake/ended-alerts.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
  await store.ensureTenant('t', 't');
});
after(() => store.close());

const at = (minute: string) => `2026-11-21T01:${minute}:00.000Z`;

test('withoutEnded() takes out what began no later than the end that is remembered', async () => {
  const tenant = store.forTenant('t');
  const end = sampleAlert({ status: 'resolved', startsAt: at('10'), endsAt: at('20') });
  const firing = [at('09'), at('10'), at('11')].map((startsAt) => sampleAlert({ startsAt }));

  await rememberEnds(tenant, 'g', [end, sampleAlert({ fingerprint: 'f2' })]);
  await rememberEnds(tenant, 'g', [{ ...end, startsAt: at('05') }]);

  assert.deepEqual(
    (await withoutEnded(tenant, 'g', firing)).map((alert) => alert.startsAt),
    [at('11')],
  );
  assert.equal((await withoutEnded(tenant, 'another', firing)).length, 3);
  assert.equal((await withoutEnded(tenant, 'g', [sampleAlert({ fingerprint: 'f2' })])).length, 1);
});

test('rememberEnds() keeps the newest five hundred of a group', async () => {
  const tenant = store.forTenant('t');
  const ends = Array.from({ length: 600 }, (_, index) => sampleAlert({ fingerprint: `x${index}`, status: 'resolved', endsAt: at('20') }));

  await rememberEnds(tenant, 'many', ends);

  const left = await withoutEnded(
    tenant,
    'many',
    ends.map((end) => ({ ...end, status: 'firing' as const, endsAt: null })),
  );
  assert.equal(left.length, 100);
  assert.equal(left[0]?.fingerprint, 'x0');
});
