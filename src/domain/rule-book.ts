/** The rules by which alerts are changed, kept back and put together: one document, saved as a whole, so that each version can come back. */

import { z } from 'zod';
import { severities } from './alert.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'lower-case letters, digits, dots, dashes and underscores, 60 at most');
const name = z.string().min(1).max(200);
const labelName = z.string().regex(/^[\w.:-]{1,200}$/);
const matchers = z.array(z.string().min(1).max(3_000)).min(1).max(20).readonly();
const minutes = z.number().positive().max(10_080);

const actionsSchema = z.strictObject({
  drop: z.string().min(1).max(300).optional().describe('Why it is not told'),
  severity: z.enum(severities).optional(),
  labels: z.record(labelName, z.string().max(1_000)).optional().describe('An empty value takes the label away'),
  owner: z.string().max(200).optional(),
  runbook: z.string().max(2_000).optional().describe('An address'),
  route: z
    .string()
    .regex(/^[a-z]{1,30}\/\S{1,200}$/)
    .optional()
    .describe('slack/C0123: told there instead of where the routes say'),
  groupBy: z.array(labelName).min(1).max(10).readonly().optional().describe('One incident for each combination of these labels'),
  hold: z
    .strictObject({ count: z.number().int().min(2).max(1_000), withinMinutes: minutes })
    .optional()
    .describe('Not told before so many have come'),
});

const ruleSchema = z.strictObject({
  id,
  name,
  when: z.string().min(1).max(2_000).describe('A condition in CEL'),
  do: actionsSchema.refine((actions) => Object.keys(actions).length > 0, 'say what is to be done'),
  isOff: z.boolean().optional(),
});

const inhibitionSchema = z.strictObject({
  id,
  name: name.optional(),
  source: matchers.describe('What fires'),
  target: matchers.describe('What is not told meanwhile'),
  equal: z.array(labelName).max(10).readonly().default([]),
});

const windowSchema = z.strictObject({
  id,
  name,
  matchers: matchers.optional(),
  systems: z.array(z.string().min(1).max(100)).max(200).readonly().optional(),
  startsAt: z.iso
    .datetime({ offset: true, local: true })
    .optional()
    .describe('Once, or the first time of an rrule; in timeZone unless it says'),
  endsAt: z.iso.datetime({ offset: true, local: true }).optional(),
  rrule: z.string().max(500).optional().describe('RFC 5545: FREQ=WEEKLY;BYDAY=SU'),
  cron: z.string().max(100).optional(),
  durationMinutes: z.number().int().min(1).max(10_080).optional(),
  timeZone: z.string().max(60).default('UTC'),
});

export const ruleBookSchema = z.strictObject({
  rules: z.array(ruleSchema).max(200).readonly().default([]),
  inhibitions: z.array(inhibitionSchema).max(100).readonly().default([]),
  windows: z.array(windowSchema).max(500).readonly().default([]),
  topology: z
    .strictObject({
      isOn: z.boolean().default(true),
      down: matchers.default(['alertname=~"(?i).*(down|unreachable|offline|notready|宕机|不可达|离线).*"']),
    })
    .prefault({}),
  flapping: z
    .strictObject({
      isOn: z.boolean().default(true),
      changesMax: z.number().int().min(3).max(50).default(6),
      withinMinutes: minutes.default(60),
      calmMinutes: minutes.default(30),
    })
    .prefault({}),
  recurrence: z.strictObject({ reopenMinutes: z.number().min(0).max(1_440).default(10) }).prefault({}),
});

export type RuleBook = z.output<typeof ruleBookSchema>;
export type AlertRule = RuleBook['rules'][number];
export type RuleActions = AlertRule['do'];
export type Inhibition = RuleBook['inhibitions'][number];
export type MaintenanceWindow = RuleBook['windows'][number];

/** What holds before anybody has saved anything. */
export const usualRuleBook: RuleBook = ruleBookSchema.parse({});

export interface SavedRuleBook {
  /** Grows by one with each save; 0 is the usual one, which nobody saved. */
  readonly version: number;
  readonly book: RuleBook;
  readonly comment: string;
  readonly savedBy: string;
  readonly savedAt: string | null;
}
