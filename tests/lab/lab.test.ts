/** `npm run lab` as a process: what it does with folders of other people, with what can't run, on Ctrl-C, and with real faults. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { until } from '../support/house.ts';
import type { Outcome } from './runner/outcome.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'zhiban-lab-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A modest part of the fast tier: one of each sort, since each costs seconds. */
const part = ['redis/unbounded-queue', 'redis/connection-leak', 'redis/paused-writes', 'redis/healthy'];

const yaml = `title: A scenario of somebody else
systems: [{ id: cache, kind: redis, url: "redis://127.0.0.1:\${LAB_PORT_1}" }]
question: what is wrong with the cache?
truth: healthy
`;

function write(name: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text, { mode: 0o755 });
}

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

function start(given: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(root, 'tests/lab/runner/main.ts'), ...given], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  return { child, ended: once(child, 'close').then(([code]) => ({ code, said })) };
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

test('what cannot run is said with its reason, and a run without any result fails', async () => {
  write('others/skips', { 'scenario.yaml': yaml, up: '#!/bin/sh\necho "no floppy drive" >&2\nexit 77\n' });
  write('others/fails', { 'scenario.yaml': yaml, 'up.mjs': '#!/usr/bin/env node\nthrow new Error("it broke");\n' });
  write('others/needs', { 'scenario.yaml': `${yaml}needs: [no-such-server]\n`, up: '#!/bin/sh\n' });
  write('others/broken', { 'scenario.yaml': yaml.replace('healthy', 'fine'), up: '#!/bin/sh\n' });

  const { code, said } = await start(['--scenarios', join(folder, 'others')]).ended;

  assert.equal(code, 2, said);
  assert.match(said, /No scenario ran/);
  assert.match(said, /NOT RUN: 3/);
  assert.match(said, / skips: no floppy drive/);
  assert.match(said, / fails: up ended with 1/);
  assert.match(said, / needs: not installed: no-such-server/);
  assert.match(said, /broken\/scenario\.yaml: truth: /);
});

test('Ctrl-C runs down and ends all that was started, also what left its session', async () => {
  const pids = join(folder, 'pids');
  write('long/one', {
    'scenario.yaml': yaml,
    up: `#!/bin/sh\nsleep 600 &\necho $! >>${pids}\nsetsid sleep 600 &\necho $! >>${pids}\necho $$ >>${pids}\ntouch ${folder}/is-up\nsleep 600\n`,
    down: `#!/bin/sh\ntouch ${folder}/is-down\n`,
  });
  const { child, ended } = start(['--scenarios', join(folder, 'long')]);
  await until(async () => existsSync(join(folder, 'is-up')), 60_000, 'the scenario is up');
  const started = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
  assert.ok(started.length === 3 && started.every(isAlive));

  child.kill('SIGINT');
  const { code } = await ended;

  assert.equal(code, 130);
  assert.ok(existsSync(join(folder, 'is-down')));
  assert.deepEqual(started.filter(isAlive), []);
});

test('real faults are found, mended and undone', async () => {
  const json = join(folder, 'result.json');

  const { said } = await start(['--approve', '--json', json, ...part.flatMap((name) => ['--only', name])]).ended;

  const { outcomes } = JSON.parse(readFileSync(json, 'utf8')) as { readonly outcomes: readonly Outcome[] };
  const ran = outcomes.flatMap((each) => (each.status === 'ran' ? [each] : []));
  assert.deepEqual(ran.map(({ name }) => name).toSorted(), part.toSorted(), said);
  for (const each of ran) {
    const { isTop1, isTop3, isActionRight, isFixed, undone, falseAccusations } = each;
    assert.deepEqual([isTop1, isTop3, isActionRight, falseAccusations], [true, true, true, []], said);
    assert.ok(isFixed !== false && undone !== 'no', said);
  }
  assert.equal(ran.filter(({ isFixed }) => isFixed === true).length, 3, said);
  assert.equal(ran.find(({ name }) => name === 'redis/unbounded-queue')?.undone, 'yes', said);
});
