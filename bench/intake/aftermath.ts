/** What people wait for once 100,000 alerts came in: the thread of a new alert, the change of a status, lists and searches. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedRun } from '../embedded.ts';
import { memoryBelow, totalOf } from '../process-memory.ts';
import { bodiesOf } from './bodies.ts';

interface Page {
  readonly items: readonly { readonly id: string; readonly code: string }[];
}

export interface Aftermath {
  readonly lists: readonly number[];
  readonly filters: readonly number[];
  readonly searches: readonly number[];
  readonly alertLists: readonly number[];
  readonly alertFilters: readonly number[];
  readonly alertSearches: readonly number[];
  readonly changes: readonly number[];
  /** Proportional, of Zhiban with Temporal, in MB. */
  readonly memoryMb: number;
}

const rounds = 30;

export async function measureAftermath(run: EmbeddedRun): Promise<Aftermath> {
  const timed = async (path: (round: number) => string): Promise<readonly number[]> => {
    const took: number[] = [];
    for (let round = 0; round < rounds; round += 1) took.push(await msOf(() => run.get(path(round))));
    return took;
  };
  const lists = await timed(() => '/api/v1/incidents?limit=50');
  const filters = await timed(() => '/api/v1/incidents?limit=50&status=open');
  const searches = await timed((round) => `/api/v1/incidents?limit=50&q=Load${round} 90`);
  const alertLists = await timed(() => '/api/v1/alerts?limit=50');
  const matched = (round: number): string => encodeURIComponent(`alertname="Load${round}"`);
  const alertFilters = await timed((round) => `/api/v1/alerts?limit=50&severity=critical,warning&match=${matched(round)}`);
  const alertSearches = await timed((round) => `/api/v1/alerts?limit=50&q=load-256-${round * 7}7`);
  const { items } = await run.get<Page>('/api/v1/incidents?limit=50&status=open');
  const changes: number[] = [];
  for (const { id } of items.slice(0, rounds)) changes.push(await msOf(() => run.post(`/api/v1/incidents/${id}/acknowledge`, {})));
  return {
    lists,
    filters,
    searches,
    alertLists,
    alertFilters,
    alertSearches,
    changes,
    memoryMb: totalOf(memoryBelow(run.pid)).proportionalMb,
  };
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** `perSecond` alerts for so long, whatever is answered; each second one is of a new group: how long until its card stands in the channel. */
export async function measureThreads(run: EmbeddedRun, token: string, perSecond: number, seconds: number): Promise<readonly number[]> {
  const known = bodiesOf(perSecond * seconds, 1, 'steady');
  const wanted = new Map<string, number>();
  const took: number[] = [];
  const answers: Promise<void>[] = [];
  const reading = readCards(run, wanted, took, () => took.length === seconds);
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const name = `Thread${number}x`;
    const isNew = number % perSecond === 0;
    if (isNew) wanted.set(name, performance.now());
    const group = isNew ? name : `Thread${number - (number % perSecond)}x`;
    answers.push(post(run, token, (known[number] ?? '[]').replace(/Load\d+/, group).replaceAll('steady-', `${group}-`)));
    await sleep(1_000 / perSecond);
  }
  await Promise.all([...answers, reading]);
  return took;
}

/** One reader for all, as a page that is open. */
async function readCards(run: EmbeddedRun, wanted: Map<string, number>, took: number[], isOver: () => boolean): Promise<void> {
  const deadline = performance.now() + 90_000;
  while (!isOver()) {
    if (performance.now() > deadline) throw new Error(`No card of ${[...wanted.keys()].join(', ')} in time`);
    const text = JSON.stringify(await run.get('/api/v1/chat/messages?channel=ops&limit=200'));
    for (const [name, startedMs] of wanted) {
      if (!text.includes(name)) continue;
      took.push(performance.now() - startedMs);
      wanted.delete(name);
    }
    await sleep(25);
  }
}

async function post(run: EmbeddedRun, token: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  await (await fetch(`${run.url}/api/v2/alerts`, { method: 'POST', headers, body })).arrayBuffer();
}
