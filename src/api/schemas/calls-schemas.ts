/** Who was called for an incident, as the API shows it. */

import { z } from 'zod';
import { severities } from '../../domain/alert.ts';
import type { CallsView, CallView, LadderView } from '../../domain/calls-view.ts';
import type { HandoverIncident, HandoverView } from '../../domain/handover-view.ts';
import { incidentStatuses } from '../../domain/incident.ts';
import { pageWays } from '../../domain/ladder.ts';
import { listOf, ofView } from './of-view.ts';
import { personName, scheduleName } from './oncall-schemas.ts';

const text = z.string();

export const callSchema = ofView<CallView>()(
  z.object({
    id: text,
    at: text,
    code: text,
    kind: z.enum(['call', 'reminder', 'lapse']),
    level: z.number().int().nullable().describe('From 1; null for a reminder'),
    way: z.enum(pageWays),
    person: personName.nullable(),
    outcome: z.enum(['made', 'waiting', 'failed', 'none']).describe('none: it was not made, for a reason'),
    text: text.describe('Who, how, and what came of it or why not'),
  }),
);

export const callsSchema = ofView<CallsView>()(
  z.object({
    incidentId: text,
    code: text,
    title: text,
    severity: z.enum(severities),
    status: z.enum(incidentStatuses),
    ladder: text.nullable().describe('Null: none is meant for it'),
    headline: text,
    nextAt: text.nullable(),
    snoozedUntil: text.nullable(),
    next: listOf(
      z.object({ at: text, level: z.number().int(), way: z.enum(pageWays), people: listOf(z.object({ id: text, name: text })) }),
    ).describe('Who will be called when, if nobody takes it over'),
    calls: listOf(callSchema),
  }),
);

export const ladderSchema = ofView<LadderView>()(
  z.object({
    name: text,
    match: z.record(text, text),
    startAfterMinutes: z.number(),
    levels: listOf(z.object({ call: listOf(text), by: listOf(z.enum(pageWays)), everyMinutes: z.number() })),
    repeat: z.number().int(),
    stillOnItMinutes: z.number().nullable(),
    answerWithinMinutes: z.number().nullable(),
    quietHours: text.nullable(),
  }),
);

const handoverIncident = ofView<HandoverIncident>()(
  z.object({
    code: text,
    title: text,
    severity: z.enum(severities),
    status: z.enum(incidentStatuses),
    startedAt: text,
    resolvedAt: text.nullable(),
    takenBy: text.nullable(),
    summary: text.nullable(),
  }),
);

export const handoverSchema = ofView<HandoverView>()(
  z.object({
    schedule: scheduleName,
    from: text,
    to: text,
    outgoing: listOf(personName),
    incoming: listOf(personName),
    open: listOf(handoverIncident),
    resolved: listOf(handoverIncident),
    called: listOf(z.object({ person: personName, count: z.number().int() })),
    silences: listOf(z.object({ id: text, comment: text, endsAt: text })),
    watch: listOf(text),
  }),
);
