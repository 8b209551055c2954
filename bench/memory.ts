/** What the processes hold after they have worked: the embedded tree, and the parts of a cluster each alone. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../tests/support/peers.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { startTestTemporal } from '../tests/support/temporal.ts';
import { createHome, untilReady, variablesOf } from './embedded.ts';
import { memoryBelow, type ProcessMemory, totalOf } from './process-memory.ts';
import type { Measurement, Table } from './table.ts';

const root = join(import.meta.dirname, '..');
/** As in deploy/Dockerfile: it answers small requests and keeps little. */
const botOptions = ['--max-semi-space-size=1', '--optimize-for-size'];
const alerts = 10;
const samples = 8;
const sampleEveryMs = 2_500;

export async function benchMemory(): Promise<readonly Table[]> {
  return [
    {
      title: 'memory · resident, sampled while alerts are worked on and afterwards',
      rows: [...(await embeddedTree()), ...(await partsOfCluster())],
      notes: ['MB are 10⁶ bytes. The sum over a tree counts pages that processes share in each of them; "proportional" counts them once.'],
    },
  ];
}

async function embeddedTree(): Promise<readonly Measurement[]> {
  const home = createHome('locale: en\n');
  try {
    // What the first start needs once is not what it runs on.
    await (await home.start()).stop();
    const run = await home.start();
    const found = await watch(run.pid, (round) => run.alert(alertOf(round)));
    await run.stop();
    return rowsOf('embedded', found, 600);
  } finally {
    home.remove();
  }
}

/** Each sample is the whole tree at one moment. */
async function watch(pid: number, send: (round: number) => Promise<void>): Promise<readonly (readonly ProcessMemory[])[]> {
  const found = [memoryBelow(pid)];
  for (let round = 0; round < alerts; round += 1) {
    await send(round);
    await sleep(1_000);
    found.push(memoryBelow(pid));
  }
  for (let sample = 0; sample < samples; sample += 1) {
    await sleep(sampleEveryMs);
    found.push(memoryBelow(pid));
  }
  return found;
}

function rowsOf(prefix: string, found: readonly (readonly ProcessMemory[])[], aim: number): readonly Measurement[] {
  const names = [...new Set(found.flatMap((tree) => tree.map((each) => each.name)))];
  const perProcess = names.map((name) => ({
    name: `${prefix}: ${name}`,
    unit: 'MB' as const,
    values: found.flatMap((tree) => tree.filter((each) => each.name === name).map((each) => each.residentMb)),
    aim: null,
  }));
  const whole = { unit: 'MB' as const, values: found.map((tree) => totalOf(tree).residentMb), aim };
  const proportional = { unit: 'MB' as const, values: found.map((tree) => totalOf(tree).proportionalMb), aim: null };
  return [...perProcess, { name: `${prefix}: whole tree`, ...whole }, { name: `${prefix}: whole tree, proportional`, ...proportional }];
}

async function partsOfCluster(): Promise<readonly Measurement[]> {
  const temporal = await startTestTemporal();
  const postgres = await startPostgres();
  const home = mkdtempSync(join(tmpdir(), 'zhiban-bench-cluster-'));
  const environment = { TEMPORAL_ADDRESS: temporal.address, DATABASE_URL: await postgres.createDatabase('bench') };
  writeFileSync(join(home, 'zhiban.yaml'), 'locale: en\n');
  const isBuilt = existsSync(join(root, 'dist/main/bot.js'));
  const bot = await startPart('bot', isBuilt, home, environment);
  const worker = await startPart('worker', isBuilt, home, environment);
  try {
    const token = readFileSync(join(home, 'hook-token'), 'utf8').trim();
    const send = async (round: number): Promise<void> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      await fetch(`${bot.url}/hooks/alertmanager`, { method: 'POST', headers, body: JSON.stringify(alertOf(round)) });
    };
    const found = await watch(process.pid, send);
    const of = (pid: number) => found.flatMap((tree) => tree.filter((each) => each.pid === pid).map((each) => each.residentMb));
    return [
      { name: `cluster: bot${isBuilt ? ', as built' : ', from the sources'}`, unit: 'MB', values: of(bot.pid), aim: 128 },
      { name: `cluster: worker${isBuilt ? ', as built' : ', from the sources'}`, unit: 'MB', values: of(worker.pid), aim: null },
    ];
  } finally {
    await bot.stop();
    await worker.stop();
    rmSync(home, { recursive: true, force: true });
    await postgres.stop();
    await temporal.stop(3_000);
  }
}

async function startPart(
  name: 'bot' | 'worker',
  isBuilt: boolean,
  home: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; readonly pid: number; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // As the image runs them: without a cache of compiled code, which stays in memory.
  const env = { ...variablesOf(home, port, environment), ...(isBuilt ? { NODE_COMPILE_CACHE: '' } : {}), MALLOC_ARENA_MAX: '2' };
  const entry = isBuilt ? `dist/main/${name}.js` : `src/main/${name}.ts`;
  const child = spawn(process.execPath, [...(name === 'bot' ? botOptions : []), join(root, entry)], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-20_000);
  });
  if (name === 'bot') await untilReady(url, child, () => said);
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(12_000, null, { ref: false })]);
      child.kill('SIGKILL');
    },
  };
}

function alertOf(round: number): unknown {
  const labels = { alertname: 'MachineSlow', severity: 'warning', round: String(round) };
  const alert = { status: 'firing', labels, annotations: {}, startsAt: new Date().toISOString(), fingerprint: `memory-${round}` };
  return { version: '4', groupKey: `memory-${round}`, status: 'firing', groupLabels: { round: String(round) }, alerts: [alert] };
}
