/** `logs:` of a system's entry, as it is written. */

import { z } from 'zod';
import { argumentPatterns } from '../linux/commands/argument.ts';
import type { LogSource } from './contract.ts';

const sourcesMax = 32;

export const logSources = z
  .array(
    z.union([z.string().regex(argumentPatterns.path), z.strictObject({ system: z.string().min(1), query: z.string().min(1).max(2_000) })], {
      error: 'expected the absolute path of a file, or { system: ID, query: QUERY } of a log system',
    }),
  )
  .max(sourcesMax)
  .default([]);

export function isPath(source: LogSource): source is string {
  return typeof source === 'string';
}

/** For people: the path, or the system and what is asked of it. */
export function sourceName(source: LogSource): string {
  return isPath(source) ? source : `${source.system}: ${source.query}`;
}
