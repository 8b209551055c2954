/** Messages that could not be read: the same one once, of each source the newest. */

import { createHash } from 'node:crypto';
import { count, desc, eq, inArray, sql } from './drizzle.ts';
import { unread } from './schema/unread-table.ts';
import type { NewUnread, UnreadStore } from './unread-contract.ts';
import type { Ground, Work } from './work.ts';

const keptMax = 1_000;

export function createUnreadStore({ run }: Ground): UnreadStore {
  return {
    add: (messages) => run((at) => addUnread(at, messages)),
    list: ({ source, limit }) =>
      run(async ({ session }) => {
        const rows = session.select().from(unread).orderBy(desc(unread.id)).limit(limit);
        const found = await (source === undefined ? rows : rows.where(eq(unread.source, source)));
        return found.map(({ tenantId: _tenant, digest: _digest, ...row }) => row);
      }),
    remove: (ids) =>
      run(async ({ session }) => {
        if (ids.length > 0) await session.delete(unread).where(inArray(unread.id, [...ids]));
      }),
    forget: (source) =>
      run(async ({ session }) => (await session.delete(unread).where(eq(unread.source, source)).returning({ id: unread.id })).length),
    counts: () =>
      run(async ({ session }) => {
        const rows = await session.select({ source: unread.source, count: count() }).from(unread).groupBy(unread.source);
        return Object.fromEntries(rows.map(({ source, count: messages }) => [source, messages]));
      }),
  };
}

async function addUnread({ session, tenantId }: Work, messages: readonly NewUnread[]): Promise<void> {
  // Sorted, so that two who add the same wait for each other in one order.
  const rows = [...new Map(messages.map((message) => [digestOf(message), message]))].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [digest, { source, at, reason, meta, body, isCut }] of rows) {
    await session
      .insert(unread)
      .values({ tenantId, source, digest, firstAt: at, lastAt: at, reason, meta, body, isCut })
      .onConflictDoUpdate({
        target: [unread.tenantId, unread.source, unread.digest],
        set: { lastAt: at, times: sql`${unread.times} + 1`, reason },
      });
  }
  for (const source of new Set(messages.map((message) => message.source)))
    await session.execute(sql`
      delete from zhiban.unread where source = ${source}::text and id <= (
        select id from zhiban.unread where source = ${source}::text order by id desc offset ${keptMax} limit 1)`);
}

function digestOf({ source, body }: NewUnread): string {
  return createHash('sha256').update(`${source}\0${body}`).digest('hex');
}
