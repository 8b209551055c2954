import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findOnsets, type OnsetInput } from '../../../src/analysis/rca/onsets.ts';
import { toldTimes } from '../../../src/analysis/rca/time-facts.ts';
import type { Evidence } from '../../../src/domain/evidence.ts';
import { sampleAlert, sampleEvidence } from '../../store/samples.ts';

const startedMs = Date.parse('2026-11-21T01:00:00.000Z');
const nowMs = startedMs + 120_000;

function input(change: Partial<OnsetInput> = {}): OnsetInput {
  return { alerts: [], evidence: [], changes: [], systemOf: () => 'orders-db', startedMs, nowMs, ...change };
}

function look(change: Partial<Evidence>): Evidence {
  return sampleEvidence({ startedAt: '2026-11-21T01:01:00.000Z', durationMs: 1_000, ...change });
}

const minute = 60_000;
const step = {
  name: 'latency',
  unit: 'ms',
  times: Array.from({ length: 30 }, (_, index) => startedMs - 20 * minute + index * minute),
  values: Array.from({ length: 30 }, (_, index) => (index < 18 ? 20 : 200) + (index % 3)),
};

test('findOnsets() tells alerts, levels that moved, starts and changes, each with its interval', () => {
  const onsets = findOnsets(
    input({
      alerts: [{ ...sampleAlert(), id: 'al_1' }],
      evidence: [
        look({ id: 'ev_1', facts: { 'server.uptimeSeconds': 300 } }),
        look({ id: 'ev_2', probe: 'query', facts: {}, series: [step, { ...step, role: 'usual-high' }, { ...step, name: 'a week ago' }] }),
      ],
      changes: [
        {
          ...{ id: 'chg_1', at: '2026-11-21T00:50:00.000Z', kind: 'deploy', systemIds: ['orders-api'], title: 'release', version: 'v2' },
          ...{ author: null, url: null, source: 'api' },
        },
      ],
    }),
  );

  assert.deepEqual(
    onsets.map(({ kind, systemId, sourceId }) => [kind, systemId, sourceId]),
    [
      ['deploy', 'orders-api', 'chg_1'],
      ['restart', 'orders-db', 'ev_1'],
      ['metric', 'orders-db', 'ev_2'],
      ['alert', 'orders-db', 'al_1'],
    ],
  );
  const [, restart, metric, alert] = onsets;
  assert.equal(restart?.atMs, startedMs + 60_500 - 300_000);
  assert.ok((metric?.earliestMs ?? 0) <= startedMs - 2 * minute && (metric?.latestMs ?? 0) >= startedMs - 2 * minute);
  assert.deepEqual([alert?.latestMs, (alert?.earliestMs ?? 0) < startedMs], [startedMs, true]);
  assert.equal(metric?.text.en, 'latency moved from about 21 ms to 201 ms');
});

test('findOnsets() leaves out what was so long before, and tells a thing once, where it is tightest', () => {
  const onsets = findOnsets(
    input({
      evidence: [
        look({ id: 'ev_old', systemId: 'old', facts: { 'server.uptimeSeconds': 90_000 } }),
        look({ id: 'ev_wide', durationMs: 9_000, facts: { 'server.uptimeSeconds': 100 } }),
        look({ id: 'ev_tight', durationMs: 10, facts: { 'server.uptimeSeconds': 100 } }),
      ],
    }),
  );

  assert.deepEqual(
    onsets.map(({ sourceId }) => sourceId),
    ['ev_tight'],
  );
});

const told: readonly [claim: string, facts: Evidence['facts'], texts: readonly string[]][] = [
  ['an OOM kill with its victim', { 'kernel.oomKills': 1, 'kernel.oom.ageSeconds': 5, 'kernel.oom.victim': 'java' }, ['killed java']],
  ['no OOM kill where there was none', { 'kernel.oomKills': 0, 'kernel.oom.ageSeconds': 0, 'kernel.oom.victim': '' }, []],
  ['nothing of a number that is no time', { 'server.uptimeSeconds': -1, 'x.uptimeSeconds': Number.NaN }, []],
  ['the start of a kind that it doesn’t know', { 'thing.uptimeSeconds': 7 }, ['was started']],
  ['a new error of the log', { 'logs.newErrors': 1, 'logs.newErrorAgoSeconds': 3, 'logs.newError': 'no space' }, ['no space']],
];
for (const [claim, facts, texts] of told) {
  test(`toldTimes() tells ${claim}`, () => {
    const times = toldTimes({ status: 'ok', facts });

    assert.equal(times.length, texts.length);
    for (const [index, text] of texts.entries()) assert.match(times[index]?.text.en ?? '', new RegExp(text));
    assert.ok(times.every(({ text }) => !/[{}]/.test(`${text.en}${text['zh-CN']}`)));
  });
}

test('findOnsets() gives the same for any order of evidence, without a number that is none', () => {
  const evidence = fc.array(
    fc.record({
      id: fc.uuid(),
      systemId: fc.constantFrom('a', 'b'),
      seconds: fc.double(),
      values: fc.array(fc.double(), { maxLength: 40 }),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(evidence, (all) => {
      const items = all.map(({ id, systemId, seconds, values }) =>
        look({
          ...{ id, systemId, facts: { 'server.uptimeSeconds': seconds } },
          series: [{ name: 's', unit: '', times: values.map((_, index) => nowMs - index * 1_000), values }],
        }),
      );

      const onsets = findOnsets(input({ evidence: items }));

      assert.deepEqual(findOnsets(input({ evidence: [...items].reverse() })), onsets);
      assert.ok(onsets.every(({ earliestMs, atMs, latestMs }) => [earliestMs, atMs, latestMs].every(Number.isFinite)));
    }),
  );
});
