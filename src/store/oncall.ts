/** Shifts that people took from each other, and the feeds that calendars read; of a feed's secret only the hash is here. */

import { and, asc, eq, gt, gte, lt } from './drizzle.ts';
import type { FeedRecord, OncallStore, OverrideRecord } from './oncall-contract.ts';
import { feeds, overrides } from './schema/oncall-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf, isoOf } from './work.ts';

export function createOncallStore(ground: Ground): OncallStore {
  const { run, clock } = ground;
  return {
    addOverride: (given) =>
      run(async (at) => {
        const row = { ...given, id: idOf(ground, 'ovr') };
        await at.session.insert(overrides).values({ ...row, tenantId: at.tenantId });
        if (row.state === 'active') tell(at, row.scheduleId);
        return row;
      }),
    override: (id) =>
      run(async ({ session }) => {
        const [row] = await session.select().from(overrides).where(eq(overrides.id, id));
        return row === undefined ? null : overrideOf(row);
      }),
    overridesIn: (fromMs, toMs) =>
      run(async ({ session }) => {
        const touches = and(eq(overrides.state, 'active'), lt(overrides.from, isoOf(toMs)), gt(overrides.to, isoOf(fromMs)));
        const rows = await session.select().from(overrides).where(touches).orderBy(asc(overrides.at), asc(overrides.seq));
        return rows.map(overrideOf);
      }),
    confirm: (by, code, sinceMs) =>
      run(async (at) => {
        const isMeant = and(
          eq(overrides.by, by),
          eq(overrides.code, code),
          eq(overrides.state, 'waiting'),
          gte(overrides.at, isoOf(sinceMs)),
        );
        const [row] = await at.session
          .update(overrides)
          .set({ state: 'active', code: null, at: isoOf(clock.now()) })
          .where(isMeant)
          .returning();
        if (row === undefined) return null;
        tell(at, row.scheduleId);
        return overrideOf(row);
      }),
    removeOverride: (id) =>
      run(async (at) => {
        const isActive = and(eq(overrides.id, id), eq(overrides.state, 'active'));
        const [row] = await at.session.update(overrides).set({ state: 'removed' }).where(isActive).returning();
        if (row === undefined) return null;
        tell(at, row.scheduleId);
        return overrideOf(row);
      }),
    forgetWaiting: (beforeMs) =>
      run(async ({ session }) => {
        await session.delete(overrides).where(and(eq(overrides.state, 'waiting'), lt(overrides.at, isoOf(beforeMs))));
      }),
    ...createFeeds(ground),
  };
}

function createFeeds(ground: Ground): Pick<OncallStore, 'addFeed' | 'feeds' | 'feedOf' | 'removeFeed'> {
  const { run } = ground;
  return {
    addFeed: (given) =>
      run(async ({ session, tenantId }) => {
        const row = { ...given, id: idOf(ground, 'feed') };
        await session.insert(feeds).values({ ...row, tenantId });
        return row;
      }),
    feeds: () =>
      run(async ({ session }) => {
        const rows = await session.select().from(feeds).orderBy(asc(feeds.at), asc(feeds.id));
        return rows.map(feedOf);
      }),
    feedOf: (tokenHash) =>
      run(async ({ session }) => {
        const [row] = await session.select().from(feeds).where(eq(feeds.tokenHash, tokenHash));
        return row === undefined ? null : feedOf(row);
      }),
    removeFeed: (id) =>
      run(async ({ session }) => {
        const [row] = await session.delete(feeds).where(eq(feeds.id, id)).returning();
        return row === undefined ? null : feedOf(row);
      }),
  };
}

/** Pages read for themselves what the schedule is now. */
function tell(at: Work, scheduleId: string): void {
  at.events.push({ kind: 'oncall', incidentId: null, payload: { scheduleId } });
}

function overrideOf({ tenantId: _, seq: __, ...row }: typeof overrides.$inferSelect): OverrideRecord {
  return row;
}

function feedOf({ tenantId: _, ...row }: typeof feeds.$inferSelect): FeedRecord {
  return row;
}
