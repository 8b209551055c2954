/** Tables of rules, and of what they need to know of alerts. */

import type { AlertChanges } from '../../analysis/noise/flapping.ts';
import type { RuleBook } from '../../domain/rule-book.ts';
import { instant, json, text } from '../columns.ts';
import { boolean, integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const ruleBooks = house.table(
  'rule_books',
  {
    tenantId: text('tenant_id').notNull(),
    version: integer('version').notNull(),
    book: json<RuleBook>('book').notNull(),
    comment: text('comment').notNull(),
    savedBy: text('saved_by').notNull(),
    savedAt: instant('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.version] })],
);

export const alertChanges = house.table(
  'alert_changes',
  {
    tenantId: text('tenant_id').notNull(),
    groupKey: text('group_key').notNull(),
    source: text('source').notNull(),
    fingerprint: text('fingerprint').notNull(),
    status: text('status').$type<AlertChanges['status']>().notNull(),
    startsAt: instant('starts_at').notNull(),
    changes: json<readonly number[]>('changes').notNull(),
    flappingSince: instant('flapping_since'),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.groupKey, table.source, table.fingerprint] })],
);

export const inhibitors = house.table(
  'inhibitors',
  {
    tenantId: text('tenant_id').notNull(),
    ruleId: text('rule_id').notNull(),
    key: text('key').notNull(),
    source: text('source').notNull(),
    fingerprint: text('fingerprint').notNull(),
    title: text('title').notNull(),
    isTarget: boolean('is_target').notNull(),
    endsAt: instant('ends_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.ruleId, table.key, table.source, table.fingerprint] })],
);
