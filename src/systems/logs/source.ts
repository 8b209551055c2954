/** `logs:` of a system's entry, as it is written. */

import { z } from 'zod';
import { argumentPatterns } from '../linux/commands/argument.ts';
import type { LogSource } from './contract.ts';

const sourcesMax = 32;
const system = z.string().min(1);

export const logSources = z
  .array(
    z.union(
      [
        z.string().regex(argumentPatterns.path),
        z.strictObject({ system, query: z.string().min(1).max(2_000) }),
        z.strictObject({ system, service: z.string().min(1).max(100) }),
      ],
      { error: 'expected the absolute path of a file, or { system: ID, query: QUERY } or { system: ID, service: NAME } of a log system' },
    ),
  )
  .max(sourcesMax)
  .default([]);

export function isPath(source: LogSource): source is string {
  return typeof source === 'string';
}

/** For people: the path, or the system and what is asked of it. */
export function sourceName(source: LogSource): string {
  if (isPath(source)) return source;
  return `${source.system}: ${'query' in source ? source.query : source.service}`;
}
