/** Threads found from what is quoted, and from what is still open in a channel: for platforms where a reply names no thread. */

import type { Place } from '../domain/place.ts';
import { and, desc, eq, ne, or, sql } from './drizzle.ts';
import type { QuoteStore } from './quote-contract.ts';
import { outbox, threads } from './schema/delivery-tables.ts';
import { incidents } from './schema/incident-tables.ts';
import { inPlace, toThread } from './threads.ts';
import type { Ground, Work } from './work.ts';

export function createQuoteStore({ run }: Ground): QuoteStore {
  return {
    findByMessage: (place, messageId) => run((at) => findByMessage(at, place, messageId)),
    openIn: (place, limit) => run((at) => listOpen(at, place, limit)),
  };
}

async function findByMessage({ session }: Work, place: Place, messageId: string): ReturnType<QuoteStore['findByMessage']> {
  const anchors = [threads.thread, threads.rootId, threads.rootThread, threads.parentId].map((column) => eq(column, messageId));
  const [anchored] = await session
    .select()
    .from(threads)
    .where(and(inPlace(place), or(...anchors)))
    .orderBy(desc(threads.seq))
    .limit(1);
  if (anchored) return toThread(anchored);
  const [said] = await session
    .select({ thread: threads })
    .from(threads)
    .innerJoin(outbox, eq(outbox.threadId, threads.id))
    .where(and(inPlace(place), sql`${outbox.message} ->> 'id' = ${messageId}`))
    .orderBy(desc(threads.seq))
    .limit(1);
  return said ? toThread(said.thread) : null;
}

async function listOpen({ session }: Work, place: Place, limit: number): ReturnType<QuoteStore['openIn']> {
  const rows = await session
    .select({ thread: threads, code: incidents.code, title: incidents.title })
    .from(threads)
    .innerJoin(incidents, eq(incidents.id, threads.incidentId))
    .where(and(inPlace(place), ne(incidents.status, 'resolved')))
    .orderBy(desc(threads.seq))
    .limit(limit);
  return rows.map(({ thread, code, title }) => ({ thread: toThread(thread), code, title }));
}
