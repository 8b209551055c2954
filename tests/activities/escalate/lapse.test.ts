import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lapse } from '../../../src/activities/escalate/lapse.ts';
import { escalationConfig, laddersOf } from '../../../src/config/escalation.ts';
import type { LadderRecord } from '../../../src/domain/ladder.ts';
import type { Store } from '../../../src/store/contract.ts';
import { people, startMs } from '../../operations/desk.ts';
import { sampleLadder } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { waiting } from './ladder-desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const nowMs = startMs + 45 * 60_000;
const askedAt = new Date(startMs + 30 * 60_000).toISOString();
const levels = [{ call: ['bob'], by: ['mention', 'app'] }];
const [ladder] = laddersOf(escalationConfig.parse({ ladders: [{ name: 'all', levels }] }));
const deps = { clock: { ...systemClock, now: () => nowMs }, people: () => Object.values(people) };

async function taken(takenAtStep: number | null) {
  const at = await waiting(store);
  const moved = await at.store.incidents.moveStatus(at.incident.id, ['triggered'], 'acknowledged', {
    acknowledgedAt: new Date(startMs).toISOString(),
    acknowledgedBy: 'Bob',
  });
  assert.ok(moved && ladder);
  const change = { incidentId: moved.id, state: 'reminding', step: 1, takenAtStep } as const satisfies Partial<LadderRecord>;
  const given = { incident: moved, current: { ...sampleLadder(change), askedAt }, ladder };
  return { at, given, run: () => at.store.transaction((inside) => lapse(inside, deps, given)) };
}

for (const [what, takenAtStep, step] of [
  ['at the step that would have come next', 1, 1],
  ['from the beginning where all levels were called before', 2, 0],
  ['from the beginning where nobody knows how far it was', null, 0],
] as const) {
  test(`lapse() has the ladder go on ${what}`, async () => {
    const { at, given, run } = await taken(takenAtStep);

    const after = await run();

    const now = new Date(nowMs).toISOString();
    assert.deepEqual([after.state, after.run, after.step, after.nextAt, after.beganAt], ['climbing', 2, step, now, now]);
    assert.deepEqual([after.askedAt, after.takenAtStep], [null, null]);
    const incident = await at.store.incidents.get(given.incident.id);
    assert.deepEqual([incident?.status, incident?.acknowledgedBy], ['triggered', null]);
    const [entry] = await at.store.timeline.ofIncident(given.incident.id, 5);
    assert.equal(entry?.text.en, 'ZB-1: Bob has not answered for 15 min, so it is nobody’s again and the ladder goes on.');
    const [page] = await at.store.ladders.pagesOf(given.incident.id, 5);
    assert.deepEqual([page?.kind, page?.personId, page?.reason, page?.detail], ['lapse', 'bob', 'lapsed', askedAt]);
  });
}

test('lapse() leaves alone what somebody has resolved at that moment', async () => {
  const { at, given, run } = await taken(1);
  await at.store.incidents.moveStatus(given.incident.id, ['acknowledged'], 'resolved', {});

  assert.deepEqual(await run(), given.current);
  assert.deepEqual(await at.store.ladders.pagesOf(given.incident.id, 5), []);
});
