/** `zhiban approve`: shows exactly what will be done, asks, and sends the digest of what was shown. */

import { fill } from '../../domain/text.ts';
import type { PlanView } from '../../domain/view.ts';
import type { PlanResult } from '../../operations/contract.ts';
import { cardText } from '../../text/card.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findPlan } from './find-plan.ts';
import { printWrapped } from './print-card.ts';

export interface ApproveOptions {
  readonly isConfirmed: boolean;
  readonly digest?: string | undefined;
}

const digestPrefixMin = 12;

export async function runApprove(context: CliContext, planOrIncident: string, options: ApproveOptions): Promise<ExitCode> {
  const plan = await findPlan(context, planOrIncident);
  checkDigest(context, plan, options.digest);
  if (!context.isJson) printPlan(context, plan);
  if (plan.state === 'pending' && !options.isConfirmed && options.digest === undefined && !(await isAgreed(context, plan))) {
    context.terminal.problem(say(context, 'plan.declined'));
    return exitCodes.error;
  }
  const result = await context.api().post<PlanResult>(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
  answer(context, result, () => context.terminal.line(outcome(context, result)));
  return exitCodes.ok;
}

function checkDigest(context: CliContext, plan: PlanView, digest: string | undefined): void {
  if (digest === undefined) return;
  if (digest.length >= digestPrefixMin && plan.digest.startsWith(digest.toLowerCase())) return;
  throw new CliError('conflict', say(context, 'plan.changed', { digest: plan.digest }));
}

async function isAgreed(context: CliContext, plan: PlanView): Promise<boolean> {
  const { confirm } = context.terminal;
  if (confirm === null || context.isJson) throw new CliError('invalid', say(context, 'plan.needsYes'));
  return confirm(say(context, 'plan.confirm', { steps: plan.steps.length }));
}

function outcome(context: CliContext, result: PlanResult): string {
  if (!result.isChanged) return say(context, 'plan.approvedBefore');
  return result.approvalsMissing > 0
    ? say(context, 'plan.approvedPartly', { missing: result.approvalsMissing })
    : say(context, 'plan.approved');
}

/** Every argument as it will be used: what isn't shown can't be approved. */
export function printPlan({ terminal, ...rest }: CliContext, plan: PlanView): void {
  const { locale, colours } = terminal;
  const word = (key: keyof typeof cardText, values: Readonly<Record<string, string>> = {}): string => fill(cardText[key][locale], values);
  terminal.line(`${colours.bold(plan.title)}  ${word('risk', { risk: word(`risk.${plan.risk}`) })}`);
  for (const [index, step] of plan.steps.entries()) {
    printWrapped(terminal, `${index + 1}. ${step.systemId} · ${step.summary}`, '  ');
    printWrapped(terminal, `${step.action} ${JSON.stringify(step.arguments)}`, '     ', colours.cyan);
    printWrapped(terminal, word('stepWhy', { why: step.why }), '     ', colours.dim);
    printWrapped(terminal, word('stepEffect', { effect: step.effect, verification: step.verification }), '     ', colours.dim);
    printWrapped(terminal, word(step.undo.isPossible ? 'stepUndo' : 'stepNoUndo', { undo: step.undo.summary }), '     ', colours.dim);
  }
  terminal.line(`  ${colours.dim(say({ terminal, ...rest }, 'plan.digest', { digest: plan.digest.slice(0, 16) }))}`);
}
