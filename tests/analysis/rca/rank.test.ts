import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FactTable } from '../../../src/analysis/rca/condition.ts';
import { factTables, placeholders, type RankInput, rankHypotheses } from '../../../src/analysis/rca/rank.ts';
import type { Evidence, Facts } from '../../../src/domain/evidence.ts';
import type { Signature } from '../../../src/domain/signature.ts';
import { sameText } from '../../../src/domain/text.ts';
import { builtInKinds } from '../../../src/systems/registry.ts';
import { sampleEvidence } from '../../store/samples.ts';

function signature(id: string, change: Partial<Signature> = {}): Signature {
  return {
    id,
    kind: 'redis',
    title: sameText(`${id} on {system}`),
    explanation: sameText('Memory is full. {used} of {max} are used. Nobody knows {nothing}.'),
    severity: 'critical',
    role: 'cause',
    probes: ['memory'],
    confirm: ['used', '>=', { fact: 'max' }],
    likely: ['used', '>', { fact: 'max', times: 0.9 }],
    refute: ['used', '<', { fact: 'max', times: 0.5 }],
    advice: sameText('Free memory.'),
    remedies: [],
    source: 'made for tests',
    ...change,
  };
}

let looks = 0;

function look(systemId: string, probe: string, facts: Facts, change: Partial<Evidence> = {}): Evidence {
  looks += 1;
  return sampleEvidence({ id: `ev_${looks}`, systemId, probe, facts, ...change });
}

function input(change: Partial<RankInput> = {}): RankInput {
  return {
    topology: {
      systems: [
        { id: 'web', kind: 'http', dependsOn: ['cache'] },
        { id: 'cache', kind: 'redis', runsOn: 'box', dependsOn: [] },
        { id: 'spare', kind: 'redis', dependsOn: [] },
        { id: 'box', kind: 'host', dependsOn: [] },
      ],
    },
    signatures: [signature('redis.full', { hints: 'memory|内存' })],
    evidence: [],
    namedSystemIds: ['cache'],
    words: '',
    ruledOut: new Set(),
    ...change,
  };
}

const states: readonly [claim: string, facts: Facts, words: string, ruledOut: readonly string[], state: string | null][] = [
  ['a confirmed fault', { used: 100, max: 100 }, '', [], 'confirmed'],
  ['a likely fault', { used: 95, max: 100 }, '', [], 'strengthened'],
  ['a healthy system: nothing to speak of', { used: 70, max: 100 }, '', [], null],
  ['a healthy system that was asked about: refuted', { used: 70, max: 100 }, '内存满了吗', [], 'refuted'],
  ['a refuted fault that nobody asked about: nothing', { used: 1, max: 100 }, '', [], null],
  ['a refuted fault that somebody asked about', { used: 1, max: 100 }, 'memory?', [], 'refuted'],
  ['half of the facts: suspected when asked about', { used: 100 }, 'memory?', [], 'suspected'],
  ['half of the facts: nothing when not', { used: 100 }, '', [], null],
  ['what a person ruled out', { used: 100, max: 100 }, 'memory', ['cache:redis.full'], 'refuted'],
];

for (const [claim, facts, words, ruledOut, state] of states) {
  test(`rankHypotheses() judges ${claim}`, () => {
    const { hypotheses, isDecided } = rankHypotheses(
      input({ evidence: [look('cache', 'memory', facts)], words, ruledOut: new Set(ruledOut) }),
    );

    assert.deepEqual(
      hypotheses.map((each) => each.state),
      state === null ? [] : [state],
    );
    assert.equal(isDecided, state === 'confirmed');
  });
}

test('rankHypotheses() cites what it rests on, says what would refute it, and speaks of nothing unmeasured', () => {
  const evidence = look('cache', 'memory', { used: 100, max: 100 });

  const [found] = rankHypotheses(input({ evidence: [evidence] })).hypotheses;

  assert.deepEqual(found?.evidenceFor, [evidence.id]);
  assert.deepEqual(found?.evidenceAgainst, []);
  assert.equal(found?.title.en, 'redis.full on cache');
  assert.equal(found?.explanation.en, 'Memory is full. 100 of 100 are used.');
  assert.equal(found?.refutedBy?.en, 'Would be refuted by: used < 0.5 × max');
});

test('rankHypotheses() wants the looks that undecided hypotheses still lack, and leaves nothing open that only a pointless one could tell', () => {
  const undecided = signature('redis.slow', { hints: 'slow', probes: ['slowlog', 'latency'], confirm: ['slow', '>', 1] });
  const given = input({ signatures: [undecided], evidence: [look('cache', 'latency', {})], words: 'so slow' });

  assert.deepEqual(rankHypotheses(given).wanted, [{ systemId: 'cache', probe: 'slowlog', signatureId: 'redis.slow' }]);
  assert.deepEqual(rankHypotheses({ ...given, pointless: new Set(['cache/slowlog']) }).hypotheses, []);
});

test('rankHypotheses() lets a confirmed cause take the place of the symptom that it explains, on itself and on what stands on it', () => {
  const growing = signature('redis.queue-grows', {
    explains: ['redis.full', 'http.slow'],
    confirm: ['queue', '>', 10],
    likely: ['queue', '>', 5],
  });
  const full = signature('redis.full', { role: 'symptom' });
  const slow = signature('http.slow', { kind: 'http', role: 'symptom', confirm: ['ms', '>', 100] });
  const evidence = [
    look('cache', 'memory', { used: 100, max: 100, queue: 99 }),
    look('web', 'health', { ms: 900 }),
    look('spare', 'memory', { used: 100, max: 100, queue: 0 }),
  ];

  const ranked = rankHypotheses(input({ signatures: [slow, full, growing], evidence, namedSystemIds: ['web'] }));

  assert.deepEqual(
    ranked.hypotheses.map(({ id, state, relation }) => [id, state, relation]),
    [
      ['cache:redis.queue-grows', 'confirmed', 'linked'],
      ['cache:redis.full', 'weakened', 'linked'],
      ['web:http.slow', 'weakened', 'direct'],
      ['spare:redis.full', 'confirmed', 'aside'],
    ],
  );
  assert.equal(ranked.isDecided, true);
});

test('rankHypotheses() leaves a symptom standing that its cause was not confirmed for', () => {
  const growing = signature('redis.queue-grows', {
    explains: ['redis.full'],
    confirm: ['queue', '>', 10],
    likely: ['queue', '>', 5],
    hints: 'memory',
  });
  const full = signature('redis.full', { role: 'symptom' });

  const ranked = rankHypotheses(
    input({ signatures: [growing, full], evidence: [look('cache', 'memory', { used: 100, max: 100 })], words: 'memory' }),
  );

  assert.deepEqual(
    ranked.hypotheses.map((each) => each.state),
    ['confirmed', 'suspected'],
  );
  assert.equal(ranked.isDecided, false, 'a symptom alone decides nothing');
});

test('rankHypotheses() believes the same fault less the further it is from what was named', () => {
  const evidence = ['cache', 'spare'].map((id) => look(id, 'memory', { used: 100, max: 100 }));

  const confidence = (named: readonly string[]) =>
    Object.fromEntries(
      rankHypotheses(input({ evidence, namedSystemIds: named })).hypotheses.map((each) => [each.systemId, each.confidence]),
    );

  assert.deepEqual(confidence(['cache']), { cache: 0.92, spare: 0.35 });
  assert.deepEqual(confidence(['spare']), { cache: 0.35, spare: 0.92 });
  assert.deepEqual(confidence([]), { cache: 0.86, spare: 0.86 });
});

test('rankHypotheses() never lets a hint or nearness lift a weaker state over a stronger', () => {
  const evidence = [look('cache', 'memory', { used: 95, max: 100 }), look('spare', 'memory', { used: 100, max: 100 })];

  const [first, second] = rankHypotheses(input({ evidence, words: 'memory of cache', namedSystemIds: ['cache', 'spare'] })).hypotheses;

  assert.deepEqual([first?.systemId, first?.state, second?.systemId, second?.state], ['spare', 'confirmed', 'cache', 'strengthened']);
});

test('factTables() takes the newest value of a fact, in whatever order the looks come', () => {
  const evidence = [
    look('cache', 'memory', { used: 1, old: true }, { startedAt: '2026-11-21T01:00:00.000Z' }),
    look('cache', 'memory', { used: 2 }, { startedAt: '2026-11-21T01:01:00.000Z' }),
    look('cache', 'memory', { used: 3 }, { startedAt: '2026-11-21T01:01:00.000Z', id: 'ev_zz' }),
  ];

  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ]) {
    const table = factTables(order.flatMap((index) => evidence[index] ?? [])).get('cache');

    assert.deepEqual([table?.get('used')?.value, table?.get('old')?.value], [3, true]);
  }
});

test('placeholders() know the system itself and its machine', () => {
  const used = (value: number): FactTable => new Map([['used', { value, evidenceId: 'ev_1' }]]);

  assert.deepEqual(placeholders({ self: used(1), runsOn: [used(2)], dependsOn: [used(3)] }, 'cache'), {
    system: 'cache',
    used: 1,
    'runsOn.used': 2,
  });
});

test('rankHypotheses() over the built-in signatures and any facts: ordered, bounded, and independent of the order of evidence', () => {
  const signatures = builtInKinds.flatMap((kind) => kind.signatures);
  const systems = builtInKinds.map(({ kind }) => ({
    id: `a-${kind}`,
    kind,
    runsOn: kind === 'host' ? undefined : 'a-host',
    dependsOn: [],
  }));
  const names = [...new Set(builtInKinds.flatMap(({ probes }) => probes.flatMap((probe) => probe.facts ?? [])))].filter(
    (name) => !name.includes('*'),
  );
  const fact = fc.oneof(
    fc.double(),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(),
    fc.string({ maxLength: 8 }),
    fc.boolean(),
    fc.constant(null),
  );
  const facts = fc.dictionary(fc.constantFrom(...names), fact, { maxKeys: 60, noNullPrototype: true });
  const evidence = fc.array(
    fc
      .record({ systemId: fc.constantFrom(...systems.map(({ id }) => id)), facts })
      .map((given) => look(given.systemId, 'any', given.facts)),
    { maxLength: 6 },
  );

  fc.assert(
    fc.property(evidence, fc.constantFrom('', 'memory', '慢 connection latency disk'), (given, words) => {
      const asked = input({ topology: { systems }, signatures, evidence: given, words, namedSystemIds: ['a-redis'] });
      const ranked = rankHypotheses(asked);
      const order: readonly string[] = ['confirmed', 'strengthened', 'suspected', 'weakened', 'refuted'];
      const places = ranked.hypotheses.filter((each) => each.relation !== 'aside').map((each) => order.indexOf(each.state));

      assert.deepEqual(rankHypotheses({ ...asked, evidence: [...given].reverse() }), ranked);
      assert.deepEqual(
        places,
        [...places].sort((one, other) => one - other),
      );
      assert.ok(ranked.hypotheses.every(({ confidence }) => confidence >= 0 && confidence <= 0.99));
      assert.ok(
        ranked.hypotheses.every((each) => each.state !== 'confirmed' || each.evidenceFor.length > 0),
        'nothing is confirmed without evidence',
      );
      assert.ok(ranked.hypotheses.every((each) => !/NaN|undefined/.test(each.refutedBy?.en ?? '')));
    }),
    { numRuns: 60 },
  );
});

test('the hints of the built-in signatures and probes are not held up by hostile words', () => {
  const hints = builtInKinds.flatMap((kind) => [...kind.signatures, ...kind.probes].flatMap((each) => each.hints ?? []));
  const hostile = ['a', ' ', 'memory ', 'out of ', '连接', '1', '-', '\n', 'connection refused'].map((piece) => piece.repeat(20_000));

  for (const hint of hints) for (const words of hostile) assert.equal(typeof new RegExp(hint, 'i').test(`${words}!`), 'boolean');
});

const gone = { 'reach.isOk': false, 'reach.problem': 'timed-out', 'reach.stage': 'connect' } as const;
const unreachable = { status: 'unreachable', startedAt: '2026-01-01T00:00:01.000Z' } as const;

const meanwhile: readonly [claim: string, other: Partial<Evidence>, facts: Facts, isKept: boolean][] = [
  ['nothing else was asked', { systemId: 'spare' }, gone, true],
  ['the other looks were over before', { startedAt: '2026-01-01T00:00:00.000Z', durationMs: 500 }, gone, true],
  ['the other looks failed as well', { status: 'timeout' }, gone, true],
  ['only its logs, which lie elsewhere, could be read', { probe: 'logs' }, gone, true],
  ['another look was answered at the same time', { startedAt: '2026-01-01T00:00:01.000Z' }, gone, false],
  ['another look was answered after it', { startedAt: '2026-01-01T00:00:09.000Z' }, gone, false],
  ['a connection was refused, whatever else was answered', {}, { ...gone, 'reach.problem': 'refused' }, true],
];

for (const [claim, change, facts, isKept] of meanwhile) {
  test(`factTables() takes a connection that was not made for a fault of the path ${isKept ? 'when' : 'no more when'} ${claim}`, () => {
    const other = look('cache', 'memory', { used: 1 }, { status: 'ok', startedAt: '2026-01-01T00:00:01.000Z', durationMs: 20, ...change });

    const tables = factTables([look('cache', 'bigkeys', facts, unreachable), other]);

    assert.equal(tables.get('cache')?.has('reach.problem') ?? false, isKept);
  });
}

test('rankHypotheses() asks once more for a look that failed by itself or was not let in while others were, and no third time', () => {
  const grows = signature('redis.grows', { hints: 'slow', probes: ['bigkeys'], confirm: ['keys', '>', 1] });
  const answered = look('cache', 'memory', { used: 1 }, { status: 'ok', startedAt: '2026-01-01T00:00:01.000Z' });
  const late = look('cache', 'bigkeys', gone, unreachable);
  const refused = look('cache', 'bigkeys', { ...gone, 'reach.problem': 'refused' }, unreachable);
  const wantedAfter = (evidence: readonly Evidence[]): readonly string[] =>
    rankHypotheses(input({ signatures: [grows], evidence, words: 'slow' })).wanted.map(({ probe }) => probe);

  assert.deepEqual(wantedAfter([late, answered]), ['bigkeys']);
  assert.deepEqual(wantedAfter([late, { ...late, id: 'ev_again' }, answered]), []);
  assert.deepEqual(wantedAfter([look('cache', 'bigkeys', {}, { status: 'failed' })]), ['bigkeys']);
  assert.deepEqual(wantedAfter([refused, answered]), []);
});

test('rankHypotheses() leaves no placeholder in the title of what is only likely', () => {
  const named = signature('redis.named', { title: sameText('grows: {nothing}') });

  const { hypotheses } = rankHypotheses(input({ signatures: [named], evidence: [look('cache', 'memory', { used: 95, max: 100 })] }));

  assert.deepEqual(hypotheses[0]?.title, sameText('grows: …'));
});
