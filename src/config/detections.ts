/** The configuration of what is watched by itself. */

import { z } from 'zod';
import { severities } from '../domain/alert.ts';

const look = z.strictObject({
  probe: z.string().min(1),
  /** A number that the look brings, such as `disk.worst.availableBytes`. */
  fact: z.string().min(1),
  /** A fact that names the series, such as `disk.worst.mount`. */
  nameFact: z.string().min(1).optional(),
  parameters: z.record(z.string(), z.unknown()).default({}),
});

const watch = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'expected lower-case letters, digits, dots and dashes'),
    title: z.string().min(1).max(120).optional(),
    /** One that keeps numbers over time, for `query`; any, for `look`. */
    system: z.string().min(1),
    query: z.string().min(1).max(4_000).optional(),
    look: look.optional(),
    find: z.enum(['anomaly', 'forecast']).default('anomaly'),
    direction: z.enum(['high', 'low', 'both']).default('both'),
    unit: z.string().max(20).default(''),
    severity: z.enum(severities).default('warning'),
    everySeconds: z.number().int().min(5).max(86_400).optional(),
    historyHours: z.number().int().min(1).max(2_160).default(168),
    seriesMax: z.number().int().min(1).max(200).default(30),
    budgetPerDay: z.number().int().min(0).max(100).optional(),
    /** For forecasts: not to be reached from below, or from above. */
    limit: z.number().optional(),
    floor: z.number().optional(),
    withinHours: z.number().min(1).max(2_160).default(72),
  })
  .refine(({ query, look: seen }) => (query === undefined) !== (seen === undefined), {
    path: ['query'],
    error: 'expected either query or look',
  })
  .refine(({ find, limit, floor }) => find === 'anomaly' || (limit === undefined) !== (floor === undefined), {
    path: ['limit'],
    error: 'expected either limit or floor for a forecast',
  });

export const detectionsConfig = z
  .strictObject({
    /** Disks, memory, certificates, connections and queues of the systems that are there. */
    builtIn: z.boolean().default(true),
    /** Ids of detections that are not wanted: of one (`disk@web-1`), or of all of a name (`disk`). */
    without: z.array(z.string().min(1)).max(500).default([]),
    /** Incidents a day, of all together and of each. */
    budgetPerDay: z.number().int().min(0).max(1_000).default(10),
    eachPerDay: z.number().int().min(0).max(100).default(3),
    watch: z.array(watch).max(200).default([]),
  })
  .prefault({});

export type DetectionsConfig = z.infer<typeof detectionsConfig>;
export type WatchConfig = z.infer<typeof watch>;
