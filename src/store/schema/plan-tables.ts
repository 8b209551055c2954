/** Tables of what is proposed, decided and done. */

import type { ActionArguments, Approval, PlanState, PlanStep, Risk, StepState } from '../../domain/plan.ts';
import type { LocalText } from '../../domain/text.ts';
import { instant, json, text } from '../columns.ts';
import { integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const plans = house.table(
  'plans',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    incidentId: text('incident_id').notNull(),
    digest: text('digest').notNull(),
    state: text('state').$type<PlanState>().notNull(),
    risk: text('risk').$type<Risk>().notNull(),
    title: json<LocalText>('title').notNull(),
    requestedBy: text('requested_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    approvalsNeeded: integer('approvals_needed').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

export const planSteps = house.table(
  'plan_steps',
  {
    tenantId: text('tenant_id').notNull(),
    planId: text('plan_id').notNull(),
    index: integer('index').notNull(),
    systemId: text('system_id').notNull(),
    kind: text('kind').notNull(),
    action: text('action').notNull(),
    arguments: json<ActionArguments>('arguments').notNull(),
    risk: text('risk').$type<Risk>().notNull(),
    summary: json<LocalText>('summary').notNull(),
    why: json<LocalText>('why').notNull(),
    evidenceIds: json<readonly string[]>('evidence_ids').notNull(),
    effect: json<LocalText>('effect').notNull(),
    verification: json<LocalText>('verification').notNull(),
    undo: json<PlanStep['undo']>('undo').notNull(),
    state: text('state').$type<StepState>().notNull(),
    note: json<LocalText>('note'),
    proposedOn: json<Readonly<Record<string, unknown>>>('proposed_on'),
    before: json<Readonly<Record<string, unknown>>>('before'),
    leftAs: json<Readonly<Record<string, unknown>>>('left_as'),
    applyStartedAt: instant('apply_started_at'),
    appliedAt: instant('applied_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.planId, table.index] })],
);

export const approvals = house.table(
  'approvals',
  {
    tenantId: text('tenant_id').notNull(),
    planId: text('plan_id').notNull(),
    digest: text('digest').notNull(),
    decision: text('decision').$type<Approval['decision']>().notNull(),
    personId: text('person_id').notNull(),
    personName: text('person_name').notNull(),
    door: text('door').notNull(),
    at: instant('at').notNull(),
    reason: text('reason'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.planId, table.personId] })],
);
