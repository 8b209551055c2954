/** The audit: a chain in which every entry carries the hash of the one before, so that a change or a gap shows. */

import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/plan-digest.ts';
import { asStored, cleanText, toInstant } from './columns.ts';
import type { AuditEntry, AuditStore, NewAuditEntry } from './contract.ts';
import { and, asc, desc, eq, gt, lt, sql } from './drizzle.ts';
import { counters } from './schema/incident-tables.ts';
import { audit } from './schema/record-tables.ts';
import type { Ground, Run, Work } from './work.ts';

/** What the first entry points to. */
const beginning = '0'.repeat(64);
const batchRows = 1_000;
/** The counter holds the last number given, so that entries missing at the end show too. */
const counterName = 'audit';

export function createAuditStore({ run }: Ground): AuditStore {
  return {
    append: (entry) => run((at) => appendEntry(at, entry)),
    list: (filter) => run((at) => listEntries(at, filter)),
    verify: () => verifyChain(run),
  };
}

async function appendEntry(at: Work, entry: NewAuditEntry): Promise<AuditEntry> {
  // The lock must be held before the statement that reads the end of the chain begins.
  await at.session.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`zhiban.audit:${at.tenantId}`}, 0))`);
  const [last] = await at.session.select({ seq: audit.seq, hash: audit.hash }).from(audit).orderBy(desc(audit.seq)).limit(1);
  const seq = (last?.seq ?? 0) + 1;
  const linked = { ...storedForm(entry), seq, previousHash: last?.hash ?? beginning };
  const full = { ...linked, hash: hashOf(at.tenantId, linked) };
  await at.session.insert(audit).values({ ...full, tenantId: at.tenantId });
  await at.session
    .insert(counters)
    .values({ tenantId: at.tenantId, name: counterName, value: seq })
    .onConflictDoUpdate({ target: [counters.tenantId, counters.name], set: { value: seq } });
  return full;
}

/** Newest first. */
async function listEntries(at: Work, filter: Parameters<AuditStore['list']>[0]): Promise<readonly AuditEntry[]> {
  const { incidentId, beforeSeq, limit } = filter;
  const wanted = and(
    incidentId === undefined ? undefined : eq(audit.incidentId, incidentId),
    beforeSeq === undefined ? undefined : lt(audit.seq, beforeSeq),
  );
  const rows = await at.session.select().from(audit).where(wanted).orderBy(desc(audit.seq)).limit(limit);
  return rows.map(toEntry);
}

/** In batches, each in a transaction of its own: entries are only ever added, so nothing is missed in between. */
async function verifyChain(run: Run): ReturnType<AuditStore['verify']> {
  let [seq, hash] = [0, beginning];
  for (;;) {
    const after = seq;
    const { tenantId, batch, counted } = await run((at) => readBatch(at, after));
    for (const entry of batch) {
      const reason = misfit(tenantId, entry, seq, hash);
      if (reason !== null) return { entries: seq, brokenAt: entry.seq, reason };
      seq = entry.seq;
      hash = entry.hash;
    }
    if (batch.length === batchRows) continue;
    if (counted > seq) return { entries: seq, brokenAt: seq + 1, reason: `entries ${seq + 1} to ${counted} are missing at the end` };
    return { entries: seq, brokenAt: null, reason: null };
  }
}

async function readBatch(at: Work, afterSeq: number) {
  const [counter] = await at.session.select({ value: counters.value }).from(counters).where(eq(counters.name, counterName));
  const rows = await at.session.select().from(audit).where(gt(audit.seq, afterSeq)).orderBy(asc(audit.seq)).limit(batchRows);
  return { tenantId: at.tenantId, batch: rows.map(toEntry), counted: counter?.value ?? 0 };
}

function misfit(tenantId: string, entry: AuditEntry, previousSeq: number, previousHash: string): string | null {
  if (entry.seq !== previousSeq + 1) return `entry ${previousSeq + 1} is missing`;
  if (entry.previousHash !== previousHash) return 'it does not point to the entry before it';
  if (entry.hash !== hashOf(tenantId, entry)) return 'its content does not match its hash';
  return null;
}

/** The hash is made of what will be read back: times to the millisecond, JSON as the database keeps it. */
function storedForm({ at, actor, door, action, incidentId, target, outcome, details }: NewAuditEntry): NewAuditEntry {
  return {
    at: toInstant(at),
    actor: cleanText(actor),
    door: cleanText(door),
    action: cleanText(action),
    incidentId: incidentId === null ? null : cleanText(incidentId),
    target: cleanText(target),
    outcome,
    details: asRecord(asStored(details)),
  };
}

function hashOf(tenantId: string, entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, actor, door, action, incidentId, target, outcome, details, previousHash } = entry;
  const bound = { tenantId, seq, at, actor, door, action, incidentId, target, outcome, details, previousHash };
  return createHash('sha256').update(canonicalJson(bound)).digest('hex');
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toEntry({ tenantId: _, ...entry }: typeof audit.$inferSelect): AuditEntry {
  return entry;
}
