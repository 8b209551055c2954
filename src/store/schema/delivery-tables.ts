/** Tables of what is to be said to people and told to workflows. */

import type { MessageRef, Place } from '../../domain/place.ts';
import type { Locale, LocalText } from '../../domain/text.ts';
import { instant, json, text } from '../columns.ts';
import type { RelayItem } from '../contract.ts';
import { bigint, boolean, integer, primaryKey } from '../drizzle.ts';
import type { RoomState } from '../room-contract.ts';
import { house } from './house.ts';

export const threads = house.table(
  'threads',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    incidentId: text('incident_id').notNull(),
    adapter: text('adapter').notNull(),
    workspace: text('workspace').notNull(),
    channel: text('channel').notNull(),
    thread: text('thread'),
    locale: text('locale').$type<Locale>().notNull(),
    rootId: text('root_id'),
    rootPlace: json<Place>('root_place'),
    rootThread: text('root_thread'),
    parentId: text('parent_id'),
    parentPlace: json<Place>('parent_place'),
    cardRevision: integer('card_revision').notNull(),
    incidentRevision: integer('incident_revision').notNull(),
    leasedUntil: instant('leased_until'),
    isRoom: boolean('is_room').notNull().default(false),
    closedAt: instant('closed_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const outbox = house.table(
  'outbox',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    incidentId: text('incident_id').notNull(),
    threadId: text('thread_id').notNull(),
    slot: text('slot').notNull(),
    /** The index in `priorities`: smaller goes first. */
    priority: integer('priority').notNull(),
    text: json<LocalText>('text').notNull(),
    evidenceIds: json<readonly string[]>('evidence_ids').notNull(),
    state: text('state').$type<'waiting' | 'sent' | 'dead'>().notNull(),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
    leasedUntil: instant('leased_until'),
    error: text('error'),
    message: json<MessageRef>('message'),
    replayedAt: instant('replayed_at'),
    personIds: json<readonly string[]>('person_ids').notNull().default([]),
    urge: text('urge').$type<'app' | 'sms' | 'phone'>(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const rooms = house.table(
  'rooms',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    incidentId: text('incident_id').notNull(),
    adapter: text('adapter').notNull(),
    name: text('name').notNull(),
    locale: text('locale').$type<Locale>().notNull(),
    invite: json<readonly string[]>('invite').notNull(),
    closeAfterMs: bigint('close_after_ms', { mode: 'number' }).notNull(),
    requestedBy: text('requested_by').notNull(),
    state: text('state').$type<RoomState>().notNull(),
    place: json<Place>('place'),
    topic: text('topic'),
    invited: json<readonly string[]>('invited').notNull(),
    link: text('link'),
    seenRevision: integer('seen_revision').notNull(),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
    leasedUntil: instant('leased_until'),
    error: text('error'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const relay = house.table(
  'relay',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    incidentId: text('incident_id').notNull(),
    kind: text('kind').$type<RelayItem['kind']>().notNull(),
    payload: json<Readonly<Record<string, unknown>>>('payload').notNull(),
    key: text('key').notNull(),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
    leasedUntil: instant('leased_until'),
    doneAt: instant('done_at'),
    error: text('error'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const interactions = house.table(
  'interactions',
  { tenantId: text('tenant_id').notNull(), key: text('key').notNull(), at: instant('at').notNull() },
  (table) => [primaryKey({ columns: [table.tenantId, table.key] })],
);
