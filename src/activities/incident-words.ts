/** What an incident is about, in words and labels: from its alerts, its question and the facts that people added. */

import { meantBy } from '../analysis/rca/in-other-words.ts';
import { strangersOf } from '../analysis/rca/name-systems.ts';
import { type Alert, type Labels, spelledOut } from '../domain/alert.ts';
import type { Incident } from '../domain/incident.ts';
import type { TenantStore } from '../store/contract.ts';
import type { SystemPool } from '../systems/pool.ts';
import { nameableSystems } from '../systems/scope.ts';

/** Alerts read at most; a group of thousands says the same thing thousands of times. */
const alertsMax = 50;

export interface IncidentWords {
  readonly alerts: readonly Alert[];
  readonly labels: readonly Labels[];
  readonly words: string;
  /** `words` without what they deny, and the common ones for what they say: what faults and looks are hinted at by. */
  readonly meant: string;
  readonly ruledOut: ReadonlySet<string>;
}

export interface SteerNotes {
  readonly facts: readonly string[];
  readonly ruledOut: readonly string[];
}

export function steerKey(incidentId: string): string {
  return `steer:${incidentId}`;
}

export async function readSteerNotes(store: TenantStore, incidentId: string): Promise<SteerNotes> {
  const stored = await store.settings.get(steerKey(incidentId));
  if (typeof stored !== 'object' || stored === null) return { facts: [], ruledOut: [] };
  return { facts: strings(Reflect.get(stored, 'facts')), ruledOut: strings(Reflect.get(stored, 'ruledOut')) };
}

export async function readIncidentWords(store: TenantStore, incident: Incident): Promise<IncidentWords> {
  const [alerts, notes] = await Promise.all([store.alerts.ofIncident(incident.id, alertsMax), readSteerNotes(store, incident.id)]);
  const said = alerts.flatMap((alert) => [...Object.values(alert.labels), ...Object.values(alert.annotations)]);
  // What faults and looks are known by are words, and rules are called in one.
  const names = [...new Set(alerts.flatMap(({ labels }) => labels.alertname ?? []))].map(spelledOut);
  const words = [incident.title, incident.question ?? '', ...names, ...said, ...notes.facts].join('\n').slice(0, 20_000);
  return { alerts, labels: alerts.map((alert) => alert.labels), words, meant: meantBy(words), ruledOut: new Set(notes.ruledOut) };
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The machines that an incident is about and that nobody has told of; empty where it is about systems that are known. */
export function strangersIn(
  pool: SystemPool,
  systemIds: readonly string[],
  { words, labels }: Pick<IncidentWords, 'words' | 'labels'>,
): readonly string[] {
  return systemIds.length > 0 ? [] : strangersOf(words, labels, nameableSystems(pool));
}
