/** Tables of what was done and said around the incidents: audit, console chat, sessions, live events, model calls, settings. */

import { instant, json, text } from '../columns.ts';
import type { AuditEntry } from '../contract.ts';
import { bigint, boolean, integer, primaryKey } from '../drizzle.ts';
import type { EventKind } from '../event-contract.ts';
import { house } from './house.ts';

export const audit = house.table(
  'audit',
  {
    tenantId: text('tenant_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    door: text('door').notNull(),
    action: text('action').notNull(),
    incidentId: text('incident_id'),
    target: text('target').notNull(),
    outcome: text('outcome').$type<AuditEntry['outcome']>().notNull(),
    details: json<Readonly<Record<string, unknown>>>('details').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.seq] })],
);

export const chatMessages = house.table(
  'chat_messages',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    channel: text('channel').notNull(),
    threadId: text('thread_id'),
    author: text('author').notNull(),
    authorName: text('author_name').notNull(),
    isBot: boolean('is_bot').notNull(),
    at: instant('at').notNull(),
    editedAt: instant('edited_at'),
    body: json<Readonly<Record<string, unknown>>>('body').notNull(),
    incidentId: text('incident_id'),
    replies: integer('replies').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const sessions = house.table(
  'sessions',
  {
    tenantId: text('tenant_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    kind: text('kind').$type<'login' | 'browser'>().notNull(),
    personId: text('person_id').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.tokenHash] })],
);

export const events = house.table('events', {
  seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  tenantId: text('tenant_id').notNull(),
  kind: text('kind').$type<EventKind>().notNull(),
  incidentId: text('incident_id'),
  payload: json<Readonly<Record<string, unknown>>>('payload').notNull(),
});

export const modelCalls = house.table(
  'model_calls',
  {
    tenantId: text('tenant_id').notNull(),
    incidentId: text('incident_id').notNull(),
    run: integer('run').notNull(),
    turn: integer('turn').notNull(),
    profile: text('profile').notNull(),
    request: json<Readonly<Record<string, unknown>>>('request').notNull(),
    response: json<Readonly<Record<string, unknown>>>('response').notNull(),
    tokens: integer('tokens').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.incidentId, table.run, table.turn] })],
);

export const settings = house.table(
  'settings',
  { tenantId: text('tenant_id').notNull(), key: text('key').notNull(), value: json<unknown>('value').notNull() },
  (table) => [primaryKey({ columns: [table.tenantId, table.key] })],
);
