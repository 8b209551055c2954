/** Alert sources and trials as the API shows them. */

import { z } from 'zod';
import type { RetryView, SourceView, Trial, UnreadView } from '../../domain/alert-source.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();
const localText = z.object({ 'zh-CN': text, en: text });
const words = z.record(text, text);

export const sourceSchema = ofView<SourceView>()(
  z.object({
    name: text,
    kind: text.describe('hook for what is built in, else the kind of the configuration'),
    address: text,
    state: z.enum(['up', 'connecting', 'down', 'refused']),
    reason: localText.nullable(),
    lastReceivedAt: text.nullable(),
    received: z.number(),
    alerts: z.number(),
    leftOut: z.number(),
    failed: z.number(),
    dropped: z.number(),
    unread: z.number(),
  }),
);

export const unreadSchema = ofView<UnreadView>()(
  z.object({
    id: z.number(),
    firstAt: text,
    lastAt: text,
    times: z.number(),
    reason: localText,
    meta: z.record(text, z.unknown()),
    body: text,
    isCut: z.boolean(),
  }),
);

export const retrySchema = ofView<RetryView>()(z.object({ taken: z.number(), alerts: z.number(), still: z.number() }));

const fieldSchema = z.object({
  field: text,
  value: text.nullable(),
  origin: z.enum(['given', 'table', 'default']),
  expression: text.nullable(),
  problem: localText.nullable(),
});

const alertSchema = z.object({
  source: text,
  fingerprint: text,
  groupKey: text,
  status: z.enum(['firing', 'resolved']),
  labels: words,
  annotations: words,
  startsAt: text,
  endsAt: text.nullable(),
  generatorUrl: text.nullable(),
});

export const trialSchema = ofView<Trial>()(
  z.object({
    body: z.unknown(),
    problem: localText.nullable(),
    items: listOf(
      z.object({
        alert: alertSchema.nullable(),
        isLeftOut: z.boolean(),
        fields: listOf(fieldSchema),
        incident: z.object({ does: z.enum(['joins', 'opens', 'opens-again', 'none']), code: text.nullable(), title: text }).nullable(),
      }),
    ),
    total: z.number(),
  }),
);
