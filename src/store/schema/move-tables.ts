/** Tables of merges and splits by hand. */

import { instant, json, text } from '../columns.ts';
import { integer, primaryKey } from '../drizzle.ts';
import type { Move, MoveBefore } from '../move-contract.ts';
import { house } from './house.ts';

export const adoptedGroups = house.table(
  'adopted_groups',
  {
    tenantId: text('tenant_id').notNull(),
    incidentId: text('incident_id').notNull(),
    groupKey: text('group_key').notNull(),
    since: instant('since').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.incidentId, table.groupKey] })],
);

export const detours = house.table(
  'detours',
  {
    tenantId: text('tenant_id').notNull(),
    groupKey: text('group_key').notNull(),
    source: text('source').notNull(),
    fingerprint: text('fingerprint').notNull(),
    toGroupKey: text('to_group_key').notNull(),
    incidentId: text('incident_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.groupKey, table.source, table.fingerprint] })],
);

export const moves = house.table(
  'moves',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    kind: text('kind').$type<Move['kind']>().notNull(),
    fromId: text('from_id').notNull(),
    toId: text('to_id').notNull(),
    at: instant('at').notNull(),
    personId: text('person_id').notNull(),
    personName: text('person_name').notNull(),
    alerts: integer('alerts').notNull(),
    groupKeys: json<readonly string[]>('group_keys').notNull(),
    before: json<MoveBefore>('before').notNull(),
    undoneAt: instant('undone_at'),
    undoneBy: text('undone_by'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
