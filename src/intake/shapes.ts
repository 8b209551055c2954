/** What all sources share: bounded label maps, times, and one form of refusal. */

import { z } from 'zod';
import { ZhibanError } from '../domain/errors.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';

const labelsMax = 100;
const nameLengthMax = 300;
const valueLengthMax = 4_000;
const addressLengthMax = 4_000;

/**
 * Label and annotation values: masked and cut where they enter, so that nothing behind sees a secret or a megabyte. In one pass by hand:
 * a schema of each value costs more than all the rest of an alert.
 */
export const labelMap = z.unknown().transform((given, context): Readonly<Record<string, string>> => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    context.addIssue({ code: 'custom', message: 'expected an object of names and values', input: given });
    return z.NEVER;
  }
  const kept: Record<string, string> = {};
  let count = 0;
  for (const [name, value] of Object.entries(given)) {
    const problem = name.length > nameLengthMax ? `expected a name of at most ${nameLengthMax} characters` : scalarProblem(value);
    if (problem !== null) {
      context.addIssue({ code: 'custom', message: problem, input: value, path: [name.slice(0, nameLengthMax)] });
      return z.NEVER;
    }
    count += 1;
    if (count <= labelsMax && value !== null) kept[name] = maskSecrets(String(value)).slice(0, valueLengthMax);
  }
  return kept;
});

function scalarProblem(value: unknown): string | null {
  const isScalar = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  return isScalar ? null : 'expected text, a number, true, false or null';
}

/** Text, a number or yes and no as text; null where there is none. Senders are free with the types of one field. */
export const word = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((given) => (given === undefined || given === null || given === '' ? null : String(given)));

/** As `word`, where a body without it can't be told from something else. */
export const neededWord = z
  .union([z.string(), z.number()], { error: 'expected a text' })
  .transform(String)
  .refine((given) => given !== '', { error: 'expected a text that is not empty' });

/** A moment as text or a number; read with `alertTime`. */
export const moment = z.union([z.string(), z.number()]).nullish();

/** ISO 8601 in UTC, or null for what is missing, unreadable or Alertmanager's zero time. */
export function alertTime(given: string | number | undefined | null): string | null {
  if (given === undefined || given === null || given === '') return null;
  const epoch = typeof given === 'number' ? given : /^\d{9,13}(?:\.\d+)?$/.test(given) ? Number(given) : null;
  const at = new Date(epoch === null ? given : epoch < 1e11 ? epoch * 1_000 : epoch);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1971 || at.getUTCFullYear() > 9_000) return null;
  return at.toISOString();
}

/** The same for one body: most of its alerts begin, and are true until, the same few moments. */
export function createAlertTimes(): typeof alertTime {
  const known = new Map<string, string | null>();
  return (given) => {
    if (typeof given !== 'string') return alertTime(given);
    const before = known.get(given);
    if (before !== undefined) return before;
    const at = alertTime(given);
    known.set(given, at);
    return at;
  };
}

/** `2026-11-21 09:58:12` (also with `/`, `.` or `T`) where the source's zone is known by other means. */
export function zonedTime(given: string | undefined | null, utcOffset: string): string | null {
  const [, year, month, day, time] = /^(\d{4})[-/.](\d{2})[-/.](\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(given ?? '') ?? [];
  return year === undefined ? null : alertTime(`${year}-${month}-${day}T${time}${utcOffset}`);
}

/** A link that a browser may follow, without its secrets; null for anything else, above all for `javascript:`. */
export function webAddress(given: string | undefined | null): string | null {
  if (given === undefined || given === null || given.length > addressLengthMax) return null;
  const protocol = URL.parse(given)?.protocol;
  return protocol === 'http:' || protocol === 'https:' ? maskSecrets(given) : null;
}

export function invalidBody(source: string, error: z.ZodError): ZhibanError {
  const problems = error.issues.slice(0, 3).map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`);
  return new ZhibanError('invalid', `The body is not a notification of ${source}: ${problems.join('; ')}`, { details: { problems } });
}
