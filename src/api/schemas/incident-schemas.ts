/** Incidents as the API shows them, in one language. */

import { z } from 'zod';
import { severities } from '../../domain/alert.ts';
import { changeKinds } from '../../domain/change.ts';
import { onsetKinds } from '../../domain/course.ts';
import { incidentStatuses } from '../../domain/incident.ts';
import { planStates } from '../../domain/plan.ts';
import { suppressionStates } from '../../domain/suppression.ts';
import type { ChangeSuspect } from '../../domain/verdict.ts';
import type {
  AlertListed,
  AlertView,
  BlindSpotView,
  CauseView,
  CourseView,
  HypothesisView,
  IncidentSummaryView,
  IncidentView,
  RefutedView,
  RunbookView,
  ThreadView,
  TimelineView,
  VerdictView,
} from '../../domain/view.ts';
import { richSchema } from './card-schemas.ts';
import { suppressionReasonSchema } from './noise-schemas.ts';
import { listOf, ofView } from './of-view.ts';
import { planSchema } from './plan-schemas.ts';

const text = z.string();
const ids = listOf(z.string());
const labels = z.record(z.string(), z.string());
const verdictState = z.enum(['confirmed', 'likely', 'unknown', 'healthy']);

export const incidentSummarySchema = ofView<IncidentSummaryView>()(
  z.object({
    id: text,
    code: text.describe('ZB-42: what people say and type; accepted wherever an incident id is'),
    status: z.enum(incidentStatuses),
    phase: z.enum(['received', 'investigating', 'waiting', 'running', 'watching', 'closed']),
    severity: z.enum(severities),
    title: text,
    origin: text,
    startedAt: text,
    resolvedAt: text.nullable(),
    mergedInto: text.nullable().describe('The code of the incident that has its alerts now'),
    acknowledgedBy: text.nullable(),
    alertsFiring: z.number(),
    alertsTotal: z.number(),
    verdictState: verdictState.nullable(),
    verdictSummary: text.nullable(),
    planState: z.enum(planStates).nullable(),
    revision: z.number(),
  }),
);

const causeSchema = ofView<CauseView>()(
  z.object({
    systemId: text,
    signatureId: text.nullable(),
    state: z.enum(['confirmed', 'likely']),
    confidence: z.number().describe('A probability that was calibrated on recorded cases: of those at .9, nine in ten are to be right'),
    title: text,
    explanation: text,
    advice: text.nullable(),
    refutedBy: text.nullable(),
    evidenceIds: ids,
  }),
);

const refutedSchema = ofView<RefutedView>()(
  z.object({ systemId: text, signatureId: text.nullable(), title: text, reason: text, evidenceIds: ids }),
);
const blindSpotSchema = ofView<BlindSpotView>()(z.object({ systemId: text, probe: text, status: text, reason: text }));

const courseSchema = ofView<CourseView>()(
  z.object({
    systemId: text,
    kind: z.enum(onsetKinds),
    at: text,
    earliest: text.describe('It began between `earliest` and `latest`; `at` is the best guess'),
    latest: text,
    place: z
      .enum(['before', 'first', 'maybe-first', 'later'])
      .describe(
        '`before`: done before anything went wrong; `first`: certainly before everything else that went wrong; claimed only where the intervals do not overlap',
      ),
    text,
    sourceId: text.describe('The alert, evidence or change that tells it'),
  }),
);

const suspectSchema = ofView<ChangeSuspect>()(
  z.object({
    changeId: text,
    systemId: text,
    kind: z.enum(changeKinds),
    title: text,
    version: text.nullable(),
    author: text.nullable(),
    at: text,
    secondsBefore: z.number().describe('From the change to the first sign of trouble'),
    mechanism: z
      .enum(['sign', 'fault', 'none'])
      .describe('`none`: only the time speaks for it, and it is accused of nothing; else it is also among the causes, as likely at most'),
    evidenceIds: ids,
  }),
);

/** `refuted` and `blindSpots` stand in the verdict and beside it: they are known before there is a verdict. */
export const verdictSchema = ofView<VerdictView>()(
  z.object({
    state: verdictState,
    summary: text,
    causes: listOf(causeSchema),
    refuted: listOf(refutedSchema),
    blindSpots: listOf(blindSpotSchema),
    analyst: text,
    at: text,
    isPartial: z.boolean(),
    course: listOf(courseSchema),
    suspects: listOf(suspectSchema),
  }),
);

const hypothesisSchema = ofView<HypothesisView>()(
  z.object({
    id: text,
    systemId: text,
    signatureId: text.nullable(),
    state: z.enum(['suspected', 'strengthened', 'weakened', 'refuted', 'confirmed']),
    confidence: z.number(),
    title: text,
    explanation: text,
    refutedBy: text.nullable(),
    evidenceFor: ids,
    evidenceAgainst: ids,
    author: text,
  }),
);

const runbookSchema = ofView<RunbookView>()(z.object({ id: text, version: text, title: text, body: text, rich: listOf(richSchema) }));

const alertObject = z.object({
  id: text,
  source: text,
  fingerprint: text,
  status: z.enum(['firing', 'resolved']),
  labels,
  annotations: labels,
  startsAt: text,
  endsAt: text.nullable(),
  generatorUrl: text.nullable(),
  repeats: z.number(),
});

const alertSchema = ofView<AlertView>()(alertObject);

export const alertListedSchema = ofView<AlertListed>()(
  alertObject.extend({
    title: text,
    severity: z.enum(severities),
    incidentId: text.nullable().describe('Null: it was kept back'),
    incidentCode: text.nullable(),
    receivedAt: text.describe('When it was last told of'),
    suppressed: z
      .object({ state: z.enum(suppressionStates), since: text, closedAt: text.nullable(), reasons: listOf(suppressionReasonSchema) })
      .nullable()
      .describe('Why nobody was told'),
  }),
);

const timelineSchema = ofView<TimelineView>()(
  z.object({
    id: text,
    at: text,
    kind: z.enum(['opened', 'alert', 'look', 'hypothesis', 'verdict', 'plan', 'approval', 'step', 'steer', 'status', 'note', 'answer']),
    text,
    actor: text,
    evidenceIds: ids,
  }),
);

const threadSchema = ofView<ThreadView>()(z.object({ adapter: text, channel: text, thread: text.nullable(), link: text.nullable() }));

const spentSchema = z.object({ probes: z.number(), llmCalls: z.number(), tokens: z.number(), seconds: z.number() });
const budgetSchema = z.object({ probesMax: z.number(), secondsMax: z.number(), llmCallsMax: z.number(), tokensMax: z.number() });

const stormSchema = z.object({
  ...{ beganAt: text, endedAt: text.nullable(), groups: z.number(), groupsFiring: z.number(), perMinute: z.number() },
  trend: z.enum(['growing', 'steady', 'waning', 'over']),
  top: listOf(z.object({ name: text, value: text, firing: z.number() })),
  lines: listOf(text),
});

export const incidentSchema = ofView<IncidentView>()(
  z.object({
    ...incidentSummarySchema.shape,
    storm: stormSchema.exactOptional(),
    question: text.nullable(),
    systemIds: ids,
    previousIncident: z.object({ id: text, code: text }).nullable(),
    acknowledgedAt: text.nullable(),
    alerts: listOf(alertSchema),
    threads: listOf(threadSchema),
    verdict: verdictSchema.nullable(),
    hypotheses: listOf(hypothesisSchema),
    runbooks: listOf(runbookSchema).exactOptional(),
    refuted: listOf(refutedSchema),
    blindSpots: listOf(blindSpotSchema),
    plan: planSchema.nullable(),
    earlierPlans: listOf(planSchema),
    spent: spentSchema,
    budget: budgetSchema,
    timeline: listOf(timelineSchema),
  }),
);
