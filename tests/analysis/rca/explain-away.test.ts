import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../../../src/analysis/rca/candidate.ts';
import { explainAway } from '../../../src/analysis/rca/explain-away.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';
import { candidate } from './make-candidate.ts';

const shop: Topology = {
  systems: [
    { id: 'api', kind: 'http', dependsOn: ['app', 'db'] },
    { id: 'app', kind: 'jvm', dependsOn: [] },
    { id: 'db', kind: 'mysql', dependsOn: [] },
    { id: 'worker', kind: 'http', dependsOn: ['queue'] },
    { id: 'queue', kind: 'kafka', dependsOn: [] },
  ],
};
const statesOf = (...given: readonly Candidate[]) => explainAway(given, shop).map(({ hypothesis }) => hypothesis.state);
const logged = (systemId: string, kind: string) =>
  candidate(
    systemId,
    `${kind}.log-says-pool-exhausted`,
    { kind, role: 'symptom', explains: ['*.server-error'] },
    { state: 'strengthened' },
  );
const status = candidate('api', 'http.server-error', { kind: 'http', role: 'symptom' });

test('explainAway() lets the log of an application speak for who needs it and says nothing', () => {
  assert.deepEqual(statesOf(status, logged('app', 'jvm')), ['weakened', 'strengthened']);
  assert.deepEqual(statesOf(status, logged('db', 'mysql')), ['confirmed', 'strengthened'], 'a database logs what its clients do wrong');
  const own = candidate('api', 'http.log-new-error', { kind: 'http', role: 'symptom' }, { state: 'strengthened' });
  assert.deepEqual(statesOf(status, logged('app', 'jvm'), own), ['confirmed', 'strengthened', 'strengthened']);
});

test('explainAway() takes a backlog for the work of the consumer that says why it takes nothing, and not the other way round', () => {
  const pile = candidate('queue', 'kafka.members-thrown-out', {
    kind: 'kafka',
    isEmptiedByOthers: true,
    explains: ['*.log-says-input-malformed'],
  });
  const reason = candidate('worker', 'http.log-says-input-malformed', { kind: 'http', reason: 'logs.knownLine' });
  const said = { ...reason, values: { 'logs.knownLine': 'cannot parse the record' } };

  assert.deepEqual(statesOf(pile, said), ['weakened', 'confirmed']);
  assert.deepEqual(statesOf(pile, reason), ['confirmed', 'weakened'], 'without its words it is a symptom of what piles up');
});
