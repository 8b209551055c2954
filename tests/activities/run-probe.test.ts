import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LookOrder } from '../../src/activities/contract.ts';
import { evidenceLimits, type Look } from '../../src/domain/evidence.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

function order(probe: string, change: Partial<LookOrder> = {}): LookOrder {
  return {
    key: `main-tank/${probe}`,
    systemId: 'main-tank',
    probe,
    parameters: {},
    timeoutMs: 500,
    round: 1,
    reason: 'first-pass',
    ...change,
  };
}

const calm: Look = { status: 'ok', headline: sameText('calm'), facts: {}, query: 'read', text: '' };

test('runProbe() stores what it saw, counts it and writes a line of the story', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  world.tank.level = 42;

  const { evidenceId, isOk } = await world.activities.runProbe(scope, order('level'));

  const evidence = await world.store.evidence.get(evidenceId);
  const incident = await world.read(scope);
  assert.equal(isOk, true);
  assert.deepEqual([evidence?.facts['tank.level'], evidence?.status, evidence?.query], [42, 'ok', 'read level']);
  assert.deepEqual([incident.spent.probes, incident.looks.done], [1, 1]);
  assert.ok((await world.timeline(scope)).some((entry) => entry.kind === 'look' && entry.evidenceIds[0] === evidenceId));
  assert.deepEqual(world.counted, ['level ok']);
});

test('runProbe() attempted again gives the same evidence and counts it once; another run looks anew', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  const first = await world.activities.runProbe(scope, order('level'));
  world.tank.level = 99;
  const again = await world.activities.runProbe(scope, order('level'));
  const next = await world.activities.runProbe({ ...scope, run: 2 }, order('level'));

  assert.deepEqual(again, first);
  assert.notEqual(next.evidenceId, first.evidenceId);
  assert.equal((await world.store.evidence.get(first.evidenceId))?.facts['tank.level'], 0);
  assert.equal((await world.read(scope)).spent.probes, 2);
});

const failures = [
  { name: 'a probe that never answers', given: order('deaf'), status: 'timeout', says: /No answer within 0.1 s/ },
  {
    name: 'a probe that was late since Zhiban itself was held up',
    given: order('starved'),
    status: 'failed',
    says: /says nothing about the system/,
  },
  { name: 'a probe that throws', given: order('broken'), status: 'failed', says: /login/ },
  { name: 'a probe that there isn’t', given: order('none'), status: 'failed', says: /no probe 'none'/ },
  { name: 'a system that there isn’t', given: order('level', { systemId: 'gone' }), status: 'failed', says: /'gone'/ },
  {
    name: 'parameters out of bounds',
    given: order('level', { parameters: { depth: 99 } }),
    status: 'failed',
    says: /refused its parameters/,
  },
] as const;

for (const { name, given, status, says } of failures) {
  test(`runProbe() of ${name} is evidence too`, async () => {
    const world = await openWorld(store);
    const { scope } = await world.incident();

    const { evidenceId, isOk } = await world.activities.runProbe(scope, given);

    const evidence = await world.store.evidence.get(evidenceId);
    assert.equal(isOk, false);
    assert.equal(evidence?.status, status);
    assert.match(evidence?.reason ?? '', says);
    assert.ok(!JSON.stringify([evidence, world.warnings]).includes('hunter2hunter2'));
  });
}

test('runProbe() masks secrets wherever they come in', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  const secret = 'password=hunter2hunter2';
  world.tank.look = {
    status: 'failed',
    reason: secret,
    headline: sameText(secret),
    facts: { 'tank.note': secret },
    query: `read --${secret}`,
    text: `line\n${secret}`,
  };

  const { evidenceId } = await world.activities.runProbe(scope, order('level'));

  assert.ok(!JSON.stringify(await world.store.evidence.get(evidenceId)).includes('hunter2hunter2'));
  assert.ok(!JSON.stringify(await world.timeline(scope)).includes('hunter2hunter2'));
});

test('runProbe() bounds text at a character’s border, facts, series and headline', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  const points = Array.from({ length: evidenceLimits.pointsMax + 50 }, (_, index) => index);
  world.tank.look = {
    ...calm,
    headline: sameText('h'.repeat(2_000)),
    text: `x${'值'.repeat(evidenceLimits.textBytes)}`,
    facts: { ...Object.fromEntries(Array.from({ length: evidenceLimits.factsMax + 50 }, (_, index) => [`tank.f${index}`, index])) },
    series: Array.from({ length: evidenceLimits.seriesMax + 5 }, (_, index) => ({
      name: `s${index}`,
      unit: '',
      times: points,
      values: points,
    })),
  };

  const { evidenceId } = await world.activities.runProbe(scope, order('level'));

  const evidence = await world.store.evidence.get(evidenceId);
  assert.ok(evidence);
  assert.ok(Buffer.byteLength(evidence.text) <= evidenceLimits.textBytes);
  assert.ok(evidence.text.endsWith('值') && evidence.isTruncated);
  assert.equal(Object.keys(evidence.facts).length, evidenceLimits.factsMax);
  assert.equal(evidence.series?.length, evidenceLimits.seriesMax);
  assert.deepEqual(evidence.series?.[0]?.values.at(-1), points.at(-1), 'the newest points are kept');
  assert.equal(evidence.headline.en.length, 300);
});

test('runProbe() keeps no number that JSON can’t hold', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  world.tank.look = { ...calm, facts: { 'tank.rate': Number.NaN, 'tank.peak': Number.POSITIVE_INFINITY, 'tank.level': 3 } };

  const { evidenceId } = await world.activities.runProbe(scope, order('level'));

  assert.deepEqual((await world.store.evidence.get(evidenceId))?.facts, { 'tank.rate': null, 'tank.peak': null, 'tank.level': 3 });
});
