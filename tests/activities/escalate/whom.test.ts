import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { calledBy, reachOf } from '../../../src/activities/escalate/whom.ts';
import type { Store, Thread } from '../../../src/store/contract.ts';
import { openDesk, people, startMs } from '../../operations/desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { primary } from './ladder-desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('calledBy() finds people by schedule, id and role, each once, and those who may take over where there is nobody', async () => {
  const desk = await openDesk(store);
  const deps = { people: () => Object.values(people), schedules: () => [primary] };
  const names = async (...given: readonly string[]) => {
    const { people: found, isForWantOfOthers } = await calledBy(deps, desk.store, given, startMs);
    return `${found.map(({ id }) => id).join(' ')}${isForWantOfOthers ? ' instead' : ''}`;
  };

  assert.equal(await names('primary', 'anna', 'approver'), 'bob anna');
  assert.equal(await names(), 'rita');
  assert.equal(await names('gone'), 'rita instead');
  const nobody = await calledBy({ people: () => [people.vera], schedules: () => [] }, desk.store, [], startMs);
  assert.deepEqual(nobody, { people: [], isForWantOfOthers: false });
});

test('reachOf() is a provider that has a number, an account in one of the open threads, or why not', () => {
  const place = { adapter: 'slack', workspace: '', channel: 'C1' };
  const thread: Thread = { id: 't', incidentId: 'i', place, locale: 'en', root: null, cardRevision: 0, parent: null };
  const bob = { ...people.bob, phone: '+8613800000001' };

  assert.deepEqual(reachOf(bob, 'phone', { phone: 'caller' }, []), { by: 'provider' });
  assert.deepEqual(reachOf(people.bob, 'phone', { phone: 'caller' }, [thread]), { by: null, reason: 'no-phone' });
  assert.deepEqual(reachOf(bob, 'phone', {}, [thread]), { by: 'chat' });
  assert.deepEqual(reachOf(bob, 'mention', {}, [{ ...thread, isClosed: true }]), { by: null, reason: 'no-account' });
  assert.deepEqual(reachOf(bob, 'mention', {}, [{ ...thread, place: { ...place, adapter: 'feishu' } }]), {
    by: null,
    reason: 'no-account',
  });
});
