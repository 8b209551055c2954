/** What one incident costs the engine, the databases and the processors, from its alert until its plan waits, and its click until the fix is verified. */

import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import pg from 'pg';
import type { Measurement } from '../table.ts';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock. */
const ticksPerSecond = 100;
const sampleMax = 20;

/** Counters that only grow; the difference of two is what came between. */
export interface Reading {
  /** Transactions committed, by database. */
  readonly commits: Readonly<Record<string, number>>;
  /** Seconds of processor time, by part. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
}

export interface Meters {
  /** Of PostgreSQL; null where the databases are within the processes. */
  readonly postgresUrl: string | null;
  readonly pids: () => Readonly<Record<string, number>>;
}

export async function readMeters({ postgresUrl, pids }: Meters): Promise<Reading> {
  const cpuSeconds = Object.fromEntries(Object.entries(pids()).map(([name, pid]) => [name, cpuSecondsOf(pid)]));
  return { commits: postgresUrl === null ? {} : await commitsOf(postgresUrl), cpuSeconds };
}

export function costOf(before: Reading, after: Reading, incidents: number): readonly Measurement[] {
  if (incidents === 0) return [];
  const each = (
    was: Readonly<Record<string, number>>,
    is: Readonly<Record<string, number>>,
    what: string,
    unit: 'n' | 'ms',
    factor: number,
  ) =>
    Object.entries(is).map(([name, value]): Measurement => {
      const cost = ((value - (was[name] ?? 0)) * factor) / incidents;
      return { name: `an incident: ${what} ${name}`, unit, values: [cost], aim: null };
    });
  return [
    ...each(before.commits, after.commits, 'commits in', 'n', 1),
    ...each(before.cpuSeconds, after.cpuSeconds, 'processor time of', 'ms', 1_000),
  ];
}

/** The kinds of events in all histories of an incident: what each of them makes the engine write. */
export async function eventsOf(client: Client, incidentIds: readonly string[]): Promise<readonly Measurement[]> {
  const counts = new Map<string, number[]>();
  const sample = incidentIds.slice(0, sampleMax);
  for (const [place, incidentId] of sample.entries()) {
    for await (const { workflowId, runId } of client.workflow.list({
      query: `WorkflowId IN ('incident-${incidentId}', 'investigate-${incidentId}-1', 'ladder-${incidentId}')`,
    })) {
      const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      add('histories', place);
      for (const event of events ?? []) {
        add('events', place);
        if (event.workflowTaskCompletedEventAttributes) add('workflow tasks', place);
        if (event.activityTaskScheduledEventAttributes) add('activities', place);
        if (event.markerRecordedEventAttributes?.markerName === 'core_local_activity') add('records at hand', place);
        if (event.workflowExecutionSignaledEventAttributes) add('signals', place);
        if (event.upsertWorkflowSearchAttributesEventAttributes) add('search attribute upserts', place);
        if (event.timerStartedEventAttributes) add('timers', place);
      }
    }
  }
  return [...counts].map(([name, values]) => ({ name: `an incident: ${name}`, unit: 'n' as const, values, aim: null }));

  function add(name: string, place: number): void {
    const values = counts.get(name) ?? sample.map(() => 0);
    values[place] = (values[place] ?? 0) + 1;
    counts.set(name, values);
  }
}

async function commitsOf(url: string): Promise<Readonly<Record<string, number>>> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Backends hand in their counts when they rest, within a second.
    await client.query('select pg_stat_clear_snapshot()');
    const { rows } = await client.query<{ name: string; commits: string }>(
      `select datname as name, xact_commit as commits from pg_stat_database where datname in ('temporal', 'temporal_visibility', 'zhiban') order by 1`,
    );
    return Object.fromEntries(rows.map(({ name, commits }) => [name, Number(commits)]));
  } finally {
    await client.end();
  }
}

/** Of the process, all its threads, and its children that have ended; for PostgreSQL also of the ones that are there. */
function cpuSecondsOf(pid: number): number {
  let ticks = 0;
  for (const each of withChildren(pid)) {
    const fields = read(`/proc/${each}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ');
    const [own, ofSystem, ended, endedOfSystem] = fields.slice(11, 15).map(Number);
    ticks += (own ?? 0) + (ofSystem ?? 0) + (ended ?? 0) + (endedOfSystem ?? 0);
  }
  return ticks / ticksPerSecond;
}

function withChildren(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim();
  return [pid, ...(children === '' ? [] : children.split(' ').map(Number).flatMap(withChildren))];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
