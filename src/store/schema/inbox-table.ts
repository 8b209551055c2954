/** The table of alerts that wait to be grouped. */

import { instant, text } from '../columns.ts';
import { bigint, boolean, integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const inbox = house.table(
  'inbox',
  {
    tenantId: text('tenant_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    groupKey: text('group_key').notNull(),
    isUrgent: boolean('is_urgent').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** JSON of the alerts, as text: it is read once, and as a whole. */
    alerts: text('alerts').notNull(),
    attempts: integer('attempts').notNull().default(0),
    dueAt: instant('due_at').notNull(),
    error: text('error'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.seq] })],
);
