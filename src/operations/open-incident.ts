/** Opens an incident with its threads and tells the workflow, all in the caller's transaction. */

import type { Labels, Severity } from '../domain/alert.ts';
import { newId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { MessageRef, Place } from '../domain/place.ts';
import type { Locale, LocalText } from '../domain/text.ts';
import { nothingSpent } from '../domain/verdict.ts';
import type { TenantStore } from '../store/contract.ts';
import type { OperationsDeps } from './deps.ts';
import { wantRooms } from './rooms.ts';
import { routeIncident } from './routes.ts';
import { tellLadder } from './tell-ladder.ts';

export interface Opening {
  readonly title: string;
  readonly severity: Severity;
  readonly origin: Incident['origin'];
  readonly question: string | null;
  readonly groupKey: string | null;
  readonly previousIncidentId: string | null;
  readonly requestedBy: string;
  readonly locale: Locale;
  readonly systemIds: readonly string[];
  readonly startedAt: string;
  readonly alertsFiring: number;
  readonly alertsTotal: number;
  readonly firstWords: LocalText;
  /** Labels that the routes match on. */
  readonly labels: Labels;
  /** A thread that is already there, as when somebody asked in a channel; else the routes decide. */
  readonly place?: Place;
  readonly parent?: MessageRef;
  /** Nothing is looked into: it is there for a plan that somebody asked for. */
  readonly isForPlan?: boolean;
}

export type OpenIncidentDeps = Pick<OperationsDeps, 'clock' | 'routes' | 'rooms' | 'budget'>;

/** Titles are what people read in a list. */
const titleLengthMax = 200;

export async function openIncident(deps: OpenIncidentDeps, inside: TenantStore, opening: Opening): Promise<Incident> {
  const now = deps.clock.now();
  const { firstWords, labels, place, parent, isForPlan = false, ...given } = opening;
  const incident = await inside.incidents.create({
    ...given,
    title: opening.title.replace(/\s+/g, ' ').trim().slice(0, titleLengthMax),
    id: newId('inc', now),
    status: 'triggered',
    phase: 'received',
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    hypotheses: [],
    verdict: null,
    planId: null,
    budget: deps.budget(),
    spent: nothingSpent,
    looks: { done: 0, planned: 0 },
  });
  const routed =
    place === undefined
      ? routeIncident({ ...labels, severity: opening.severity, origin: opening.origin }, deps.routes(), opening.locale)
      : [{ place, locale: opening.locale }];
  for (const target of routed) {
    await inside.threads.create({ incidentId: incident.id, place: target.place, locale: target.locale, parent: parent ?? null });
  }
  await wantRooms(inside, deps.rooms(), incident, labels);
  // What somebody asked in a channel is answered there and told nowhere else.
  if (place === undefined) {
    const known = { ...labels, severity: opening.severity, origin: opening.origin };
    await inside.moments.mark({ incidentId: incident.id, moment: 'opened', key: 'opened', labels: known });
  }
  await inside.timeline.add({
    incidentId: incident.id,
    at: new Date(now).toISOString(),
    kind: 'opened',
    text: firstWords,
    actor: opening.requestedBy,
    key: 'opened',
  });
  if (!isForPlan) await inside.relay.add({ incidentId: incident.id, kind: 'start', payload: {}, key: `start-${incident.id}` });
  if (incident.origin !== 'question') await tellLadder(inside, incident);
  return incident;
}
