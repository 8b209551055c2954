/** Tables of what keeps alerts quiet, and of the alerts that were kept. */

import type { IncomingAlert, Labels } from '../../domain/alert.ts';
import type { Matcher } from '../../domain/silence.ts';
import type { SuppressionReason, SuppressionState } from '../../domain/suppression.ts';
import { instant, json, text } from '../columns.ts';
import { bigint, integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const silences = house.table(
  'silences',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    matchers: json<readonly Matcher[]>('matchers').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    comment: text('comment').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    incidentId: text('incident_id'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const suppressions = house.table(
  'suppressions',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    source: text('source').notNull(),
    fingerprint: text('fingerprint').notNull(),
    groupKey: text('group_key').notNull(),
    status: text('status').$type<IncomingAlert['status']>().notNull(),
    labels: json<Labels>('labels').notNull(),
    annotations: json<Labels>('annotations').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    generatorUrl: text('generator_url'),
    receivedAt: instant('received_at').notNull(),
    repeats: integer('repeats').notNull(),
    state: text('state').$type<SuppressionState>().notNull(),
    reasons: json<readonly SuppressionReason[]>('reasons').notNull(),
    since: instant('since').notNull(),
    recheckAt: instant('recheck_at'),
    closedAt: instant('closed_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
