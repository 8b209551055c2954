import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinuxClient } from '../../../../src/systems/linux/client.ts';
import type { ProcessSample, ProcessStat } from '../../../../src/systems/linux/parse/process.ts';
import { pileFactNames, pileFacts } from '../../../../src/systems/linux/probes/piled-jobs.ts';

function sampleOf(...made: readonly (readonly [pid: number, name: string, parent: number])[]): ProcessSample {
  const all = made.map(([pid, name, parent]): ProcessStat => {
    const still = { state: 'S', session: pid, terminal: 0, isKernelThread: false, majorFaults: 0, cpuTicks: 1, nice: 0, threads: 1 };
    return { pid, name, parent, ...still, startTicks: pid * 100, rssPages: 100, ioDelayTicks: 0 };
  });
  return { processes: new Map(all.map((each) => [each.pid, each])), uptimeSeconds: 1_000 };
}

/** Answers `read-files` as the machine would. */
function clientWith(commandOf: (pid: number) => string): LinuxClient {
  const run = (_name: string, [marker = '', ...paths]: readonly string[]) => {
    const parts = paths.map((path) => {
      const pid = Number(/\d+/.exec(path)?.[0]);
      return `\n${marker}${path}\n${path.endsWith('cmdline') ? commandOf(pid).replaceAll(' ', '\0') : 'do_wait'}`;
    });
    return Promise.resolve({ stdout: `${parts.join('')}\n${marker}end\n`, isTruncated: false });
  };
  return { exec: { run } } as unknown as LinuxClient;
}

const limit = { timeoutMs: 1_000, signal: new AbortController().signal };
const jobs = Array.from({ length: 10 }, (_, at) => [100 + 10 * at, 'sync-stock.sh', 1] as const);
const locks = jobs.slice(1).map(([pid]) => [pid + 2, 'flock', pid] as const);
const sample = sampleOf([1, 'systemd', 0], ...jobs, ...locks, [103, 'perl', 100]);

test('pileFacts() tells the job, its ages, and what it waits for', async () => {
  const facts = await pileFacts(
    clientWith((pid) => (pid === 103 ? 'perl fetch-stock' : '/bin/sh /opt/shop/sync-stock.sh')),
    sample,
    sample,
    limit,
  );

  assert.deepEqual(facts, {
    'copies.count': 10,
    'copies.name': 'sync-stock.sh',
    'copies.command': '/bin/sh /opt/shop/sync-stock.sh',
    'copies.oldestSeconds': 900,
    'copies.newestSeconds': 810,
    'copies.oldestPid': 100,
    'copies.waitsFor': 'flock',
    'copies.isLock': true,
    'copies.oldestDoes': 'perl fetch-stock',
  });
  assert.deepEqual(Object.keys(facts), [...pileFactNames]);
});

test('pileFacts() finds none where the command lines differ, have no argument, or are what a server calls its workers', async () => {
  for (const commandOf of [(pid: number) => `run --id ${pid}`, () => '/usr/bin/worker', () => 'postgres: shop idle'])
    assert.equal((await pileFacts(clientWith(commandOf), sample, sample, limit))['copies.count'], 0);
});
