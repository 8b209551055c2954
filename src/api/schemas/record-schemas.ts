/** Evidence, systems, audit lines, chat messages and demos as the API shows them. */

import { z } from 'zod';
import type { Form, Notice } from '../../adapters/contract.ts';
import type { Series } from '../../domain/evidence.ts';
import { risks } from '../../domain/plan.ts';
import type { EvidenceView, LookView, SystemGraphView, SystemView } from '../../domain/view.ts';
import type { DemoView } from '../../operations/contract.ts';
import type { ConsoleMessage } from '../../store/chat-contract.ts';
import type { AuditEntry } from '../../store/contract.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();
const openRecord = z.record(z.string(), z.unknown());

const seriesSchema = ofView<Series>()(
  z.object({
    name: text,
    unit: text,
    role: z
      .enum(['usual-low', 'usual-high', 'forecast', 'forecast-low', 'forecast-high'])
      .optional()
      .describe('What was computed, not measured'),
    times: listOf(z.number()).describe('Epoch milliseconds'),
    values: listOf(z.number()),
  }),
);

export const evidenceSchema = ofView<EvidenceView>()(
  z.object({
    id: text,
    incidentId: text,
    systemId: text,
    probe: text,
    parameters: openRecord,
    round: z.number(),
    startedAt: text,
    durationMs: z.number(),
    status: z.enum(['ok', 'unreachable', 'denied', 'timeout', 'failed']),
    reason: text.nullable(),
    headline: text,
    query: text,
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    text: text.describe('Raw output, bounded, secrets masked'),
    isTruncated: z.boolean(),
    series: listOf(seriesSchema),
  }),
);

export const lookSchema = ofView<LookView>()(
  z.object({ ...evidenceSchema.omit({ id: true, incidentId: true, round: true }).shape, others: listOf(text) }),
);

export const systemSchema = ofView<SystemView>()(
  z.object({
    id: text,
    kind: text,
    title: text,
    runsOn: text.nullable(),
    dependsOn: listOf(text),
    labels: z.record(z.string(), z.string()),
    actionsEnabled: z.boolean(),
    probes: listOf(z.object({ name: text, summary: text })),
    actions: listOf(z.object({ name: text, risk: z.enum(risks) })),
    commands: listOf(text).describe('Forms of the commands that may be asked for'),
  }),
);

export const systemGraphSchema = ofView<SystemGraphView>()(
  z.object({
    systems: listOf(z.object({ id: text, kind: text, title: text })),
    links: listOf(
      z.object({
        from: text.describe('The system that needs the other'),
        to: text,
        how: z.enum(['runsOn', 'dependsOn', 'logs', 'discovered']),
        seen: z
          .object({ systemId: text, probe: text, evidenceId: text, incidentId: text, firstAt: text, lastAt: text })
          .nullable()
          .describe('The look that showed it; null for what the configuration declares'),
      }),
    ),
  }),
);

export const auditEntrySchema = ofView<AuditEntry>()(
  z.object({
    seq: z.number(),
    at: text,
    actor: text,
    door: text,
    action: text,
    incidentId: text.nullable(),
    target: text,
    outcome: z.enum(['ok', 'refused', 'failed']),
    details: openRecord,
    previousHash: text,
    hash: text,
  }),
);

export const auditCheckSchema = z.object({ entries: z.number(), brokenAt: z.number().nullable(), reason: text.nullable() });

export const messageSchema = ofView<ConsoleMessage>()(
  z.object({
    id: text,
    channel: text,
    threadId: text.nullable(),
    author: text,
    authorName: text,
    isBot: z.boolean(),
    at: text,
    editedAt: text.nullable(),
    body: openRecord,
    incidentId: text.nullable(),
    replies: z.number(),
  }),
);

export const noticeSchema = ofView<Notice>()(z.object({ level: z.enum(['ok', 'info', 'warn', 'error']), text }));

/** Written out rather than with `optional()`, whose type also allows `undefined` under exactOptionalPropertyTypes. */
const formFieldSchema = z.object({
  id: text,
  label: text,
  isMultiline: z.boolean(),
  isRequired: z.boolean(),
  placeholder: z.string().exactOptional(),
});

export const formSchema = ofView<Form>()(z.object({ id: text, title: text, submit: text, fields: listOf(formFieldSchema) }));

export const demoSchema = ofView<DemoView>()(
  z.object({
    scenario: text,
    title: text,
    description: text,
    isAvailable: z.boolean(),
    unavailableBecause: text.nullable(),
    isRunning: z.boolean(),
  }),
);
