/** Tables of moments and of what voices are to say of them. */

import type { VoiceTarget } from '../../domain/announcement.ts';
import type { DeliveryState } from '../../domain/delivery.ts';
import type { Moment } from '../../domain/moment.ts';
import { instant, json, text } from '../columns.ts';
import { bigint, boolean, integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const moments = house.table(
  'moments',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    incidentId: text('incident_id').notNull(),
    moment: text('moment').$type<Moment>().notNull(),
    key: text('key').notNull(),
    at: instant('at').notNull(),
    labels: json<Readonly<Record<string, string>>>('labels'),
    toldAt: instant('told_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const deliveries = house.table(
  'deliveries',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    incidentId: text('incident_id').notNull(),
    moment: text('moment').$type<Moment>().notNull(),
    momentKey: text('moment_key').notNull(),
    momentAt: instant('moment_at').notNull(),
    /** What has a pace of its own: `robot/ops-group`. */
    destination: text('destination').notNull(),
    /** The destination with its language and addresses. */
    targetKey: text('target_key').notNull(),
    target: json<VoiceTarget>('target').notNull(),
    /** The index in `priorities`: smaller goes first. */
    priority: integer('priority').notNull(),
    isDigest: boolean('is_digest').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
    waitingSince: instant('waiting_since').notNull(),
    leasedUntil: instant('leased_until'),
    messageId: text('message_id'),
    begunAt: instant('begun_at'),
    sentAt: instant('sent_at'),
    error: text('error'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
