/** Tables of storms and of the groups that are told in them. */

import type { Labels } from '../../domain/alert.ts';
import { instant, json, text } from '../columns.ts';
import { integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const storms = house.table(
  'storms',
  {
    tenantId: text('tenant_id').notNull(),
    incidentId: text('incident_id').notNull(),
    beganAt: instant('began_at').notNull(),
    lastAt: instant('last_at').notNull(),
    endedAt: instant('ended_at'),
    minuteAt: instant('minute_at').notNull(),
    minuteAdded: integer('minute_added').notNull(),
    previousAdded: integer('previous_added').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.incidentId] })],
);

export const stormGroups = house.table(
  'storm_groups',
  {
    tenantId: text('tenant_id').notNull(),
    incidentId: text('incident_id').notNull(),
    groupKey: text('group_key').notNull(),
    labels: json<Labels>('labels').notNull(),
    firing: integer('firing').notNull(),
    total: integer('total').notNull(),
    joinedAt: instant('joined_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.incidentId, table.groupKey] })],
);
