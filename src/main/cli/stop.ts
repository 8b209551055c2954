/** `zhiban stop`: one plan, or everything that is running. */

import type { PlanResult } from '../../operations/contract.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findPlan } from './find-plan.ts';

export async function runStop(
  context: CliContext,
  planOrIncident: string | undefined,
  options: { readonly isAll: boolean },
): Promise<ExitCode> {
  if (options.isAll) return stopAll(context);
  if (planOrIncident === undefined) throw new CliError('invalid', say(context, 'usage.missingArgument'));
  const plan = await findPlan(context, planOrIncident);
  const result = await context.api().post<PlanResult>(`/api/v1/plans/${plan.id}/stop`);
  answer(context, result, () => context.terminal.line(say(context, result.isChanged ? 'plan.stopping' : 'plan.asBefore')));
  return exitCodes.ok;
}

async function stopAll(context: CliContext): Promise<ExitCode> {
  const result = await context.api().post<{ readonly stopped: readonly string[] }>('/api/v1/stop-all');
  answer(context, result, () => context.terminal.line(say(context, 'plan.stoppedAll', { count: result.stopped.length })));
  return exitCodes.ok;
}
