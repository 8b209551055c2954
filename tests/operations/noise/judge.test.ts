import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readJudge } from '../../../src/operations/noise/judge.ts';
import type { Store } from '../../../src/store/contract.ts';
import { sampleAlert } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { openDesk, people } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('readJudge() gives the reasons that hold at the moment that is asked about', async () => {
  const { deps, store: own, operations, as } = await openDesk(store);
  const nowMs = deps.clock.now();
  const startsAt = new Date(nowMs + 60_000).toISOString();
  await operations.addSilence(as(people.rita), { target: 'alertname="TooManyConnections"', startsAt, durationMs: 60_000, comment: 'test' });
  const judge = await readJudge(own, deps.pool, await own.suppressions.revision(), nowMs);
  const kinds = (afterMs: number) => judge.reasonsFor(judge.subjectOf(sampleAlert()), [], nowMs + afterMs).map(({ kind }) => kind);

  assert.deepEqual([kinds(0), kinds(60_000), kinds(120_000)], [[], ['silence'], []]);
  assert.equal(judge.revision, 1);
});
