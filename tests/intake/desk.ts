/** An intake over a real store, and alerts to send to it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Alert } from '../../src/domain/alert.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { StormLimits } from '../../src/domain/storm.ts';
import { createIntake, type IntakeDeps } from '../../src/intake/accept.ts';
import type { Intake } from '../../src/intake/contract.ts';
import type { Store } from '../../src/store/contract.ts';
import { type Desk, type DeskOptions, openDesk } from '../operations/desk.ts';

export interface IntakeDesk extends Desk {
  readonly intake: Intake;
  readonly counted: readonly string[];
  /** Returns once all is grouped. */
  send(body: unknown): Promise<{ readonly accepted: number; readonly incidentIds: readonly string[] }>;
  incidents(): Promise<readonly Incident[]>;
  alerts(): Promise<readonly Alert[]>;
}

const intakes = new Set<Intake>();

/** Of all desks; before their store is closed. */
export async function stopIntakes(): Promise<void> {
  await Promise.all([...intakes].map((intake) => intake.stop()));
  intakes.clear();
}

export async function openIntakeDesk(
  store: Store,
  options: DeskOptions & { readonly alertsMax?: number; readonly storm?: Partial<StormLimits> } = {},
): Promise<IntakeDesk> {
  const desk = await openDesk(store, options);
  const counted: string[] = [];
  const deps: IntakeDeps = {
    ...desk.deps,
    store: { ...store, tenantIds: async () => [desk.store.tenantId] },
    alertsMax: () => options.alertsMax ?? 20_000,
    jsonMapping: () => null,
    utcOffset: () => '+08:00',
    groupBy: () => ['alertname'],
    resolveTimeoutMs: () => 300_000,
    stormLimits: () => ({ groupsMax: 1_000, windowSeconds: 60, quietSeconds: 60, releaseMax: 5, ...options.storm }),
    count: (source, outcome, alerts) => counted.push(`${source}:${outcome}:${alerts}`),
  };
  const intake = createIntake(deps);
  intake.start();
  intakes.add(intake);
  const incidents = async (): Promise<readonly Incident[]> => (await desk.store.incidents.list({ limit: 200 })).items;
  return {
    ...desk,
    intake,
    counted,
    async send(body) {
      const answer = await intake.accept(desk.store.tenantId, 'alertmanager', body);
      while ((await desk.store.inbox.counts()).waiting > 0) await setTimeout(5);
      return answer;
    },
    incidents,
    alerts: async () => (await Promise.all((await incidents()).map(({ id }) => desk.store.alerts.ofIncident(id, 20_000)))).flat(),
  };
}

export interface Firing {
  readonly name: string;
  readonly status?: 'firing' | 'resolved';
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly severity?: string;
  readonly group?: string;
}

/** What Alertmanager would send of these alerts, as one group. */
export function notification(alerts: readonly Firing[], group = 'g'): Record<string, unknown> {
  return {
    version: '4',
    groupKey: `{}:{group="${group}"}`,
    receiver: 'zhiban',
    status: alerts.some((alert) => alert.status !== 'resolved') ? 'firing' : 'resolved',
    groupLabels: { group },
    alerts: alerts.map(({ name, status = 'firing', startsAt = '2026-11-21T01:50:00Z', endsAt, severity = 'warning' }) => ({
      status,
      labels: { alertname: name, severity, group },
      annotations: { summary: `${name} is in trouble` },
      startsAt,
      endsAt: endsAt ?? (status === 'resolved' ? '2026-11-21T01:58:00Z' : '0001-01-01T00:00:00Z'),
      generatorURL: 'http://prometheus:9090/graph',
      fingerprint: `fp-${name}`,
    })),
  };
}

export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8'));
}
