/** The table of messages that could not be read. */

import type { LocalText } from '../../domain/text.ts';
import { instant, json, text } from '../columns.ts';
import { bigint, boolean, integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const unread = house.table(
  'unread',
  {
    tenantId: text('tenant_id').notNull(),
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    source: text('source').notNull(),
    digest: text('digest').notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
    times: integer('times').notNull().default(1),
    reason: json<LocalText>('reason').notNull(),
    meta: json<Readonly<Record<string, unknown>>>('meta').notNull(),
    body: text('body').notNull(),
    isCut: boolean('is_cut').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
