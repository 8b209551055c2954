/** Incidents by the thousand: each from an alert of its own, each looked into and left waiting for somebody to approve its fix. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { IncidentSummaryView, IncidentView, PlanView } from '../../src/domain/view.ts';
import { type Valve, valveAlert } from '../../tests/support/house.ts';

/** A house or a cluster, seen from outside. */
export interface Scene {
  readonly client: Client;
  readonly valve: Valve;
  get<T>(path: string): Promise<T>;
  post(path: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  alert(body: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
}

interface Growth {
  readonly added: number;
  readonly seconds: number;
  /** It was ended because the time was up. */
  readonly isCutShort: boolean;
}

/** Senders at a time, as of an Alertmanager with many groups. */
const sendersMax = 8;
const pollMs = 250;
/** Between two looks at a plan that was approved: what the measurement may be too long by. */
const lookMs = 10;
const runsWithinMs = 60_000;

/** Many, so that neither the rules of a storm nor the end of a plan's time come between. */
export function crowdConfig(valveUrl: string): string {
  return `locale: en
registerThisMachine: false
storm: { groupsMax: 10000 }
policy: { planValidMinutes: 1440 }
systems:
  - { id: main-valve, kind: valve, url: "${valveUrl}" }
`;
}

/** Of the engine itself, which learns of a phase a moment after it began. */
export async function countWaiting(client: Client): Promise<number> {
  return (await client.workflow.count(`WorkflowType = 'incident' AND ZhibanStatus = 'waiting'`)).count;
}

/** From the first alert until the last of them waits for its approval. */
export async function grow(scene: Scene, name: string, count: number, withinMs: number): Promise<Growth> {
  scene.valve.setLevel(0);
  const before = await countWaiting(scene.client);
  const startedMs = performance.now();
  const deadline = startedMs + withinMs;
  let sent = 0;
  const send = async (): Promise<void> => {
    while (sent < count && performance.now() < deadline) {
      sent += 1;
      const startsAt = new Date(Date.now() - 1_000).toISOString();
      const { status } = await scene.alert(valveAlert({ startsAt, instance: scene.valve.url, group: `${name}-${sent}` }));
      if (status !== 200) throw new Error(`An alert was answered with ${status}`);
    }
  };
  await Promise.all(Array.from({ length: sendersMax }, send));
  let added = 0;
  while (added < sent && performance.now() < deadline) {
    await sleep(pollMs);
    added = (await countWaiting(scene.client)) - before;
  }
  return { added, seconds: (performance.now() - startedMs) / 1_000, isCutShort: added < count };
}

/** The newest that wait, newest first. */
export async function newestWaiting(scene: Scene, count: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null && found.length < count; ) {
    const page: { readonly items: readonly IncidentSummaryView[]; readonly nextCursor: string | null } = await scene.get(
      `/api/v1/incidents?limit=200&status=open${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    found.push(...page.items.filter(({ phase }) => phase === 'waiting').map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return found.slice(0, count);
}

/** Milliseconds from the call that a button makes until the first step of the plan has begun. The fix is verified before the next click. */
export async function clickEach(scene: Scene, incidentIds: readonly string[]): Promise<readonly number[]> {
  const took: number[] = [];
  for (const id of incidentIds) {
    const { plan } = await scene.get<IncidentView>(`/api/v1/incidents/${id}`);
    if (plan === null || plan.state !== 'pending') throw new Error(`Incident ${id} doesn't wait for an approval`);
    scene.valve.setLevel(0);
    const startedMs = performance.now();
    const { status, body } = await scene.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
    if (status !== 200) throw new Error(`A click was answered with ${status}: ${JSON.stringify(body).slice(0, 300)}`);
    await untilPlan(scene, id, isUnderWay);
    took.push(performance.now() - startedMs);
    await untilPlan(scene, id, ({ state }) => state === 'verified');
  }
  return took;
}

function isUnderWay({ state }: PlanView): boolean {
  return state === 'running' || state === 'verified';
}

async function untilPlan(scene: Scene, incidentId: string, isSo: (plan: PlanView) => boolean): Promise<void> {
  const deadline = performance.now() + runsWithinMs;
  let last: PlanView | null = null;
  while (performance.now() < deadline) {
    const { plan } = await scene.get<IncidentView>(`/api/v1/incidents/${incidentId}`);
    if (plan !== null && isSo(plan)) return;
    last = plan;
    await sleep(lookMs);
  }
  throw new Error(
    `The plan of incident ${incidentId} didn't get on within ${runsWithinMs / 1_000} s: ${JSON.stringify(last).slice(0, 1_000)}`,
  );
}
