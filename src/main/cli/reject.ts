/** `zhiban reject`. */

import type { PlanResult } from '../../operations/contract.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findPlan } from './find-plan.ts';

export async function runReject(context: CliContext, planOrIncident: string, reason: string): Promise<ExitCode> {
  const plan = await findPlan(context, planOrIncident);
  const result = await context.api().post<PlanResult>(`/api/v1/plans/${plan.id}/reject`, { reason });
  answer(context, result, () => context.terminal.line(say(context, result.isChanged ? 'plan.rejected' : 'plan.asBefore')));
  return exitCodes.ok;
}
