/** How long a start takes when everything has been started once before, embedded and with servers that run already. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startPostgres } from '../tests/support/postgres.ts';
import { startTestTemporal } from '../tests/support/temporal.ts';
import { createHome, type EmbeddedHome } from './embedded.ts';
import type { Table } from './table.ts';

const rounds = 5;
const commandRounds = 8;
const root = join(import.meta.dirname, '..');

export async function benchStart(): Promise<readonly Table[]> {
  const embedded = createHome('locale: en\n');
  const first = await embedded.start();
  await first.stop();
  const again = await starts(embedded);
  embedded.remove();
  const { values: external, commands } = await withServers();
  const bare = { name: 'an empty node', values: await runs(['-e', '0'], {}, commandRounds) };
  return [
    {
      title: 'start · the second and later ones',
      rows: [
        { name: 'embedded → address told', unit: 's', values: again.map((each) => each.opened), aim: null },
        { name: 'embedded → every part ready', unit: 's', values: again.map((each) => each.ready), aim: 8 },
        { name: 'own Temporal and PostgreSQL → address told', unit: 's', values: external.map((each) => each.opened), aim: null },
        { name: 'own Temporal and PostgreSQL → every part ready', unit: 's', values: external.map((each) => each.ready), aim: 3 },
        { name: 'zhiban incidents', unit: 's', values: commands, aim: null, reference: bare },
      ],
      notes: [`The first start took ${(first.readyMs / 1_000).toFixed(1)} s; it makes the database and compiles the workflows.`],
    },
  ];
}

interface Start {
  readonly opened: number;
  readonly ready: number;
}

async function starts(home: EmbeddedHome, whileRunning?: (url: string, token: string) => Promise<void>): Promise<readonly Start[]> {
  const found: Start[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const run = await home.start();
    found.push({ opened: run.openedMs / 1_000, ready: run.readyMs / 1_000 });
    if (round === rounds - 1) await whileRunning?.(run.url, run.token);
    await run.stop();
  }
  return found;
}

async function withServers(): Promise<{ readonly values: readonly Start[]; readonly commands: readonly number[] }> {
  const temporal = await startTestTemporal();
  const postgres = await startPostgres();
  const home = createHome('locale: en\n', { TEMPORAL_ADDRESS: temporal.address, DATABASE_URL: await postgres.createDatabase('bench') });
  let commands: readonly number[] = [];
  try {
    await (await home.start()).stop();
    const values = await starts(home, async (url, token) => {
      commands = await runs([join(root, 'src/main/cli.ts'), 'incidents'], { ZHIBAN_URL: url, ZHIBAN_TOKEN: token }, commandRounds);
    });
    return { values, commands };
  } finally {
    home.remove();
    await postgres.stop();
    await temporal.stop(3_000);
  }
}

/** Seconds from the start of a process to its end; the first fills the caches and doesn't count. */
async function runs(words: readonly string[], variables: Readonly<Record<string, string>>, count: number): Promise<readonly number[]> {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...variables };
  const took: number[] = [];
  for (let round = 0; round <= count; round += 1) {
    const startedMs = performance.now();
    const child = spawn(process.execPath, [...words], { env, stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`node ${words.join(' ')} ended with ${String(code)}`);
    if (round > 0) took.push((performance.now() - startedMs) / 1_000);
  }
  return took;
}
