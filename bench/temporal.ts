/**
 * Temporal at scale: thousands of incidents that wait for an approval, and how long a click takes among them; how many incidents come from
 * alert to verdict in a second, with one, two and four workers. Embedded, and on a Temporal server with PostgreSQL.
 */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startCluster } from '../tests/support/cluster.ts';
import { startHouse, startValve } from '../tests/support/house.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { startTestTemporal } from '../tests/support/temporal.ts';
import { memoryBelow } from './process-memory.ts';
import type { Measurement, Table } from './table.ts';
import { measureBare } from './temporal/bare.ts';
import { costOf, eventsOf, type Meters, readMeters } from './temporal/cost.ts';
import { clickEach, countWaiting, crowdConfig, grow, newestWaiting, type Scene } from './temporal/crowd.ts';
import { startPersistentTemporal } from './temporal/start-server.ts';

interface TemporalBenchOptions {
  /** How many wait at each stage, rising. */
  readonly waiting: readonly number[];
  /** For each stage; what is there by then is measured. */
  readonly stageSeconds: number;
}

const clickAimMs = 1_000;
const clicks = 20;
const workerCounts = [1, 2, 4] as const;
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '300', shared_buffers: '128MB' };

/** A place that is measured, with what is to be said of its memory. */
interface Staged extends Scene {
  readonly address: string;
  readonly parts: () => Readonly<Record<string, number>>;
  readonly meters: Meters;
}

let isQuiet = false;

export async function benchTemporal(form: 'embedded' | 'cluster', options: TemporalBenchOptions): Promise<readonly Table[]> {
  // Once a process, whatever is measured in it.
  if (!isQuiet) Runtime.install({ logger: new DefaultLogger('ERROR') });
  isQuiet = true;
  return [await (form === 'embedded' ? measureEmbedded(options) : measureCluster(options))];
}

async function measureEmbedded(options: TemporalBenchOptions): Promise<Table> {
  return withClosing(async (onEnd) => {
    const directory = mkdtempSync(join(tmpdir(), 'zhiban-bench-temporal-'));
    onEnd(() => rmSync(directory, { recursive: true, force: true }));
    const temporal = await startTestTemporal({ databasePath: join(directory, 'temporal.db') });
    onEnd(() => temporal.stop(3_000));
    const valve = await startValve();
    onEnd(() => valve.stop());
    const house = await startHouse({ temporalAddress: temporal.address, config: crowdConfig(valve.url) });
    onEnd(() => house.stop());
    const connection = await Connection.connect({ address: temporal.address });
    onEnd(() => connection.close());
    const { get, post, alert } = house;
    const parts = () => ({ Zhiban: house.pid, Temporal: temporal.pid });
    const meters = { postgresUrl: null, pids: parts };
    const scene = { client: new Client({ connection }), valve, address: temporal.address, parts, meters, get, post, alert };
    return {
      title: 'temporal · embedded: SQLite, PGlite, one process that does all',
      ...(await measureStages(scene, options, 'embedded')),
    };
  });
}

async function measureCluster(options: TemporalBenchOptions): Promise<Table> {
  return withClosing(async (onEnd) => {
    const postgres = await startPostgres({ settings: durable });
    onEnd(() => postgres.stop());
    const temporal = await startPersistentTemporal(postgres);
    onEnd(() => temporal.stop());
    const valve = await startValve();
    onEnd(() => valve.stop());
    const databaseUrl = await postgres.createDatabase('zhiban');
    const cluster = await startCluster({ temporalAddress: temporal.address, databaseUrl, config: crowdConfig(valve.url) });
    onEnd(() => cluster.stop());
    const connection = await Connection.connect({ address: temporal.address });
    onEnd(() => connection.close());
    const { get, post, alert, workers } = cluster;
    const pidsOfWorkers = () => Object.fromEntries(workers.map(({ pid = 0 }, index) => [`worker ${index + 1}`, pid]));
    const parts = () => ({ Temporal: temporal.pid, server: cluster.server.pid ?? 0, ...pidsOfWorkers() });
    const meters = { postgresUrl: postgres.url, pids: () => ({ ...parts(), PostgreSQL: pidOfPostgres(postgres.directory) }) };
    const scene = { client: new Client({ connection }), valve, address: temporal.address, parts, meters, get, post, alert };
    const addWorkers = async (count: number): Promise<void> => {
      while (workers.length < count) await cluster.addWorker();
    };
    const measured = await measureStages(scene, options, 'cluster', addWorkers);
    return { title: 'temporal · its server and Zhiban on PostgreSQL, workers of their own', ...measured };
  });
}

/** Ends what was begun in reverse order, also when something further on could not be begun. */
async function withClosing<T>(work: (onEnd: (close: () => unknown) => void) => Promise<T>): Promise<T> {
  const closers: (() => unknown)[] = [];
  try {
    return await work((close) => void closers.push(close));
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

type Measured = Pick<Table, 'rows' | 'notes'>;

/** So many are to wait in the end, brought there by so many workers; null where there is one that can't be added to. */
interface Step {
  readonly target: number;
  readonly workers: number | null;
}

/** The way to the first number is taken in as many parts as there are numbers of workers, so that each has as many incidents to work on. */
function stepsTo(target: number, isFirst: boolean, hasWorkers: boolean): readonly Step[] {
  if (!hasWorkers) return [{ target, workers: null }];
  if (!isFirst) return [{ target, workers: workerCounts.at(-1) ?? 1 }];
  return workerCounts.map((workers, part) => ({ target: Math.round((target * (part + 1)) / workerCounts.length), workers }));
}

async function measureStages(
  scene: Staged,
  { waiting, stageSeconds }: TemporalBenchOptions,
  name: string,
  addWorkers?: (count: number) => Promise<void>,
): Promise<Measured> {
  const bare = await measureBare(scene.client, scene.address, `${name}-bare`);
  tell(`${name}: ${bare.perSecond.toFixed(1)} bare workflows a second`);
  const rows: Measurement[] = [perSecond('workflows of one activity, 20 at once', bare.perSecond)];
  const notes: string[] = [];
  let oldest: readonly string[] = [];
  const growTo = async ({ target, workers }: Step): Promise<void> => {
    if (workers !== null) await addWorkers?.(workers);
    const count = Math.max(0, target - (await countWaiting(scene.client)));
    const before = await readMeters(scene.meters);
    const growth = await grow(scene, `${name}-${target}`, count, stageSeconds * 1_000);
    if (oldest.length === 0) rows.push(...costOf(before, await readMeters(scene.meters), growth.added));
    const words = workers === null ? '' : `, ${workers} worker${workers === 1 ? '' : 's'}`;
    const reference = { name: 'bare workflows', values: [bare.perSecond] };
    rows.push({ ...perSecond(`alert → plan waits, to ${target}${words}`, growth.added / growth.seconds), reference });
    tell(`${name}: ${growth.added} more in ${growth.seconds.toFixed(0)} s${words}`);
    if (growth.isCutShort) notes.push(`On the way to ${target} the time was up: ${await countWaiting(scene.client)} wait.`);
    if (oldest.length > 0) return;
    oldest = await newestWaiting(scene, waiting.length * clicks);
    rows.push(...(await eventsOf(scene.client, oldest)));
  };
  const click = async (ids: readonly string[], label: string): Promise<void> => {
    const reference = { name: 'a bare workflow', values: bare.roundTripMs };
    rows.push({ name: `click → running, ${label}`, unit: 'ms', values: await clickEach(scene, ids), aim: clickAimMs, reference });
  };
  for (const [stage, target] of waiting.entries()) {
    for (const step of stepsTo(target, stage === 0, addWorkers !== undefined)) await growTo(step);
    const count = await countWaiting(scene.client);
    notes.push(`${count} wait: ${memoryNote(scene.parts())}`);
    // Those that came last are in the workers' caches; those that came first are not, once there are more than the caches hold.
    const early = oldest.slice(stage * clicks, (stage + 1) * clicks);
    const late = (await newestWaiting(scene, 2 * clicks)).filter((id) => !early.includes(id)).slice(0, clicks);
    if (late.length > 0) await click(late, `${count} wait, the newest`);
    if (early.length > 0) await click(early, `${count} wait, the oldest`);
  }
  return { rows, notes };
}

/** The first line of the file that it keeps while it runs. */
function pidOfPostgres(directory: string): number {
  return Number(readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** It takes minutes: how far it is. */
function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function perSecond(name: string, value: number): Measurement {
  return { name, unit: '/s', values: [value], aim: null };
}

function memoryNote(parts: Readonly<Record<string, number>>): string {
  const words = Object.entries(parts).map(([name, pid]) => `${name} ${Math.round(memoryBelow(pid)[0]?.residentMb ?? 0)} MB`);
  return words.join(', ');
}
