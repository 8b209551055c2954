/** Plans as the API shows them. */

import { z } from 'zod';
import { planStates, risks, stepStates } from '../../domain/plan.ts';
import type { ApprovalView, PlanView, StepView } from '../../domain/view.ts';
import type { PlanResult, ProposedCommand } from '../../operations/contract.ts';
import { listOf, ofView } from './of-view.ts';

export const actionArguments = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const stepSchema = ofView<StepView>()(
  z.object({
    systemId: z.string(),
    action: z.string(),
    arguments: actionArguments,
    risk: z.enum(risks),
    summary: z.string(),
    why: z.string(),
    effect: z.string(),
    verification: z.string(),
    undo: z.object({ isPossible: z.boolean(), summary: z.string() }),
    evidenceIds: listOf(z.string()),
    state: z.enum(stepStates),
    note: z.string().nullable(),
  }),
);

export const approvalSchema = ofView<ApprovalView>()(
  z.object({
    decision: z.enum(['approve', 'reject']),
    personId: z.string(),
    personName: z.string(),
    door: z.string(),
    at: z.string(),
    reason: z.string().nullable(),
  }),
);

export const planSchema = ofView<PlanView>()(
  z.object({
    id: z.string(),
    incidentId: z.string(),
    digest: z.string().describe('SHA-256 of the incident and the exact steps; an approval is bound to it'),
    state: z.enum(planStates),
    risk: z.enum(risks),
    title: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    requestedBy: z.string(),
    approvalsNeeded: z.number(),
    approvals: listOf(approvalSchema),
    steps: listOf(stepSchema),
  }),
);

export const planResultSchema = ofView<PlanResult>()(
  z.object({
    plan: planSchema,
    isChanged: z.boolean().describe('False for a repeat that found it already so'),
    approvalsMissing: z.number(),
  }),
);

export const proposedCommandSchema = ofView<ProposedCommand>()(
  z.object({
    incidentId: z.string(),
    code: z.string(),
    isNew: z.boolean().describe('Whether an incident was opened for it'),
    plan: planSchema,
  }),
);
