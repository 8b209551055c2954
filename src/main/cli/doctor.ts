/** `zhiban doctor`: asks the running server, or looks from outside when there is none. */

import type { DoctorCheck } from '../../api/contract.ts';
import { isAway } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printWrapped } from './print-card.ts';
import { wrapToWidth } from './width.ts';

/** Exit code 1 when something is at fault; warnings alone are fine. */
export async function runDoctor(context: CliContext): Promise<ExitCode> {
  const found = await look(context);
  const fails = found.checks.filter((check) => check.level === 'fail').length;
  const warns = found.checks.filter((check) => check.level === 'warn').length;
  answer(context, { running: found.isRunning, checks: found.checks }, () => {
    const { terminal } = context;
    terminal.line(found.isRunning ? say(context, 'doctor.running', { url: context.api().baseUrl }) : say(context, 'doctor.standalone'));
    for (const check of found.checks) printCheck(context, check);
    const isGood = fails === 0 && warns === 0;
    terminal.line(isGood ? terminal.colours.green(say(context, 'doctor.good')) : say(context, 'doctor.bad', { fail: fails, warn: warns }));
  });
  return fails > 0 ? exitCodes.error : exitCodes.ok;
}

async function look(context: CliContext): Promise<{ readonly isRunning: boolean; readonly checks: readonly DoctorCheck[] }> {
  try {
    const { checks } = await context.api().get<{ readonly checks: readonly DoctorCheck[] }>('/api/v1/doctor');
    return { isRunning: true, checks };
  } catch (error) {
    if (!isAway(error)) throw error;
  }
  const { runStandaloneDoctor } = await import('../doctor/standalone.ts');
  return { isRunning: false, checks: await runStandaloneDoctor(context.environment) };
}

function printCheck({ terminal }: CliContext, check: DoctorCheck): void {
  const { colours, locale, columns } = terminal;
  const mark = { ok: colours.green('✔'), warn: colours.yellow('!'), fail: colours.red('✖') }[check.level];
  const lines = wrapToWidth(`${check.id}  ${check.text[locale]}`, columns - 2);
  for (const [index, line] of lines.entries()) terminal.line(`${index === 0 ? mark : ' '} ${line}`);
  if (check.advice !== null) printWrapped(terminal, check.advice[locale], '    ', colours.dim);
}
