/** What goes between Zhiban and a plugin that brings a chat platform. Everything that comes from there is bounded and checked. */

import { z } from 'zod';

const id = z.string().min(1).max(500);
const name = z.string().max(200);
const iso = z.iso.datetime({ offset: true });

/** The adapter's own name is set on this side: a plugin speaks for nobody else. */
const place = z.object({ workspace: name, channel: id, thread: id.optional() });
const actor = z.object({ workspace: name, userId: id, name: name.optional(), isBot: z.boolean(), isExternal: z.boolean() });
export const messageRefSchema = z.object({ place, id });

const locale = z.enum(['zh-CN', 'en']);
const told = { number: z.number().int().min(1), key: id, at: iso, actor, locale: locale.optional() };

/** What a person has done; how it is answered goes by its number. */
export const inboundSchema = z.discriminatedUnion('type', [
  z.object({
    ...told,
    type: z.literal('message'),
    place,
    text: z.string().max(40_000),
    isAddressed: z.boolean(),
    messageId: id,
    quotedId: id.optional(),
    quotedText: z.string().max(40_000).optional(),
  }),
  z.object({
    ...told,
    type: z.literal('click'),
    place,
    card: messageRefSchema,
    actionId: z.string().max(100),
    value: z.string().max(1_000),
  }),
  z.object({
    ...told,
    type: z.literal('form'),
    formId: z.string().max(200),
    fields: z
      .record(z.string().max(100), z.string().max(10_000))
      .refine((fields) => Object.keys(fields).length <= 50, 'more than 50 fields'),
  }),
]);
export type ForeignInbound = z.infer<typeof inboundSchema>;

/** What lies beside each other in one answer, and in the plugin until it was fetched. */
export const hearingLimits = { batch: 20, waiting: 1_000, responders: 1_000, waitMs: 10_000 } as const;

export const heardSchema = z.object({
  /** Each is checked by itself: one that makes no sense must not take the others along. */
  events: z.array(z.unknown()).max(hearingLimits.batch),
  /** How many were thrown away since the last answer, because too many waited. */
  dropped: z.number().int().min(0),
  health: z.object({
    state: z.enum(['connecting', 'up', 'draining', 'down', 'fatal']),
    since: iso,
    reason: z.string().max(1_000).optional(),
  }),
  workspace: name.nullable(),
});

const ms = z.number().int().min(0).max(86_400_000);
const bytes = z.number().int().min(1).max(10_000_000);

/** What the platform can do, as the plugin describes it. */
export const chatDescription = z.strictObject({
  capabilities: z.strictObject({
    threads: z.enum(['native', 'quote', 'none']),
    cardEdit: z.boolean(),
    buttons: z.number().int().min(0).max(100),
    forms: z.enum(['modal', 'in-card', 'none']),
    privateReply: z.boolean(),
    sendIdempotency: z.boolean(),
    ackWithinMs: ms,
    textBytesMax: bytes,
    cardBytesMax: bytes,
    editIntervalMs: ms,
    editWindowMs: z.number().int().min(1).optional(),
    repeatsDoubtfulLines: z.literal(true).optional(),
  }),
  hasLinks: z.boolean(),
  hasProfiles: z.boolean(),
  hasUrge: z.boolean(),
  hasUpload: z.boolean(),
});
export type ChatDescription = z.infer<typeof chatDescription>;

export const profileSchema = z
  .object({
    name: name.nullable(),
    email: z.email().max(320).nullable(),
    phone: z
      .string()
      .regex(/^\+\d{5,20}$/)
      .nullable(),
  })
  .nullable();

export const linkSchema = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .nullable();

/** Written down as base64, a file must fit in one line beside what else is said with it. */
export const fileBytesMax = 2_500_000;

/** The little that an adapter keeps beyond its process. */
export const memoryLimits = { keyLength: 100, valueBytes: 65_536, keys: 50 } as const;
const key = z.string().regex(/^[\w.:-]{1,100}$/);
export const memoryGetParams = z.object({ key });
export const memorySetParams = z.object({ key, value: z.unknown() });
