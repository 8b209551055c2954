/** How a Java process is written under `systems:`: the host it runs on, and what tells it from the others there. */

import { z } from 'zod';
import { entryShape, systemIdPattern } from '../entry.ts';

const matches = ['mainClass', 'pidFile', 'port'] as const;

export const jvmEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('jvm'),
    /** The host or ssh system that it runs on: everything goes through it. */
    runsOn: z.string().regex(systemIdPattern, 'expected the id of a host or ssh system'),
    /** The main class, or the jar, by its full or its last name. */
    mainClass: z.string().min(1).max(300).optional(),
    pidFile: z
      .string()
      .regex(/^(?!.*\/\.\.(?:\/|$))\/[^\p{Cc}]{0,1023}$/u, 'expected an absolute path')
      .optional(),
    /** The port that it listens on. */
    port: z.number().int().min(1).max(65_535).optional(),
  })
  .refine((entry) => matches.filter((name) => entry[name] !== undefined).length === 1, {
    error: 'expected one of mainClass, pidFile or port',
    path: ['mainClass'],
  });

export type JvmEntry = z.infer<typeof jvmEntry>;
