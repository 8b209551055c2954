/** Silences and alerts that were kept back, as the API shows them. */

import { z } from 'zod';
import { matcherOperators, type SilenceView, silenceStates } from '../../domain/silence.ts';
import { type SuppressedView, suppressionKinds, suppressionStates } from '../../domain/suppression.ts';
import type { SilenceTrial, WhyAnswer } from '../../operations/noise-contract.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();

const matchers = listOf(z.object({ name: text, operator: z.enum(matcherOperators), value: text }));

export const silenceSchema = ofView<SilenceView>()(
  z.object({
    id: text,
    matchers,
    startsAt: text,
    endsAt: text,
    comment: text,
    createdBy: text,
    createdAt: text,
    updatedAt: text,
    incidentId: text.nullable().describe('Ends with this incident, if not before'),
    state: z.enum(silenceStates),
    held: z.number().describe('Alerts that it holds back now'),
  }),
);

export const suppressionReasonSchema = z.object({
  ...{ kind: z.enum(suppressionKinds), id: text, name: text, by: text },
  ...{ until: text.nullable(), text: text.describe('In words') },
});

export const suppressedSchema = ofView<SuppressedView>()(
  z.object({
    id: text,
    source: text,
    fingerprint: text,
    title: text,
    status: z.enum(['firing', 'resolved']),
    state: z.enum(suppressionStates),
    labels: z.record(z.string(), text).readonly(),
    startsAt: text,
    since: text,
    closedAt: text.nullable(),
    repeats: z.number(),
    reasons: listOf(suppressionReasonSchema),
  }),
);

export const whySchema = ofView<WhyAnswer>()(
  z.object({
    items: listOf(suppressedSchema),
    told: listOf(z.object({ title: text, fingerprint: text, code: text, incidentId: text, together: text.nullable() })),
  }),
);

export const silenceTrialSchema = ofView<SilenceTrial>()(
  z.object({
    matchers,
    firing: z.number().describe('Alerts that fire in open incidents and would not be told any more if they came now'),
    lastDay: z.number().describe('Alerts that came within 24 hours, each counted once'),
    isCut: z.boolean().describe('There may be more'),
    samples: listOf(text),
  }),
);

const silenced = {
  matchers: z.array(z.string().min(1).max(3_000)).min(1).max(50).optional().describe('alertname="HighLatency", instance=~"redis-.*"'),
  target: z.string().min(1).max(3_000).optional().describe('A system, an incident, the name of an alert that fires, or matchers'),
};

export const silenceTrialBody = z.strictObject(silenced);

export const silenceBody = z.strictObject({
  id: z.string().max(60).optional().describe('The silence to change'),
  ...silenced,
  startsAt: z.iso.datetime({ offset: true }).optional(),
  endsAt: z.iso.datetime({ offset: true }).optional(),
  duration: z.string().max(40).optional().describe('2h, 30m, 1d'),
  comment: z.string().max(2_000),
});
