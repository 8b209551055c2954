/** The table of changes that were told. */

import type { ChangeKind } from '../../domain/change.ts';
import { instant, json, text } from '../columns.ts';
import { primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const changes = house.table(
  'changes',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    at: instant('at').notNull(),
    kind: text('kind').$type<ChangeKind>().notNull(),
    systemIds: json<readonly string[]>('system_ids').notNull(),
    title: text('title').notNull(),
    version: text('version'),
    author: text('author'),
    url: text('url'),
    source: text('source').notNull(),
    key: text('key').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
