/** Rules as the API shows and takes them. */

import { z } from 'zod';
import type { RuleBook } from '../../domain/rule-book.ts';
import type { DryRunView, RuleBookView, RuleVersionView } from '../../operations/noise/rules-contract.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();

export const ruleVersionSchema = ofView<RuleVersionView>()(
  z.object({ version: z.number(), comment: text, savedBy: text, savedAt: text.nullable() }),
);

export const ruleBookViewSchema = ofView<RuleBookView>()(
  z.object({
    ...{ version: z.number(), comment: text, savedBy: text, savedAt: text.nullable() },
    book: z.custom<RuleBook>().describe('As config/rules.example.yaml explains it'),
    text: text.describe('YAML, without what is usual'),
    openings: listOf(z.object({ id: text, name: text, startsAt: text, endsAt: text })),
  }),
);

export const dryRunSchema = ofView<DryRunView>()(
  z.object({
    days: z.number(),
    alerts: z.number(),
    isCut: z.boolean(),
    keptBack: z.number(),
    groupsBefore: z.number(),
    groupsAfter: z.number(),
    severityChanged: z.number(),
    parts: listOf(
      z.object({
        kind: z.enum(['rule', 'window', 'inhibition']),
        ...{ id: text, name: text, alerts: z.number(), keptBack: z.number() },
        samples: listOf(z.object({ title: text, labels: z.record(z.string(), text).readonly(), startsAt: text })),
      }),
    ),
  }),
);

const textMax = 200_000;

export const bookBody = z.strictObject({
  text: z.string().max(textMax).optional().describe('The rules in YAML'),
  book: z.record(z.string(), z.unknown()).optional().describe('The rules themselves'),
});

export const saveBody = bookBody.extend({
  after: z.number().int().min(0).optional().describe('The version that was looked at'),
  comment: z.string().max(2_000).default(''),
});

export const tryBody = bookBody.extend({ days: z.number().int().min(1).max(30).default(30) });
