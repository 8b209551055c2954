/** Why a process could not start, for a person: configuration problems by file and line, everything else by its message. */

import type { Environment } from '../config/environment.ts';
import { ConfigError, formatProblem } from '../config/problem.ts';
import { ZhibanError } from '../domain/errors.ts';

export function explainFailure(error: unknown, environment: Pick<Environment, 'locale' | 'terminalLocale'>): string {
  const locale = environment.locale ?? environment.terminalLocale ?? 'en';
  if (error instanceof ConfigError) return error.problems.map((problem) => formatProblem(error.file, problem, locale)).join('\n');
  if (error instanceof ZhibanError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
