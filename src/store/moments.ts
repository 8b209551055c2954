/** Turning points of incidents, written with their cause; whoever routes them to the voices takes each once. */

import type { Moment } from '../domain/moment.ts';
import type { MomentRecord, MomentStore } from './delivery-contract.ts';
import { and, asc, eq, inArray, isNull } from './drizzle.ts';
import { moments } from './schema/voice-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, isoOf } from './work.ts';

export function createMomentStore(ground: Ground): MomentStore {
  const { run } = ground;
  return {
    mark: (moment) => run((at) => markMoment(at, ground, moment)),
    untold: (limit) => run((at) => listUntold(at, limit)),
    labelsOf: (incidentId) => run((at) => labelsOf(at, incidentId)),
    told: (ids) => run((at) => setTold(at, ids, isoOf(ground.clock.now()))),
  };
}

/** Also called by the stores whose changes of state are moments, so that no way to that state can forget it. */
export async function markMoment(
  at: Work,
  ground: Ground,
  given: {
    readonly incidentId: string;
    readonly moment: Moment;
    readonly key: string;
    readonly labels?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const { incidentId, moment, key, labels = null } = given;
  await at.session
    .insert(moments)
    .values({ tenantId: at.tenantId, id: idOf(ground, 'mom'), incidentId, moment, key, labels, at: isoOf(ground.clock.now()) })
    .onConflictDoNothing();
}

async function listUntold(at: Work, limit: number): Promise<readonly MomentRecord[]> {
  const rows = await at.session
    .select()
    .from(moments)
    .where(isNull(moments.toldAt))
    .orderBy(asc(moments.seq))
    .limit(limit)
    .for('update', { skipLocked: true });
  return rows.map((row) => ({ id: row.id, incidentId: row.incidentId, moment: row.moment, key: row.key, at: row.at }));
}

async function labelsOf(at: Work, incidentId: string): Promise<Readonly<Record<string, string>> | null> {
  const isOpening = and(eq(moments.incidentId, incidentId), eq(moments.key, 'opened'));
  const [row] = await at.session.select({ labels: moments.labels }).from(moments).where(isOpening);
  return row === undefined ? null : (row.labels ?? {});
}

async function setTold(at: Work, ids: readonly string[], toldAt: string): Promise<void> {
  if (ids.length === 0) return;
  await at.session
    .update(moments)
    .set({ toldAt })
    .where(inArray(moments.id, [...ids]));
}
