/** The keys that every kind's entry shares, as zod shapes. */

import { z } from 'zod';
import { logSources } from './logs/source.ts';

export const systemIdPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/;

export const entryShape = {
  id: z.string().regex(systemIdPattern, 'expected letters, digits, dot, dash or underscore, at most 63'),
  runsOn: z.string().optional(),
  dependsOn: z.array(z.string()).default([]),
  logs: logSources,
  labels: z.record(z.string(), z.string()).default({}),
  actionsEnabled: z.boolean().default(true),
} as const;
