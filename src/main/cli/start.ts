/** `zhiban start`: everything in one, on this machine. */

import { startDev } from '../dev.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** The supervisor's code for a data directory that is in use. */
const isRunningCode = 3;

export async function runStart(context: CliContext): Promise<ExitCode> {
  const code = await startDev({ environment: context.environment, locale: context.terminal.locale });
  if (code === 0) return exitCodes.ok;
  return code === isRunningCode ? exitCodes.conflict : exitCodes.error;
}
