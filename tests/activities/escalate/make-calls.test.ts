import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeCalls } from '../../../src/activities/escalate/make-calls.ts';
import type { Store } from '../../../src/store/contract.ts';
import { people, startMs } from '../../operations/desk.ts';
import { sampleLadder } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { rulesOf, waiting } from './ladder-desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function callsOf(known: readonly (typeof people)[keyof typeof people][], names: readonly string[]) {
  const at = await waiting(store);
  const deps = { store, clock: { ...systemClock, now: () => startMs }, people: () => known, calls: rulesOf({}) };
  const step = { level: 0, call: names, way: 'mention', everyMs: 1 } as const;
  const due = [
    { index: 0, step },
    { index: 1, step: { ...step, way: 'app' as const } },
  ];
  const current = sampleLadder({ incidentId: at.incident.id });
  await at.store.transaction((inside) => makeCalls(deps, inside, { incident: at.incident, current, due }));
  const [line] = await at.store.outbox.claim(9, startMs, 1_000);
  const [entry] = await at.store.timeline.ofIncident(at.incident.id, 1);
  return { line, said: entry?.text.en, pages: await at.pages() };
}

test('makeCalls() says steps that are due together in one line, by the loudest means, and keeps a record of each', async () => {
  const { line, said, pages } = await callsOf([people.bob], ['bob']);

  assert.deepEqual([line?.slot, line?.urge, line?.personIds], ['call-1-1', 'app', ['bob']]);
  assert.equal(said, 'Called Bob urgently.');
  assert.deepEqual(pages, ['1.0 mention bob chat', '1.1 app bob chat']);
});

test('makeCalls() says in the channel and on the record that there was nobody to call', async () => {
  const { line, said, pages } = await callsOf([people.vera], ['nobody']);

  assert.deepEqual([line?.urge, line?.personIds], [null, []]);
  assert.match(said ?? '', /^There was nobody to call/);
  assert.deepEqual(pages, ['1.0 mention - skipped nobody', '1.1 app - skipped nobody']);
});
