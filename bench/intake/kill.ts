/** SIGKILL while alerts pour in, and a start on the same data: what was acknowledged before and after. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedHome, EmbeddedRun } from '../embedded.ts';
import { bodiesOf } from './bodies.ts';
import { untilGrouped } from './drain.ts';

const senders = 32;
const beforeKillMs = 3_000;
const afterwards = 100;

/** Names of the alerts that were acknowledged. One alert a body, so that an acknowledgement is of one alert. The process is stopped then. */
export async function killUnderLoad(home: EmbeddedHome, run: EmbeddedRun, token: string): Promise<readonly string[]> {
  const bodies = bodiesOf(20_000, 1, 'killed');
  const names: string[] = [];
  const post = async (at: EmbeddedRun, number: number): Promise<void> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await fetch(`${at.url}/api/v2/alerts`, { method: 'POST', headers, body: bodies[number] ?? '[]' }).catch(() => null);
    if (answer?.ok === true) names.push(`killed-${number}`);
    await answer?.arrayBuffer().catch(() => undefined);
  };
  let next = 0;
  let isOver = false;
  const sending = Array.from({ length: senders }, async () => {
    while (!isOver && next < bodies.length - afterwards) await post(run, next++);
  });
  await sleep(beforeKillMs);
  await run.kill();
  isOver = true;
  await Promise.all(sending);
  const again = await home.start();
  await Promise.all(Array.from({ length: afterwards }, () => post(again, next++)));
  await untilGrouped(again);
  await again.stop();
  return names;
}
