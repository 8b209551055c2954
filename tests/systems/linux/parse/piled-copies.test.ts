import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPiles } from '../../../../src/systems/linux/parse/piled-copies.ts';
import type { ProcessSample, ProcessStat } from '../../../../src/systems/linux/parse/process.ts';

function process(pid: number, name: string, parent: number, more: Partial<ProcessStat> = {}): ProcessStat {
  const still = { state: 'S', session: pid, terminal: 0, isKernelThread: false, majorFaults: 0, cpuTicks: 1, nice: 0, threads: 1 };
  return { pid, name, parent, ...still, startTicks: pid * 100, rssPages: 100, ioDelayTicks: 0, ...more };
}
const sampleOf = (...processes: readonly ProcessStat[]): ProcessSample => ({
  processes: new Map(processes.map((each) => [each.pid, each])),
  uptimeSeconds: 10_000,
});
const pilesOf = (...processes: readonly ProcessStat[]) => findPiles(sampleOf(...processes), sampleOf(...processes));
const many = (count: number, make: (at: number) => ProcessStat): readonly ProcessStat[] =>
  Array.from({ length: count }, (_, index) => make(index));

const init = process(1, 'systemd', 0);
const cron = process(50, 'cron', 1);

test('findPiles() finds jobs of cron that wait for one another, and what the oldest is at', () => {
  const jobs = many(10, (at) => process(100 + 10 * at, 'sync-stock.sh', 101 + 10 * at));
  const shells = many(10, (at) => process(101 + 10 * at, 'sh', 50));
  const locks = many(9, (at) => process(112 + 10 * at, 'flock', 110 + 10 * at));
  const holder = process(103, 'perl', 100);

  const [pile] = pilesOf(init, cron, ...jobs, ...shells, ...locks, holder);

  assert.equal(pile?.name, 'sync-stock.sh');
  assert.deepEqual([pile.copies.length, pile.copies[0]?.pid, pile.childName, pile.childCount], [10, 100, 'flock', 9]);
  assert.equal(pile.oldestChild?.pid, 103);
});

test('findPiles() finds jobs that were left to the first process', () => {
  assert.equal(pilesOf(init, ...many(8, (at) => process(100 + at, 'report.py', 1)))[0]?.copies.length, 8);
});

const calm: readonly [claim: string, processes: readonly ProcessStat[]][] = [
  ['seven', many(7, (at) => process(100 + at, 'report.py', 1))],
  ['workers of a master', [process(60, 'gunicorn', 1), ...many(12, (at) => process(100 + at, 'gunicorn', 60))]],
  ['workers of a master of another name', [process(60, 'postgres', 1), ...many(12, (at) => process(100 + at, 'worker', 60))]],
  ['what was started at once', many(12, (at) => process(100 + at, 'worker', 1, { startTicks: 5_000 + at }))],
  ['sessions at a terminal', many(12, (at) => process(100 + at, 'vim', 1, { terminal: 34_816 }))],
  ['what every container has', many(12, (at) => process(100 + at, 'containerd-shim', 1))],
  ['what is at work', many(12, (at) => process(100 + at, 'render', 1, { cpuTicks: 9_000 }))],
  ['sessions over ssh', [process(60, 'sshd', 1), ...many(12, (at) => process(100 + at, 'bash', 60))]],
];
for (const [claim, processes] of calm)
  test(`findPiles() takes ${claim} for no pile`, () => {
    assert.deepEqual(pilesOf(init, cron, ...processes), []);
  });
