/** The story of an incident: entries are added and never changed. */

import type { TimelineEntry } from '../domain/incident.ts';
import { desc, eq } from './drizzle.ts';
import { timeline } from './schema/incident-tables.ts';
import type { NewTimelineEntry, TimelineStore } from './timeline-contract.ts';
import type { Ground, Work } from './work.ts';
import { idOf } from './work.ts';

export function createTimelineStore(ground: Ground): TimelineStore {
  return {
    add: (entry) => ground.run((at) => addEntries(at, ground, [entry])),
    addMany: async (entries) => {
      if (entries.length > 0) await ground.run((at) => addEntries(at, ground, entries));
    },
    ofIncident: (incidentId, limit) => ground.run((at) => listEntries(at, incidentId, limit)),
  };
}

async function addEntries(at: Work, ground: Ground, entries: readonly NewTimelineEntry[]): Promise<void> {
  const rows = entries.map(({ evidenceIds = [], ...rest }) => ({ ...rest, evidenceIds, id: idOf(ground, 'tl'), tenantId: at.tenantId }));
  const made = await at.session.insert(timeline).values(rows).onConflictDoNothing().returning({ id: timeline.id });
  const ids = new Set(made.map(({ id }) => id));
  for (const { id, incidentId, kind } of rows) {
    if (ids.has(id)) at.events.push({ kind: 'timeline', incidentId, payload: { id, kind } });
  }
}

/** The last ones, oldest first. */
async function listEntries(at: Work, incidentId: string, limit: number): Promise<readonly TimelineEntry[]> {
  const rows = await at.session
    .select()
    .from(timeline)
    .where(eq(timeline.incidentId, incidentId))
    .orderBy(desc(timeline.at), desc(timeline.seq))
    .limit(limit);
  return rows.reverse().map(({ tenantId: _, seq: _seq, key: _key, ...entry }) => entry);
}
