import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../../../src/analysis/rca/candidate.ts';
import { explainAway } from '../../../src/analysis/rca/explain-away.ts';
import { relate } from '../../../src/analysis/rca/relate.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';
import type { TextValue } from '../../../src/domain/text.ts';
import { candidate, topology } from './make-candidate.ts';

const relations = (candidates: readonly Candidate[], named: readonly string[]) =>
  Object.fromEntries(relate(candidates, topology, named).map(({ hypothesis }) => [hypothesis.id, hypothesis.relation]));

test('relate() takes all as direct when nothing is named', () => {
  assert.deepEqual(relations([candidate('web', 'slow'), candidate('spare', 'full')], []), { 'web:slow': 'direct', 'spare:full': 'direct' });
});

test('relate() links a confirmed cause on what a named system that is unwell depends on, and nothing beside it', () => {
  const found = relations(
    [candidate('web', 'slow'), candidate('cache', 'full'), candidate('spare', 'full'), candidate('box', 'disk')],
    ['web'],
  );

  assert.deepEqual(found, { 'web:slow': 'direct', 'cache:full': 'linked', 'spare:full': 'aside', 'box:disk': 'aside' });
});

test('relate() links a symptom below what is unwell that hurts as much, and no lesser one', () => {
  const found = relations(
    [
      candidate('web', 'slow'),
      candidate('cache', 'full', { role: 'symptom' }),
      candidate('cache', 'busy', { role: 'symptom', severity: 'warning' }),
    ],
    ['web'],
  );

  assert.deepEqual(found, { 'web:slow': 'direct', 'cache:full': 'linked', 'cache:busy': 'aside' });
});

test('relate() never puts aside what kept it from looking', () => {
  const kept = candidate('box', 'host.login-refused', { kind: 'host', severity: 'warning', confirm: ['reach.problem', '==', 'auth'] });
  const spoken = candidate('box', 'host.rebooted', { kind: 'host', hints: 'down' }, { state: 'suspected' });

  assert.equal(relate([kept, spoken], topology, ['box'], 'box is down')[0]?.hypothesis.relation, 'direct');
});

test('relate() links to a named system that is well only what is critical below it', () => {
  assert.deepEqual(relations([candidate('cache', 'gone')], ['web']), { 'cache:gone': 'linked' });
  assert.deepEqual(relations([candidate('cache', 'full', { severity: 'warning' })], ['web']), { 'cache:full': 'aside' });
  assert.deepEqual(relations([candidate('box', 'disk'), candidate('spare', 'gone')], ['web']), {
    'box:disk': 'aside',
    'spare:gone': 'aside',
  });
});

test('relate() links a host’s fault that explains what is seen on it, through others as well', () => {
  const killed = candidate('box', 'oom', { explains: ['gone'] });
  const gone = candidate('cache', 'gone', { explains: ['slow'] });

  assert.deepEqual(relations([killed, gone, candidate('web', 'slow')], ['web']), {
    'box:oom': 'linked',
    'cache:gone': 'linked',
    'web:slow': 'direct',
  });
});

test('relate() links what an observer says of a target that is spoken of, and nothing else that it says', () => {
  const about = { kind: 'prometheus', about: ['instance'] };
  const down = candidate('watch', 'down', about, { values: { instance: '10.0.0.7:9121' } });
  const program = candidate('box', 'hog', { about: ['instance'] }, { values: { instance: '10.0.0.7:9121' } });
  const relationOf = (words: string): unknown =>
    relate([down, program], topology, ['web'], words).map(({ hypothesis }) => hypothesis.relation);

  assert.deepEqual(relationOf('TargetDown 10.0.0.7:9121'), ['linked', 'aside']);
  assert.deepEqual(relationOf('TargetDown 10.0.0.8:9121'), ['aside', 'aside']);
});

test('relate() and explainAway() lead from what piles up to the service that has ended and should take it away', () => {
  const pile = candidate('cache', 'redis.unbounded-collection', { isEmptiedByOthers: true });
  const ended = candidate('web', 'http.refused', { looksLike: ['ended'] });
  const hinted = candidate('cache', 'redis.unbounded-collection', { isEmptiedByOthers: true, hints: 'queue' }, { state: 'refuted' });

  assert.deepEqual(relations([pile, ended], ['cache']), { 'cache:redis.unbounded-collection': 'direct', 'web:http.refused': 'linked' });
  assert.equal(relate([hinted, ended], topology, ['cache'], 'the queue grows')[1]?.hypothesis.relation, 'linked');
  assert.equal(relate([hinted, ended], topology, ['cache'], 'the cache is slow')[1]?.hypothesis.relation, 'aside');
  assert.equal(
    relations([pile, candidate('web', 'http.slow-answer', { looksLike: ['waiting', 'slow'] })], ['cache'])['web:http.slow-answer'],
    'aside',
  );
  assert.deepEqual(
    explainAway(relate([pile, ended], topology, ['cache']), topology).map(({ hypothesis }) => hypothesis.state),
    ['weakened', 'confirmed'],
  );
});

test('relate() and explainAway() lead from a proxy that has no server left to the fault of the service behind it', () => {
  const proxy = candidate('web', 'haproxy.check-slow', { looksLike: ['waiting'] });
  const below = candidate('cache', 'redis.paused');

  const told = explainAway(relate([proxy, below], topology, ['web']), topology);

  assert.deepEqual(
    told.map(({ hypothesis }) => [hypothesis.state, hypothesis.relation]),
    [
      ['weakened', 'direct'],
      ['confirmed', 'linked'],
    ],
  );
});

test('relate() takes a remark that nobody asks about as aside, and as direct when somebody does', () => {
  const remark = candidate('cache', 'silenced', { severity: 'info', role: 'symptom', hints: 'silence' });
  const relationOf = (named: readonly string[], words: string) => relate([remark], topology, named, words)[0]?.hypothesis.relation;

  assert.deepEqual([relationOf(['cache'], 'cache is slow'), relationOf([], 'is all well?')], ['aside', 'aside']);
  assert.equal(relationOf(['cache'], 'is there a silence in cache?'), 'direct');
});

test('relate() believes what is aside a third at most', () => {
  const [aside] = relate([candidate('spare', 'full')], topology, ['web']);

  assert.equal(aside?.hypothesis.confidence, 0.35);
});

const about: readonly [claim: string, values: Readonly<Record<string, TextValue>>, isExplained: boolean][] = [
  ['its own port', { port: 6379 }, true],
  ['another port', { port: 5432 }, false],
  ['a program of its kind', { command: 'redis-server *:6379' }, true],
  ['another program', { command: 'postgres' }, false],
  ['nothing that was measured', {}, true],
];

for (const [claim, values, isExplained] of about) {
  test(`explainAway() of a host’s fault about ${claim} ${isExplained ? 'weakens' : 'leaves alone'} the symptom`, () => {
    const killed = candidate('box', 'oom', { explains: ['gone'], about: Object.keys(values) }, { values });
    const gone = candidate('cache', 'gone', { role: 'symptom' });

    const states = explainAway([killed, gone], topology).map(({ hypothesis }) => hypothesis.state);

    assert.deepEqual(states, ['confirmed', isExplained ? 'weakened' : 'confirmed']);
  });
}

test('explainAway() takes no shell that was killed for a web server, and every kind’s fault of a name for the same', () => {
  const places = {
    systems: [
      { id: 'box', kind: 'host', dependsOn: [] },
      { id: 'page', kind: 'http', runsOn: 'box', dependsOn: [] },
    ],
  };
  const stateAfter = (name: string): unknown => {
    const killed = candidate('box', 'oom', { explains: ['*.refused'], about: ['victim'] }, { values: { victim: name } });
    return explainAway([killed, candidate('page', 'http.refused', { looksLike: ['ended', 'outside'] })], places)[1]?.hypothesis.state;
  };

  assert.deepEqual(['sh', 'dd', 'gunicorn'].map(stateAfter), ['confirmed', 'confirmed', 'weakened']);
});

test('explainAway() lets only what is confirmed and not aside explain, and nothing itself', () => {
  const likely = candidate('cache', 'queue', { explains: ['full', 'queue'] }, { state: 'strengthened' });
  const [aside] = relate([candidate('cache', 'queue', { explains: ['full'], severity: 'warning' })], topology, ['web']);
  const full = candidate('cache', 'full', { role: 'symptom' });

  for (const cause of [likely, aside ?? assert.fail()]) {
    assert.deepEqual(explainAway([cause, full], topology).map(({ hypothesis }) => hypothesis.state)[1], 'confirmed');
  }
  assert.equal(
    explainAway([{ ...likely, hypothesis: { ...likely.hypothesis, state: 'confirmed' } }], topology)[0]?.hypothesis.state,
    'confirmed',
  );
});

test('explainAway() takes what is critical below a service that does not answer for why, and nothing lesser, nor what is beside it', () => {
  const silent = candidate('web', 'http.no-answer', { looksLike: ['waiting', 'slow'] });
  const stateBeside = (cause: Candidate) => explainAway([cause, silent], topology)[1]?.hypothesis.state;

  assert.equal(stateBeside(candidate('cache', 'locked', { severity: 'critical' })), 'weakened');
  assert.equal(stateBeside(candidate('cache', 'locked', { severity: 'warning' })), 'confirmed');
  assert.equal(stateBeside(candidate('cache', 'locked', { severity: 'critical', role: 'symptom' })), 'confirmed');
  assert.equal(stateBeside(candidate('spare', 'locked', { severity: 'critical' })), 'confirmed');
});

test('relate() and explainAway() lead from a service that does not answer to the stopped program of what it needs, though that was not seen itself', () => {
  const silent = candidate('web', 'http.no-answer', { looksLike: ['waiting', 'slow'] });
  const about = { about: ['stopped.name'] };
  const of = (name: string) => candidate('box', `host.stopped-${name}`, about, { values: { 'stopped.name': name } });
  const all = [silent, of('redis-server'), of('nightly-report')];

  const related = relate(all, topology, ['web']);
  const explained = explainAway(related, topology);

  assert.deepEqual(
    related.map(({ hypothesis }) => hypothesis.relation),
    ['direct', 'linked', 'aside'],
  );
  assert.deepEqual(
    explained.map(({ hypothesis }) => hypothesis.state),
    ['weakened', 'confirmed', 'confirmed'],
  );
});

test('relate() puts aside what is short on a machine where another of its faults is spoken of, unless it explains one', () => {
  const filling = candidate('box', 'host.filling', { kind: 'host', hints: 'filesystem' }, { state: 'suspected' });
  const busy = candidate('box', 'host.busy', { kind: 'host', hints: '\\bcpu|slow', severity: 'warning', role: 'symptom' });
  const broken = candidate('box', 'host.disk-errors', { kind: 'host', hints: 'smart' });
  const relationOf = (words: string, ...candidates: readonly Candidate[]) =>
    relate(candidates, topology, ['box'], words).map(({ hypothesis }) => hypothesis.relation);

  assert.deepEqual(relationOf('the filesystem will be full', filling, busy), ['direct', 'aside']);
  assert.deepEqual(relationOf('the filesystem is slow', filling, busy), ['direct', 'direct'], 'it is spoken of');
  assert.deepEqual(relationOf('all well?', filling, busy), ['direct', 'direct'], 'nothing is spoken of');
  assert.deepEqual(relationOf('the filesystem will be full', filling, broken), ['direct', 'direct'], 'it is grave');
  const seen = { ...filling, hypothesis: { ...filling.hypothesis, state: 'confirmed' as const } };
  const explaining = { ...busy, signature: { ...busy.signature, explains: ['host.filling'] } };
  assert.deepEqual(relationOf('the filesystem will be full', seen, explaining), ['direct', 'direct'], 'it explains what is seen');
});

test('relate() puts aside what explains only what is beside the point itself', () => {
  const filling = candidate('box', 'host.filling', { kind: 'host', hints: 'filesystem' }, { state: 'suspected' });
  const busy = candidate('box', 'host.busy', { kind: 'host', severity: 'warning', role: 'symptom' });
  const hog = candidate('box', 'host.hog', { kind: 'host', severity: 'warning', explains: ['host.busy'] });
  const relationsIn = (words: string) =>
    relate([filling, busy, hog], topology, ['box'], words).map(({ hypothesis }) => hypothesis.relation);

  assert.deepEqual(relationsIn('the filesystem will be full'), ['direct', 'aside', 'aside']);
  assert.deepEqual(relationsIn('all well?'), ['direct', 'direct', 'direct']);
});

test('relate() sets aside what is wrong with one part where another that is well and stands apart is asked about', () => {
  const values = { 'ended.name': 'import-2023', 'ended.apart': 'web,shop-api' };
  const ended = candidate('box', 'ended', { about: ['ended.name'], apart: 'ended.apart', explains: ['gone'] }, { values });
  const asked = (words: string, others: readonly Candidate[] = []) =>
    relate([ended, ...others], topology, ['box'], words)[0]?.hypothesis.relation;

  assert.equal(asked('web 容器现在正常吗？'), 'aside');
  assert.equal(asked('is the Web container well?'), 'aside');
  assert.equal(asked('what is wrong on this engine?'), 'direct');
  assert.equal(asked('is web well since import-2023 ended?'), 'direct');
  assert.equal(asked('is web-2 well? and webhooks?'), 'direct');
  assert.equal(asked('web is away', [candidate('web', 'gone')]), 'direct', 'it explains what is seen elsewhere');
});

test('explainAway() tells a replica that cannot be reached with what its primary suffers for want of it, and no other system', () => {
  const pair: Topology = {
    systems: [
      { id: 'orders', kind: 'postgresql', dependsOn: [] },
      ...['orders-2', 'orders-3'].map((id) => ({ id, kind: 'postgresql', dependsOn: ['orders'] })),
    ],
  };
  const missing = candidate(
    'orders',
    'postgresql.sync-standby-missing',
    { about: ['followers.gone'] },
    { values: { 'followers.gone': 'orders-2' } },
  );
  const gone = candidate('orders-2', 'postgresql.process-gone');
  const other = candidate('orders-3', 'postgresql.process-gone');

  const states = explainAway(relate([missing, gone, other], pair, []), pair).map(({ hypothesis }) => hypothesis.state);

  assert.deepEqual(states, ['confirmed', 'weakened', 'confirmed']);
});

test('relate() sets aside what is minor beside a critical cause of a system that nobody named', () => {
  const slow = candidate('web', 'http.server-error', { kind: 'http', looksLike: ['waiting'] });
  const full = candidate('cache', 'redis.memory-full', { kind: 'redis', explains: ['http.server-error'] });
  const minor = (change: Partial<Candidate['signature']> = {}) =>
    candidate('cache', 'redis.saves-often', { kind: 'redis', severity: 'warning', hints: 'snapshot', ...change });
  const relationOf = (words: string, each: Candidate, ...others: readonly Candidate[]) =>
    relate([each, slow, ...others], topology, ['web'], words)[0]?.hypothesis.relation;

  assert.equal(relationOf('web fails', minor(), full), 'aside');
  assert.equal(relationOf('web fails', minor()), 'linked', 'nothing graver is there');
  assert.equal(relationOf('web fails since the snapshot', minor(), full), 'linked', 'it is spoken of');
  assert.equal(relationOf('web fails', minor({ explains: ['http.server-error'] }), full), 'linked', 'it explains what is seen');
});

test('explainAway() keeps what is wrong with one of several servers apart from what is wrong with another', () => {
  const pair: Topology = {
    systems: [
      { id: 'edge', kind: 'haproxy', dependsOn: ['app-1', 'app-2'] },
      { id: 'app-1', kind: 'http', dependsOn: [], ports: [8081] },
      { id: 'app-2', kind: 'http', dependsOn: ['orders'], ports: [8082] },
      { id: 'orders', kind: 'mysql', dependsOn: [], ports: [3306] },
    ],
  };
  const failing = candidate('edge', 'haproxy.check-bad-status', { kind: 'haproxy', looksLike: ['waiting'], peer: 'down.address' });
  const stateWith = (address: string, cause: Candidate) =>
    explainAway([{ ...failing, values: { 'down.address': address } }, cause], pair)[0]?.hypothesis.state;
  const refused = candidate('app-1', 'http.refused', { kind: 'http' });

  assert.equal(stateWith('10.0.0.1:8081', refused), 'weakened');
  assert.equal(stateWith('10.0.0.2:8082', refused), 'confirmed', 'it is of another server');
  assert.equal(stateWith('10.0.0.2:8082', candidate('orders', 'mysql.read-only')), 'weakened', 'what that server needs');
  assert.equal(stateWith('10.0.0.9:9000', refused), 'weakened', 'nobody has told of that server');
});
