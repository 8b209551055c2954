/** Tables of which chat identity is whose. */

import { instant, text } from '../columns.ts';
import { primaryKey } from '../drizzle.ts';
import type { IdentityLink } from '../identity-contract.ts';
import { house } from './house.ts';

export const identityLinks = house.table(
  'identity_links',
  {
    tenantId: text('tenant_id').notNull(),
    adapter: text('adapter').notNull(),
    workspace: text('workspace').notNull(),
    userId: text('user_id').notNull(),
    personId: text('person_id').notNull(),
    name: text('name'),
    how: text('how').$type<IdentityLink['how']>().notNull(),
    at: instant('at').notNull(),
    by: text('by_person').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.adapter, table.workspace, table.userId] })],
);

export const linkCodes = house.table(
  'link_codes',
  {
    tenantId: text('tenant_id').notNull(),
    codeHash: text('code_hash').notNull(),
    adapter: text('adapter').notNull(),
    workspace: text('workspace').notNull(),
    userId: text('user_id').notNull(),
    name: text('name'),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.codeHash] })],
);
