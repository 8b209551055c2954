import assert from 'node:assert/strict';
import test from 'node:test';
import { silenceFacts } from '../../../src/systems/logs/silence.ts';

const minute = 60_000;
const now = 1_000 * minute;
const step = 5 * minute;
/** Lines at so many minutes before now. */
const source = (name: string, ...minutesAgo: readonly number[]) => ({
  name,
  counts: minutesAgo.map((ago) => ({ atMs: now - ago * minute, lines: 3 })),
});

const cases: readonly [claim: string, minutesAgo: readonly number[], isSilent: boolean][] = [
  ['a job of each hour, forty minutes after its last run', [340, 280, 220, 160, 100, 40], false],
  ['a job of each hour that missed two runs', [460, 400, 340, 280, 220, 160], true],
  ['one that logs all the time', [30, 25, 20, 15, 10, 5], false],
  ['one that logged all the time and stopped', [90, 85, 80, 75, 70, 65, 60], true],
  ['one that was heard of too seldom to know', [300, 200], false],
];

for (const [claim, minutesAgo, isSilent] of cases) {
  test(`silenceFacts() calls ${claim} ${isSilent ? 'silent' : 'well'}`, () => {
    const facts = silenceFacts([source('report', ...minutesAgo)], step, now);

    assert.equal(facts['sources.silentCount'], isSilent ? 1 : 0);
    assert.equal(facts['sources.silent.name'], isSilent ? 'report' : '');
  });
}

test('silenceFacts() names the one whose silence is longest for it', () => {
  const facts = silenceFacts([source('hourly', 460, 400, 340, 280, 160), source('shop', 80, 75, 70, 65, 60)], step, now);

  assert.deepEqual([facts['sources.silentCount'], facts['sources.silent.name'], facts['sources.silent.seconds']], [1, 'shop', 3_300]);
});
