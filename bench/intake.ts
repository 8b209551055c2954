/**
 * The speed of the intake beside a real Alertmanager on the same machine, each load right after the other's, and that nothing is lost for it:
 * what was acknowledged is in exactly one incident, also over SIGKILL. Zhiban has the alerts on disk before it answers; Alertmanager keeps
 * them in memory and has no other setting.
 */

import { type PostgresServer, startPostgres } from '../tests/support/postgres.ts';
import { startAlertmanager } from '../tests/support/prometheus.ts';
import { createHome } from './embedded.ts';
import { type Aftermath, measureAftermath, measureThreads } from './intake/aftermath.ts';
import { bodiesOf, groupsCount } from './intake/bodies.ts';
import { untilGrouped, waiting } from './intake/drain.ts';
import { measureFsync } from './intake/fsync.ts';
import { killUnderLoad } from './intake/kill.ts';
import { type LoadResult, load } from './intake/load.ts';
import { readStored, type Stored } from './intake/stored.ts';
import { measureStorm } from './intake/storm.ts';
import { describeLoad, type Measurement, quantile, type Table } from './table.ts';

export interface IntakeOptions {
  /** The embedded database only, and without SIGKILL. */
  readonly isShort: boolean;
}

const shapes = [
  { name: 'batches of 1,000 on 4 connections', alertsEach: 1_000, connections: 4, bodies: 40, hasAim: true },
  { name: 'single on 16 connections', alertsEach: 1, connections: 16, bodies: 20_000, hasAim: false },
  { name: 'single on 256 connections', alertsEach: 1, connections: 256, bodies: 20_000, hasAim: true },
] as const;
type Shape = (typeof shapes)[number];

/** Of Alertmanager's, which writes nothing. */
const shareAimed = 0.25;
const threadsPerSecond = 50;

/** Without systems, so that what is measured is the intake and not the looks. */
const config = 'locale: en\nsystems: []\n';

/** The server of the tests does without the disk; this one is as Debian ships it, or also without waiting for the disk at each commit. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

interface Pair {
  readonly shape: Shape;
  readonly own: LoadResult;
  readonly reference: LoadResult;
}

export async function benchIntake({ isShort }: IntakeOptions): Promise<readonly Table[]> {
  const tables = [await measureFlavour('PGlite and its journal', null, isShort)];
  if (isShort) return tables;
  for (const [name, settings] of [
    ['PostgreSQL, as it is by default', durable],
    ['PostgreSQL, not waiting for the disk', { ...durable, synchronous_commit: 'off' }],
  ] as const) {
    const server = await startPostgres({ settings });
    try {
      tables.push(await measureFlavour(name, server, settings.synchronous_commit === 'off'));
    } finally {
      await server.stop();
    }
  }
  return tables;
}

/** 100,000 alerts in a minute; a tenth of it for the short form. */
export async function benchStorm({ isShort }: IntakeOptions): Promise<readonly Table[]> {
  const home = createHome(config);
  try {
    const run = await home.start();
    const plan = isShort ? { alerts: 10_000, seconds: 6 } : { alerts: 100_000, seconds: 60 };
    const table = await measureStorm(run, home.hookToken(), plan);
    await run.stop();
    return [table];
  } finally {
    home.remove();
  }
}

async function measureFlavour(flavour: string, server: PostgresServer | null, isBrief: boolean): Promise<Table> {
  const databaseUrl = server === null ? null : await server.createDatabase('zhiban_bench');
  const home = createHome(config, databaseUrl === null ? {} : { DATABASE_URL: databaseUrl });
  try {
    const run = await home.start();
    const token = home.hookToken();
    tell(`${flavour}: started in ${(run.readyMs / 1_000).toFixed(0)} s`);
    const threads = isBrief ? [] : await measureThreads(run, token, threadsPerSecond, 8);
    const fsyncs = await measureFsync();
    const pairs = await measurePairs(`${run.url}/api/v2/alerts`, token, isBrief ? 5 : 8);
    const left = await waiting(run);
    const beganMs = performance.now();
    await untilGrouped(run);
    const drained = `${Number.isNaN(left) ? 'Some' : left} parcels were still to be grouped after the load; the inbox was empty ${((performance.now() - beganMs) / 1_000).toFixed(1)} s later.`;
    tell(drained);
    const after = await measureAftermath(run);
    const names = isBrief ? await stopped(run) : await killUnderLoad(home, run, token);
    const stored = await readStored(home.directory, databaseUrl);
    return {
      title: `intake · ${flavour}`,
      rows: [...pairs.map(rowOf), ...threadRows(threads), ...aftermathRows(after)],
      notes: [
        ...pairs.map(latencyNote),
        limitNote(fsyncs, pairs),
        drained,
        `${stored.incidents} incidents of ${groupsCount} groups; ${stored.waiting} parcels wait; ${moreThanOnce(stored)} of ${stored.alerts.size} alerts are in more than one incident.`,
        ...(isBrief
          ? []
          : [
              `SIGKILL under load: ${names.length} alerts acknowledged before and after, ${missing(stored, names)} of them missing or twice.`,
            ]),
      ],
    };
  } finally {
    home.remove();
  }
}

async function stopped(run: { stop(): Promise<void> }): Promise<readonly string[]> {
  await run.stop();
  return [];
}

/** Each load first on Alertmanager, then on Zhiban, so that both meet the same machine. */
async function measurePairs(url: string, token: string, seconds: number): Promise<readonly Pair[]> {
  const peer = await startAlertmanager({ webhookUrl: 'http://127.0.0.1:9/nowhere', groupWait: '1h', groupInterval: '1h' });
  const pairs: Pair[] = [];
  try {
    for (const shape of shapes) {
      const bodies = bodiesOf(shape.bodies, shape.alertsEach, `load-${shape.connections}`);
      const reference = await load({ url: `${peer.url}/api/v2/alerts`, token: null, ...shape, bodies, seconds });
      const own = await load({ url, token, ...shape, bodies, seconds });
      pairs.push({ shape, own, reference });
      const share = (own.alertsPerSecond / reference.alertsPerSecond).toFixed(2);
      tell(`${shape.name}: ${own.alertsPerSecond.toFixed(0)}/s, ${share} of Alertmanager's ${reference.alertsPerSecond.toFixed(0)}/s`);
    }
  } finally {
    await peer.stop();
  }
  return pairs;
}

function tell(line: string): void {
  process.stderr.write(`  ${line} (load ${describeLoad()})\n`);
}

function threadRows(threads: readonly number[]): readonly Measurement[] {
  return threads.length === 0 ? [] : [{ name: `alert → thread at ${threadsPerSecond} alerts/s`, unit: 'ms', values: threads, aim: null }];
}

function aftermathRows(after: Aftermath): readonly Measurement[] {
  return [
    { name: 'with all these alerts: change of a status', unit: 'ms', values: after.changes, aim: 200 },
    { name: 'list of incidents', unit: 'ms', values: after.lists, aim: 200 },
    { name: 'list of the open ones', unit: 'ms', values: after.filters, aim: 200 },
    { name: 'search by words', unit: 'ms', values: after.searches, aim: 200 },
    { name: 'list of alerts', unit: 'ms', values: after.alertLists, aim: 200 },
    { name: 'alerts by severity and label', unit: 'ms', values: after.alertFilters, aim: 200 },
    { name: 'alerts by words that one has', unit: 'ms', values: after.alertSearches, aim: 200 },
    { name: 'memory, with Temporal', unit: 'MB', values: [after.memoryMb], aim: null },
  ];
}

function rowOf({ shape, own, reference }: Pair): Measurement {
  return {
    name: `alerts accepted, ${shape.name}`,
    unit: '/s',
    values: [own.alertsPerSecond],
    aim: shape.hasAim ? reference.alertsPerSecond * shareAimed : null,
    reference: { name: 'Alertmanager', values: [reference.alertsPerSecond] },
  };
}

function latencyNote({ shape, own, reference }: Pair): string {
  const told = (result: LoadResult): string => `${result.p50Ms} / ${result.p97Ms} ms (p50 / p97.5), ${result.refused} refused`;
  return `${shape.name}: ${told(own)}; Alertmanager ${told(reference)}.`;
}

/** Whoever waits for the disk on so many connections can have no more answers than these. */
function limitNote(fsyncs: readonly number[], pairs: readonly Pair[]): string {
  const fsyncMs = quantile(fsyncs, 0.5);
  const few = pairs.find(({ shape }) => shape.connections === 16);
  const most = (16 * 1_000) / fsyncMs;
  const share = few === undefined ? '' : `, reached: ${((100 * few.own.alertsPerSecond) / most).toFixed(0)} %`;
  return `A bare write with fsync takes ${fsyncMs.toFixed(1)} ms (p50): 16 connections can have ${most.toFixed(0)} answers a second at the most${share}.`;
}

function moreThanOnce({ alerts }: Stored): number {
  return [...alerts.values()].filter((count) => count !== 1).length;
}

function missing({ alerts }: Stored, names: readonly string[]): number {
  return names.filter((name) => alerts.get(name) !== 1).length;
}
