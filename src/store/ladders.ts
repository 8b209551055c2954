/** Where incidents are on their ladders, and whom they called: written before anything is sent, so that no crash forgets or doubles a call. */

import type { LadderRecord, PageRecord } from '../domain/ladder.ts';
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, or, sql } from './drizzle.ts';
import type { LadderStore } from './ladder-contract.ts';
import { ladders, pages } from './schema/ladder-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, isoOf } from './work.ts';

export function createLadderStore(ground: Ground): LadderStore {
  const { run, clock } = ground;
  return {
    lock: (incidentId) =>
      run(async ({ session }) => {
        const [row] = await session.select().from(ladders).where(eq(ladders.incidentId, incidentId)).for('update');
        return row === undefined ? null : ladderOf(row);
      }),
    get: (incidentId) =>
      run(async ({ session }) => {
        const [row] = await session.select().from(ladders).where(eq(ladders.incidentId, incidentId));
        return row === undefined ? null : ladderOf(row);
      }),
    save: (record) =>
      run(async ({ session, tenantId, events }) => {
        const { incidentId: _, ...set } = record;
        const target = [ladders.tenantId, ladders.incidentId];
        await session
          .insert(ladders)
          .values({ ...record, tenantId })
          .onConflictDoUpdate({ target, set });
        events.push({ kind: 'oncall', incidentId: record.incidentId, payload: {} });
      }),
    overdue: (beforeMs, limit) =>
      run(async ({ session }) => {
        const isOverdue = and(isNotNull(ladders.nextAt), lt(ladders.nextAt, isoOf(beforeMs)));
        const rows = await session.select().from(ladders).where(isOverdue).orderBy(asc(ladders.nextAt)).limit(limit);
        return rows.map(({ incidentId }) => incidentId);
      }),
    held: (limit) =>
      run(async ({ session }) => {
        const rows = await session.select({ id: ladders.incidentId }).from(ladders).where(isNotNull(ladders.heldUntil)).limit(limit);
        return rows.map(({ id }) => id);
      }),
    addPages: (given) =>
      run(async ({ session, tenantId }) => {
        if (given.length === 0) return;
        const own = given.map((page) => ({ ...page, tenantId, id: idOf(ground, 'page'), attempts: 0, dueAt: page.at }));
        await session.insert(pages).values(own).onConflictDoNothing();
      }),
    pagesOf: (incidentId, limit) =>
      run(async ({ session }) => {
        const rows = await session.select().from(pages).where(eq(pages.incidentId, incidentId)).orderBy(asc(pages.seq)).limit(limit);
        return rows.map(pageOf);
      }),
    pagesBetween: (fromMs, toMs, limit) =>
      run(async ({ session }) => {
        const isWithin = and(gte(pages.at, isoOf(fromMs)), lt(pages.at, isoOf(toMs)));
        const rows = await session.select().from(pages).where(isWithin).orderBy(desc(pages.seq)).limit(limit);
        return rows.map(pageOf);
      }),
    claimPages: (limit, nowMs, leaseMs) => run((at) => claimPages(at, limit, nowMs, leaseMs)),
    pageSent: (id) => run((at) => changePage(at, id, { state: 'sent', sentAt: isoOf(clock.now()), detail: null })),
    retryPage: (id, dueAtMs, detail) => run((at) => changePage(at, id, { dueAt: isoOf(dueAtMs), detail })),
    endPage: (id, state, reason, detail) => run((at) => changePage(at, id, { state, reason, detail })),
  };
}

/** Pages that another process is just taking are passed over. */
async function claimPages({ session }: Work, limit: number, nowMs: number, leaseMs: number): Promise<readonly PageRecord[]> {
  const now = isoOf(nowMs);
  const isDue = and(eq(pages.state, 'waiting'), lte(pages.dueAt, now), or(isNull(pages.leasedUntil), lte(pages.leasedUntil, now)));
  const due = await session.select().from(pages).where(isDue).orderBy(asc(pages.seq)).limit(limit).for('update', { skipLocked: true });
  if (due.length === 0) return [];
  const taken = { attempts: sql`${pages.attempts} + 1`, leasedUntil: isoOf(nowMs + leaseMs) };
  await session
    .update(pages)
    .set(taken)
    .where(
      inArray(
        pages.id,
        due.map(({ id }) => id),
      ),
    );
  return due.map((row) => ({ ...pageOf(row), attempts: row.attempts + 1 }));
}

async function changePage({ session }: Work, id: string, change: Partial<typeof pages.$inferSelect>): Promise<void> {
  await session
    .update(pages)
    .set({ ...change, leasedUntil: null })
    .where(eq(pages.id, id));
}

function ladderOf({ tenantId: _, ...row }: typeof ladders.$inferSelect): LadderRecord {
  return row;
}

function pageOf(row: typeof pages.$inferSelect): PageRecord {
  const { tenantId: _, seq: _seq, dueAt: _dueAt, leasedUntil: _leasedUntil, ...page } = row;
  return page;
}
