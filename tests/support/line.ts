/** What the tests of the whole line have in common: looking at incidents, cards and threads of a running application from outside. */

import type { Redis } from 'ioredis';
import type { IncidentSummaryView, IncidentView } from '../../src/domain/view.ts';
import type { ConsoleMessage } from '../../src/store/chat-contract.ts';
import { type RunningHouse, until } from './house.ts';

/** Ends early when it holds; the machine may be busy with other tests. */
export const patienceMs = 90_000;

/** Every incident, oldest first. */
export async function incidentsOf(house: RunningHouse): Promise<readonly IncidentSummaryView[]> {
  const { items } = await house.get<{ items: readonly IncidentSummaryView[] }>('/api/v1/incidents?locale=en');
  return items.toReversed();
}

/** The incident by id or code once it satisfies the condition; what it was at last is said when it never does. */
export async function incidentOnce(
  house: RunningHouse,
  id: string,
  isRight: (incident: IncidentView) => boolean,
  what: string,
): Promise<IncidentView> {
  let seen: IncidentView | null = null;
  const isSo = async (): Promise<boolean> => {
    seen = await house.get<IncidentView>(`/api/v1/incidents/${id}?locale=en`);
    return isRight(seen);
  };
  await until(isSo, patienceMs, what).catch((error: unknown) => {
    throw new Error(`${what}: ${JSON.stringify(outlineOf(seen))}\n${house.log().slice(-3_000)}`, { cause: error });
  });
  if (seen === null) throw new Error(`No incident ${id}`);
  return seen;
}

/** Only what tells where it stands. */
function outlineOf(incident: IncidentView | null): unknown {
  if (incident === null) return null;
  const { status, phase, verdict, plan, timeline, blindSpots } = incident;
  const causes = verdict?.causes.map((cause) => `${cause.systemId} ${cause.signatureId} ${cause.state}`);
  const steps = plan?.steps.map((step) => `${step.action} ${step.state} ${step.note}`);
  return {
    status,
    phase,
    verdict: verdict?.state,
    causes,
    plan: plan?.state,
    steps,
    blindSpots,
    timeline: timeline.map(({ text }) => text),
  };
}

/** Root messages of the console's channel, oldest first. */
export async function rootsOf(house: RunningHouse): Promise<readonly ConsoleMessage[]> {
  const { items } = await house.get<{ items: readonly ConsoleMessage[] }>('/api/v1/chat/messages?channel=ops&limit=200');
  return items;
}

export async function threadBelow(house: RunningHouse, rootId: string): Promise<readonly ConsoleMessage[]> {
  const { items } = await house.get<{ items: readonly ConsoleMessage[] }>(`/api/v1/chat/messages/${rootId}/thread`);
  return items;
}

/** The words of a message or a card, whatever form they have. */
export function wordsOf(message: ConsoleMessage): string {
  return JSON.stringify(message.body);
}

/** Pushes to a list that nobody consumes until Redis refuses even the smallest write. */
export async function fillQueue(redis: Redis, key: string): Promise<void> {
  const item = 'e'.repeat(1_000);
  for (const helping of [500, 50, 1]) {
    const items = Array.from({ length: helping }, () => item);
    while (await isTaken(redis, key, items));
  }
  while (await isTaken(redis, key, ['e']));
}

function isTaken(redis: Redis, key: string, items: readonly string[]): Promise<boolean> {
  return redis.rpush(key, ...items).then(
    () => true,
    () => false,
  );
}

/** The limit that Redis itself reports, in bytes. */
export async function maxMemoryOf(redis: Redis): Promise<string> {
  const [, value = ''] = await redis.config('GET', 'maxmemory').then((answer) => (Array.isArray(answer) ? answer.map(String) : []));
  return value;
}

/** An Alertmanager notification of one alert, as a group of its own. */
export function alertOf(alert: {
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly status?: 'firing' | 'resolved';
  readonly startsAt?: string;
}): unknown {
  const { labels, summary, status = 'firing', startsAt = new Date().toISOString() } = alert;
  const endsAt = status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z';
  const groupKey = `{}:{alertname="${labels.alertname ?? ''}"}`;
  const sent = { status, labels, annotations: { summary }, startsAt, endsAt, fingerprint: `fp-${labels.alertname ?? ''}` };
  return { version: '4', groupKey, status, receiver: 'zhiban', groupLabels: {}, alerts: [sent] };
}

/** Of an answer to POST /api/v1/ask. */
export function incidentIdOf(answer: { readonly status: number; readonly body: unknown }): string {
  const id: unknown = typeof answer.body === 'object' && answer.body !== null ? Reflect.get(answer.body, 'incidentId') : null;
  if (typeof id !== 'string') throw new Error(`No incident in ${answer.status} ${JSON.stringify(answer.body)}`);
  return id;
}
