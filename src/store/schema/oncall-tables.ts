/** Tables of shifts that people take, and of the feeds that calendars read. */

import type { Locale } from '../../domain/text.ts';
import { instant, text } from '../columns.ts';
import { bigint, primaryKey } from '../drizzle.ts';
import type { OverrideRecord } from '../oncall-contract.ts';
import { house } from './house.ts';

export const overrides = house.table(
  'oncall_overrides',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    scheduleId: text('schedule_id').notNull(),
    personId: text('person_id').notNull(),
    insteadOf: text('instead_of'),
    from: instant('from_at').notNull(),
    to: instant('to_at').notNull(),
    reason: text('reason').notNull(),
    state: text('state').$type<OverrideRecord['state']>().notNull(),
    code: text('code'),
    uid: text('uid'),
    at: instant('at').notNull(),
    by: text('by_person').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const feeds = house.table(
  'oncall_feeds',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    tokenHash: text('token_hash').notNull(),
    scheduleId: text('schedule_id'),
    personId: text('person_id'),
    locale: text('locale').$type<Locale>().notNull(),
    at: instant('at').notNull(),
    by: text('by_person').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
