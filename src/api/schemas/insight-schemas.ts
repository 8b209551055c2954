/** The numbers of on-call work as the API shows them. */

import { z } from 'zod';
import { type Durations, type Insight, type InsightReport, insightGroups, type TimeSaved } from '../../domain/insight.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();
const count = z.number().int();

const durationsSchema = ofView<Durations>()(
  z.object({ count, mean: z.number(), median: z.number(), p95: z.number() }).describe('Seconds, and of how many incidents'),
);

const savedSchema = ofView<TimeSaved>()(
  z
    .object({ incidents: count, seconds: z.number() })
    .describe('By comparison with incidents of the same fault that were resolved by hand, at least three of each'),
);

const insightSchema = ofView<Insight>()(
  z.object({
    key: text,
    incidents: count,
    open: count,
    alerts: count,
    notifications: count,
    noise: z
      .object({ incidents: count, share: z.number().nullable() })
      .describe('Incidents of alerts that ended by themselves before anybody did anything'),
    detect: durationsSchema.nullable().describe('Trouble to alert received; its mean is the MTTD'),
    acknowledge: durationsSchema.nullable().describe('Received to acknowledged; its mean is the MTTA'),
    identify: durationsSchema.nullable().describe('Received to a known cause; its mean is the MTTI'),
    resolve: durationsSchema.nullable().describe('Trouble to resolved; its mean is the MTTR'),
    fixedByPlan: count,
    saved: savedSchema.nullable(),
  }),
);

export const insightReportSchema = ofView<InsightReport>()(
  z.object({
    since: text,
    until: text,
    timeZone: text,
    group: z.enum(insightGroups),
    total: insightSchema,
    items: listOf(insightSchema),
    isTruncated: z.boolean(),
  }),
);
