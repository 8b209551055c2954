/** What is watched by itself: runs, series, samples, events with what people think of them. */

import type { DetectionEvent, DetectionRun, DetectionSeries } from '../domain/detection.ts';
import { toJson } from './columns.ts';
import type { DetectionStore, Sample } from './detection-contract.ts';
import { and, asc, desc, eq, gte, isNotNull, isNull, lt, sql } from './drizzle.ts';
import { detectionEvents, detectionRuns, detectionSamples, detectionSeries } from './schema/detection-tables.ts';
import type { Ground, Work } from './work.ts';
import { isoOf } from './work.ts';

export function createDetectionStore({ run }: Ground): DetectionStore {
  return {
    lock: () =>
      run(async ({ session, tenantId }) => {
        await session.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`zhiban.detections:${tenantId}`}, 0))`);
      }),
    runs: () =>
      run(async ({ session }) => (await session.select().from(detectionRuns).orderBy(asc(detectionRuns.detectionId))).map(withoutTenant)),
    saveRun: (given) => run((at) => saveRun(at, given)),
    series: (detectionId) =>
      run(async ({ session }) => {
        const isMeant = detectionId === undefined ? undefined : eq(detectionSeries.detectionId, detectionId);
        const rows = await session.select().from(detectionSeries).where(isMeant).orderBy(asc(detectionSeries.name));
        return rows.map(withoutTenant);
      }),
    saveSeries: (given) => run((at) => saveSeries(at, given)),
    forgetSeries: (detectionId, before) =>
      run(async ({ session }) => {
        await session.delete(detectionSeries).where(and(eq(detectionSeries.detectionId, detectionId), lt(detectionSeries.lastAt, before)));
      }),
    addSamples: (detectionId, samples) => run((at) => addSamples(at, detectionId, samples)),
    samples: (detectionId, sinceMs) => run((at) => readSamples(at, detectionId, sinceMs)),
    ...eventCalls({ run }),
    forgetBefore: ({ events, samplesDay }) =>
      run(async ({ session }) => {
        await session.delete(detectionEvents).where(and(isNotNull(detectionEvents.endedAt), lt(detectionEvents.endedAt, events)));
        await session.delete(detectionSamples).where(lt(detectionSamples.day, samplesDay));
      }),
  };
}

type EventCalls = Pick<DetectionStore, 'begin' | 'change' | 'going' | 'events' | 'countsSince' | 'marked' | 'mark'>;

function eventCalls({ run }: Pick<Ground, 'run'>): EventCalls {
  return {
    begin: (event) =>
      run(async ({ session, tenantId }) => {
        await session
          .insert(detectionEvents)
          .values({ ...event, tenantId })
          .onConflictDoNothing();
      }),
    change: (id, change) =>
      run(async ({ session }) => {
        await session.update(detectionEvents).set(change).where(eq(detectionEvents.id, id));
      }),
    going: (detectionId) =>
      run(async ({ session }) => {
        const isMeant = detectionId === undefined ? undefined : eq(detectionEvents.detectionId, detectionId);
        const rows = await session
          .select()
          .from(detectionEvents)
          .where(and(isMeant, isNull(detectionEvents.endedAt)))
          .orderBy(asc(detectionEvents.since), asc(detectionEvents.id));
        return rows.map(toEvent);
      }),
    events: ({ detectionId, incidentId, limit }) =>
      run(async ({ session }) => {
        const isMeant = and(
          detectionId === undefined ? undefined : eq(detectionEvents.detectionId, detectionId),
          incidentId === undefined ? undefined : eq(detectionEvents.incidentId, incidentId),
        );
        const rows = await session.select().from(detectionEvents).where(isMeant).orderBy(desc(detectionEvents.since)).limit(limit);
        return rows.map(toEvent);
      }),
    countsSince: (since) =>
      run(async ({ session }) => {
        const isNews = gte(sql`coalesce(${detectionEvents.openedAt}, ${detectionEvents.since})`, sql`${since}::timestamptz`);
        const counted = (condition: ReturnType<typeof sql>) => sql`count(*) filter (where ${condition})`.mapWith(Number);
        return session
          .select({
            detectionId: detectionEvents.detectionId,
            opened: counted(sql`${detectionEvents.isLead}`),
            budget: counted(sql`${detectionEvents.outcome} = 'budget'`),
            threshold: counted(sql`${detectionEvents.outcome} = 'threshold'`),
          })
          .from(detectionEvents)
          .where(isNews)
          .groupBy(detectionEvents.detectionId);
      }),
    marked: (detectionId, since) =>
      run(async ({ session }) => {
        const isMeant = and(
          detectionId === null ? undefined : eq(detectionEvents.detectionId, detectionId),
          isNotNull(detectionEvents.mark),
          gte(detectionEvents.since, since),
        );
        return (await session.select().from(detectionEvents).where(isMeant).orderBy(desc(detectionEvents.since))).map(toEvent);
      }),
    mark: (incidentId, mark) =>
      run(async ({ session }) => {
        const isMeant = eq(detectionEvents.incidentId, incidentId);
        const rows = await session.update(detectionEvents).set({ mark }).where(isMeant).returning();
        return rows.map(toEvent);
      }),
  };
}

async function saveRun({ session, tenantId }: Work, run: DetectionRun): Promise<void> {
  const { detectionId: _, ...rest } = run;
  await session
    .insert(detectionRuns)
    .values({ ...run, tenantId })
    .onConflictDoUpdate({ target: [detectionRuns.tenantId, detectionRuns.detectionId], set: rest });
}

async function saveSeries({ session, tenantId }: Work, series: readonly DetectionSeries[]): Promise<void> {
  for (const each of series) {
    const { detectionId: _, key: _key, ...rest } = each;
    await session
      .insert(detectionSeries)
      .values({ ...each, tenantId })
      .onConflictDoUpdate({ target: [detectionSeries.tenantId, detectionSeries.detectionId, detectionSeries.key], set: rest });
  }
}

async function addSamples({ session, tenantId }: Work, detectionId: string, samples: readonly Sample[]): Promise<void> {
  for (const { name, timeMs, value } of samples) {
    const points = toJson([[timeMs, value]]);
    await session.execute(sql`
      insert into zhiban.detection_samples (tenant_id, detection_id, name, day, points)
      values (${tenantId}, ${detectionId}, ${name}, ${isoOf(timeMs).slice(0, 10)}, ${points}::jsonb)
      on conflict (tenant_id, detection_id, name, day) do update set points = detection_samples.points || excluded.points`);
  }
}

async function readSamples({ session }: Work, detectionId: string, sinceMs: number): Promise<readonly Sample[]> {
  const isMeant = and(eq(detectionSamples.detectionId, detectionId), gte(detectionSamples.day, isoOf(sinceMs).slice(0, 10)));
  const rows = await session.select().from(detectionSamples).where(isMeant).orderBy(asc(detectionSamples.name), asc(detectionSamples.day));
  return rows.flatMap(({ name, points }) => points.flatMap(([timeMs, value]) => (timeMs >= sinceMs ? [{ name, timeMs, value }] : [])));
}

function toEvent(row: typeof detectionEvents.$inferSelect): DetectionEvent {
  return withoutTenant(row);
}

function withoutTenant<Row extends { readonly tenantId: string }>({ tenantId: _, ...row }: Row): Omit<Row, 'tenantId'> {
  return row;
}
