/** Detections as the API shows them. */

import { z } from 'zod';
import type { DetectionDetailView, DetectionView } from '../../domain/detection-view.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();
const number = z.number();
const mark = z.enum(['useful', 'useless']);

const seriesStates = ['learning', 'quiet', 'unusual', 'withheld', 'not-predictable', 'approaching'] as const;

const lines = { times: listOf(number), values: listOf(number), low: listOf(number), high: listOf(number) };

const seriesSchema = z.object({
  key: text,
  name: text,
  state: z.enum(seriesStates),
  lastAt: text,
  value: number,
  expected: number.nullable(),
  low: number.nullable(),
  high: number.nullable(),
  score: number,
  threshold: number,
  reason: text.nullable(),
  recent: z.object({ ...lines, ahead: z.object(lines).optional(), movedAtMs: number.optional() }),
});

const troubleSchema = z.object({
  kind: z.enum(['system', 'away', 'nothing', 'too-many', 'gaps', 'repeats']),
  text,
  advice: text.describe('What to do about it'),
});

const shape = {
  id: text,
  title: text,
  kind: z.enum(['anomaly', 'forecast']),
  systemId: text,
  source: text.describe('The query, or the look and its number'),
  direction: z.enum(['high', 'low', 'both']),
  unit: text,
  everySeconds: number,
  limit: number.nullable(),
  withinHours: number.nullable(),
  isBuiltIn: z.boolean(),
  state: z.enum(['paused', 'failing', 'waiting', 'empty', ...seriesStates]),
  pausedAt: text.nullable(),
  pausedBy: text.nullable(),
  lastRunAt: text.nullable(),
  error: text.nullable().describe('Why the last run brought nothing'),
  troubles: listOf(troubleSchema).describe('The same with what to do, and what is weak in what it brought'),
  series: number,
  leftOut: number.describe('Series beyond the limit'),
  budgetPerDay: number,
  opened: number.describe('Incidents within 24 hours'),
  withheld: number.describe('What the budget withheld within 24 hours'),
  belowThreshold: number,
  threshold: number.describe('From this score on an incident is opened'),
  notable: number.describe('Series that are unusual, approaching their limit, or withheld now'),
  useful: number.describe('Incidents of the last 90 days that people called useful'),
  useless: number,
  foremost: seriesSchema.nullable().describe('The series whose score is nearest to its threshold or farthest above it'),
};

export const detectionSchema = ofView<DetectionView>()(z.object(shape));

const eventSchema = z.object({
  id: text,
  seriesKey: text,
  seriesName: text,
  since: text,
  endedAt: text.nullable(),
  outcome: z.enum(['opened', 'budget', 'threshold']),
  incidentId: text.nullable(),
  code: text.nullable(),
  score: number,
  threshold: number,
  reason: text,
  mark: mark.nullable(),
  markedBy: text.nullable(),
});

export const detectionDetailSchema = ofView<DetectionDetailView>()(
  z.object({
    ...shape,
    pressure: number.describe('What the budget has added to the threshold'),
    items: listOf(seriesSchema),
    events: listOf(eventSchema),
  }),
);

export const markInput = z.strictObject({ mark: mark.nullable().describe('null takes it back') });
export const markedSchema = z.object({ code: text, mark: mark.nullable(), events: number });
