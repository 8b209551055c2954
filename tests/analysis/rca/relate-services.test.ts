/** How the findings of services that call each other bear on one another: slowness, logs, caches. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../../../src/analysis/rca/candidate.ts';
import { explainAway } from '../../../src/analysis/rca/explain-away.ts';
import { relate } from '../../../src/analysis/rca/relate.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';
import type { Signature } from '../../../src/domain/signature.ts';
import { candidate, topology } from './make-candidate.ts';

test('relate() and explainAway() follow what is slow down to what is slow below it', () => {
  const slow = (systemId: string) =>
    candidate(systemId, 'http.slow-answer', { kind: 'http', role: 'symptom', severity: 'warning', looksLike: ['waiting', 'slow'] });
  const chain: Topology = {
    systems: ['front', 'cart', 'price', 'ads'].map((id, index, all) => ({
      id,
      kind: 'http',
      dependsOn: id === 'front' ? ['cart', 'ads'] : id === 'cart' ? [all[index + 1] ?? ''] : [],
    })),
  };
  const broken = candidate('ads', 'http.not-found', { kind: 'http', role: 'symptom', severity: 'warning' });
  const settled = explainAway(relate([slow('front'), slow('cart'), slow('price'), broken], chain, ['front']), chain);

  assert.deepEqual(
    settled.map(({ hypothesis }) => `${hypothesis.systemId} ${hypothesis.relation ?? ''} ${hypothesis.state}`),
    ['front direct weakened', 'cart linked weakened', 'price linked confirmed', 'ads aside confirmed'],
  );
});

test('explainAway() puts a likely finding of the log before the status that the service answers with', () => {
  const status = candidate('web', 'http.server-error', { kind: 'http', role: 'symptom' });
  const logged = candidate(
    'web',
    'http.log-full-of-errors',
    { kind: 'http', role: 'symptom', explains: ['*.server-error'] },
    { state: 'strengthened' },
  );
  const states = (...given: readonly Candidate[]) => explainAway(given, topology).map(({ hypothesis }) => hypothesis.state);

  assert.deepEqual(states(status, logged), ['weakened', 'strengthened']);
  assert.deepEqual(states({ ...status, signature: { ...status.signature, role: 'cause' } }, logged), ['confirmed', 'strengthened']);
});

test('relate() links what an application logs that a named system needs or that runs on a named machine', () => {
  const shop: Topology = {
    systems: [
      { id: 'page', kind: 'http', dependsOn: ['app', 'db'] },
      { id: 'app', kind: 'jvm', runsOn: 'box', dependsOn: [] },
      { id: 'db', kind: 'mysql', dependsOn: [] },
      { id: 'box', kind: 'host', dependsOn: [] },
    ],
  };
  const logged = (systemId: string, kind: string) =>
    candidate(systemId, `${kind}.log-full-of-errors`, { kind, role: 'symptom', severity: 'warning' }, { state: 'strengthened' });
  const relationOf = (given: Candidate, named: string) => relate([given], shop, [named])[0]?.hypothesis.relation;

  assert.equal(relationOf(logged('app', 'jvm'), 'page'), 'linked');
  assert.equal(relationOf(logged('app', 'jvm'), 'box'), 'linked');
  assert.equal(relationOf(logged('app', 'jvm'), 'db'), 'aside');
  assert.equal(relationOf(logged('db', 'mysql'), 'page'), 'aside', 'a database logs what its clients do wrong');
});

test('explainAway() knows why a database is busy whose cache was emptied', () => {
  const shop: Topology = {
    systems: [
      { id: 'page', kind: 'http', dependsOn: ['cache', 'db'] },
      { id: 'cache', kind: 'redis', dependsOn: [] },
      { id: 'db', kind: 'mysql', dependsOn: [] },
      { id: 'other', kind: 'mysql', dependsOn: [] },
    ],
  };
  const emptied = candidate('cache', 'redis.flushed', { kind: 'redis', looksLike: ['emptied'] });
  const busy = (systemId: string) =>
    candidate(systemId, 'mysql.costly-statement', { kind: 'mysql', severity: 'warning', looksLike: ['asked-more'] });
  const states = (...given: readonly Candidate[]) => explainAway(given, shop).map(({ hypothesis }) => hypothesis.state);

  assert.deepEqual(states(emptied, busy('db'), busy('other')), ['confirmed', 'weakened', 'confirmed']);
  const gone = (kind: string) => candidate('cache', `${kind}.process-gone`, { kind, looksLike: ['ended', 'outside'] });
  assert.deepEqual(states(gone('memcached'), busy('db')), ['confirmed', 'weakened']);
  assert.deepEqual(states(gone('kafka'), busy('db')), ['confirmed', 'confirmed'], 'nobody asks a broker first');
});

test('explainAway() puts a likely finding of the log before what is only the outside of it', () => {
  const logged = candidate('web', 'http.log-says-config-wrong', { kind: 'http', explains: ['*.refused'] }, { state: 'strengthened' });
  const stateOf = (change: Partial<Signature>) =>
    explainAway([candidate('web', 'http.refused', change), logged], topology)[0]?.hypothesis.state;

  assert.deepEqual([stateOf({ looksLike: ['outside'] }), stateOf({ looksLike: ['ended'] })], ['weakened', 'confirmed']);
});

test('relate() links the proxy in front of a named system that is well, where something critical is confirmed there', () => {
  const shop: Topology = {
    systems: [
      { id: 'lb', kind: 'haproxy', dependsOn: ['api'] },
      { id: 'cron', kind: 'http', dependsOn: ['api'] },
      { id: 'api', kind: 'http', dependsOn: [] },
    ],
  };
  const relationOf = (given: Candidate) => relate([given], shop, ['api'])[0]?.hypothesis.relation;

  assert.equal(relationOf(candidate('lb', 'haproxy.frontend-full', { kind: 'haproxy' })), 'linked');
  assert.equal(relationOf(candidate('lb', 'haproxy.frontend-full', { kind: 'haproxy', severity: 'warning' })), 'aside');
  assert.equal(relationOf(candidate('cron', 'http.log-out-of-memory', { kind: 'http' })), 'aside', 'who calls it is not the way to it');
  const closes = candidate('lb', 'nginx.upstream-closes', { kind: 'nginx', severity: 'warning', hints: '502' });
  assert.equal(relate([closes], shop, ['api'], 'POST /bookings ends as 502')[0]?.hypothesis.relation, 'linked');
});

test('relate() links a service below a named one that fails when it is asked, however seldom', () => {
  const shop: Topology = {
    systems: [
      { id: 'edge', kind: 'nginx', dependsOn: ['api'] },
      { id: 'api', kind: 'http', dependsOn: [] },
    ],
  };
  const relationOf = (change: Partial<Signature>) =>
    relate([candidate('api', 'http.flapping', { kind: 'http', role: 'symptom', severity: 'warning', ...change })], shop, ['edge'])[0]
      ?.hypothesis.relation;

  assert.equal(relationOf({ looksLike: ['outside'] }), 'linked');
  assert.equal(relationOf({ looksLike: ['waiting', 'slow'] }), 'aside', 'slow is nothing yet');
  assert.equal(relationOf({}), 'aside');
});
