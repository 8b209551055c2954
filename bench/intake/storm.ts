/**
 * A storm: 100,000 alerts of 500 groups within a minute, as a network that fails sends them. What it takes of memory, how often the channel is
 * edited meanwhile, and whether every alert can be found afterwards.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsoleMessage } from '../../src/store/chat-contract.ts';
import type { EmbeddedRun } from '../embedded.ts';
import { memoryBelow } from '../process-memory.ts';
import type { Table } from '../table.ts';
import { bodiesOf, groupsCount } from './bodies.ts';
import { untilGrouped } from './drain.ts';

export interface StormPlan {
  readonly alerts: number;
  readonly seconds: number;
}

const alertsEach = 1_000;
const sampleMs = 200;
const channel = 'ops';

interface Samples {
  /** Resident, of the application's process, in MB. */
  readonly memoryMb: number[];
  /** The moment of every edit that was seen, by the second it was made in. */
  readonly edits: Map<number, Set<string>>;
  /** How long a page of 200 alerts took while the storm went on and was grouped. */
  readonly pages: number[];
  messages: number;
}

export async function measureStorm(run: EmbeddedRun, token: string, plan: StormPlan): Promise<Table> {
  const samples: Samples = { memoryMb: [], edits: new Map(), pages: [], messages: 0 };
  const memoryBeforeMb = applicationMb(run);
  let isOver = false;
  const sampling = sample(run, samples, () => isOver);
  const took = await send(run, token, plan);
  const beganMs = performance.now();
  await untilGrouped(run);
  const drainedS = (performance.now() - beganMs) / 1_000;
  isOver = true;
  await sampling;
  const found = await countFound(run, plan.alerts);
  const edits = [...samples.edits.values()].map(({ size }) => size);
  return {
    title: `storm · ${plan.alerts} alerts of ${groupsCount} groups in ${plan.seconds} s`,
    rows: [
      { name: 'a body of 1,000, until it is on disk', unit: 'ms', values: took, aim: null },
      { name: 'edits of the channel in a second that has any', unit: 'n', values: edits, aim: 1 },
      { name: 'memory of the application at its most', unit: 'MB', values: [Math.max(...samples.memoryMb)], aim: null },
      { name: 'page of 200 alerts while it goes on', unit: 'ms', values: samples.pages, aim: 200 },
      { name: 'page of 200 of all its alerts', unit: 'ms', values: found.took, aim: 200 },
    ],
    notes: [
      `${found.names} of ${plan.alerts} alerts are found in the list, each once: ${found.rows === found.names ? 'yes' : 'NO'}.`,
      `Grouped ${drainedS.toFixed(1)} s after the last body; ${samples.messages} messages in the channel; memory before ${memoryBeforeMb.toFixed(0)} MB.`,
    ],
  };
}

/** Evenly over the time; a body that is late doesn't make the next ones later. */
async function send(run: EmbeddedRun, token: string, { alerts, seconds }: StormPlan): Promise<readonly number[]> {
  const bodies = bodiesOf(alerts / alertsEach, alertsEach, 'storm');
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const startMs = performance.now();
  return Promise.all(
    bodies.map(async (body, number) => {
      await sleep((number * seconds * 1_000) / bodies.length);
      const sentMs = Math.max(performance.now(), startMs);
      const answer = await fetch(`${run.url}/api/v2/alerts`, { method: 'POST', headers, body });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`A body of the storm was answered with ${answer.status}`);
      return performance.now() - sentMs;
    }),
  );
}

async function sample(run: EmbeddedRun, samples: Samples, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    samples.memoryMb.push(applicationMb(run));
    const page = await run.get<{ readonly items: readonly ConsoleMessage[] }>(`/api/v1/chat/messages?channel=${channel}&limit=200`);
    samples.messages = page.items.length;
    const askedMs = performance.now();
    await run.get('/api/v1/alerts?limit=200');
    samples.pages.push(performance.now() - askedMs);
    for (const { id, editedAt } of page.items) {
      if (editedAt === null) continue;
      const second = Math.floor(Date.parse(editedAt) / 1_000);
      samples.edits.set(second, (samples.edits.get(second) ?? new Set()).add(`${id} ${editedAt}`));
    }
    await sleep(sampleMs);
  }
}

function applicationMb(run: EmbeddedRun): number {
  return Math.max(...memoryBelow(run.pid).map(({ name, residentMb }) => (name === 'app' ? residentMb : 0)));
}

interface Listed {
  readonly items: readonly { readonly labels: Readonly<Record<string, string>> }[];
  readonly nextCursor: string | null;
}

/** Page by page through all of them. */
async function countFound(
  run: EmbeddedRun,
  most: number,
): Promise<{ readonly names: number; readonly rows: number; readonly took: readonly number[] }> {
  const names = new Set<string>();
  const took: number[] = [];
  let rows = 0;
  let cursor = '';
  while (rows <= most) {
    const startMs = performance.now();
    const match = encodeURIComponent('instance=~"storm-.*"');
    const page = await run.get<Listed>(`/api/v1/alerts?limit=200&match=${match}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    took.push(performance.now() - startMs);
    for (const { labels } of page.items) names.add(labels.instance ?? '');
    rows += page.items.length;
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return { names: names.size, rows, took };
}
