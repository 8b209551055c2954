/** What is wrong with the configuration file: where, what was expected, and what was probably meant. */

import { basename } from 'node:path';
import { ZhibanError } from '../domain/errors.ts';
import type { Locale, LocalText } from '../domain/text.ts';
import type { SchemaPath } from './json-schema.ts';

export interface ConfigProblem {
  readonly level: 'error' | 'warning';
  /** `systems[1].port`; empty for the file as a whole. */
  readonly path: string;
  /** From 1; null when the file has no such place. */
  readonly line: number | null;
  readonly column: number | null;
  readonly text: LocalText;
}

/** Thrown when the file can't be used; carries every problem that was found, not only the first. */
export class ConfigError extends ZhibanError {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const lines = problems.map((problem) => `  ${formatProblem(file, problem, 'en')}`);
    super('invalid', `Cannot use the configuration ${file}: ${count}\n${lines.join('\n')}`, { details: { file, problems } });
    this.name = 'ConfigError';
    this.file = file;
    this.problems = problems;
  }
}

/** `zhiban.yaml:12:5 systems[1].port: expected a whole number`. */
export function formatProblem(file: string, problem: ConfigProblem, locale: Locale): string {
  const place = problem.line === null ? basename(file) : `${basename(file)}:${problem.line}:${problem.column ?? 1}`;
  const colon = locale === 'en' ? ': ' : '：';
  return problem.path === '' ? `${place} ${problem.text[locale]}` : `${place} ${problem.path}${colon}${problem.text[locale]}`;
}

/** `['systems', 1, 'port']` → `systems[1].port`. */
export function formatPath(path: SchemaPath): string {
  let text = '';
  for (const step of path) {
    text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  }
  return text;
}
