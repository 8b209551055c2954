/** The status card as data. */

import { z } from 'zod';
import type { Card, CardButton, Rich, Span } from '../../domain/card.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();

const spanSchema = ofView<Span>()(
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text, style: z.enum(['bold', 'italic', 'code', 'strike']).exactOptional() }),
    z.object({ type: z.literal('link'), url: text, text }),
    z.object({ type: z.literal('mention'), userId: text, name: text }),
  ]),
);

export const richSchema = ofView<Rich>()(
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('paragraph'), spans: listOf(spanSchema) }),
    z.object({ type: z.literal('heading'), text }),
    z.object({ type: z.literal('list'), items: listOf(listOf(spanSchema)), isOrdered: z.boolean() }),
    z.object({ type: z.literal('code'), text, language: text.exactOptional() }),
    z.object({ type: z.literal('quote'), spans: listOf(spanSchema) }),
    z.object({ type: z.literal('table'), header: listOf(text), rows: listOf(listOf(text)) }),
    z.object({ type: z.literal('divider') }),
  ]),
);

const buttonSchema = ofView<CardButton>()(
  z.object({ id: text, label: text, style: z.enum(['primary', 'danger', 'default']), value: text, confirm: text.exactOptional() }),
);

const sectionSchema = z.object({
  id: z.enum(['situation', 'cause', 'next', 'plan', 'progress', 'blind-spots']),
  label: text,
  lines: listOf(richSchema),
});

export const cardSchema = ofView<Card>()(
  z.object({
    incidentId: text,
    code: text,
    revision: z.number(),
    tone: z.enum(['firing', 'investigating', 'waiting', 'snoozed', 'resolved']),
    emoji: text,
    title: text,
    subtitle: text,
    sections: listOf(sectionSchema),
    budget: z.object({ ratio: z.number(), text }).nullable(),
    buttons: listOf(buttonSchema),
    overflow: listOf(buttonSchema),
    link: text.nullable(),
    linkLabel: text,
    fallbackText: text,
  }),
);
