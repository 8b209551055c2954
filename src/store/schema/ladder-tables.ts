/** Tables of ladders that incidents are on, and of the calls that came of them. */

import type { LadderRecord, PageRecord } from '../../domain/ladder.ts';
import { instant, text } from '../columns.ts';
import { bigint, integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const ladders = house.table(
  'ladders',
  {
    tenantId: text('tenant_id').notNull(),
    incidentId: text('incident_id').notNull(),
    run: integer('run').notNull(),
    ladder: text('ladder').notNull(),
    state: text('state').$type<LadderRecord['state']>().notNull(),
    end: text('ended_by').$type<NonNullable<LadderRecord['end']>>(),
    beganAt: instant('began_at').notNull(),
    step: integer('step').notNull(),
    nextAt: instant('next_at'),
    snoozedUntil: instant('snoozed_until'),
    snoozedBy: text('snoozed_by'),
    takenAtStep: integer('taken_at_step'),
    askedAt: instant('asked_at'),
    heldUntil: instant('held_until'),
    heldBy: text('held_by'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.incidentId] })],
);

export const pages = house.table(
  'pages',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
    incidentId: text('incident_id').notNull(),
    run: integer('run').notNull(),
    kind: text('kind').$type<PageRecord['kind']>().notNull(),
    step: integer('step').notNull(),
    level: integer('level'),
    way: text('way').$type<PageRecord['way']>().notNull(),
    personId: text('person_id'),
    slot: text('slot'),
    state: text('state').$type<PageRecord['state']>().notNull(),
    reason: text('reason').$type<NonNullable<PageRecord['reason']>>(),
    detail: text('detail'),
    at: instant('at').notNull(),
    sentAt: instant('sent_at'),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
    leasedUntil: instant('leased_until'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
