/** A known fault, as a plugin tells it: every field crosses, and each is checked where it arrives. */

import { z } from 'zod';
import { severities } from '../domain/alert.ts';
import type { Signature } from '../domain/signature.ts';

export const text = (max: number) => z.strictObject({ 'zh-CN': z.string().max(max), en: z.string().max(max) });
export const name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);
export const pattern = z.string().max(2_000);
export const factValue = z.union([z.string().max(4_000), z.number(), z.boolean(), z.null()]);

/** As deep as conditions go is the plugin's own business; what they say is checked when they are evaluated. */
const condition = z.union([z.array(z.unknown()).length(3), z.record(z.string(), z.unknown())]);

/** Every field of a signature: what is added to one crosses too. */
const signatureShape = {
  id: z.string().max(120),
  kind: name,
  title: text(300),
  explanation: text(2_000),
  severity: z.enum(severities),
  role: z.enum(['cause', 'symptom']),
  looksLike: z.array(z.enum(['waiting', 'slow', 'ended', 'outside', 'emptied', 'asked-more'])).optional(),
  explains: z.array(z.string()).optional(),
  about: z.array(z.string()).optional(),
  apart: z.string().optional(),
  peer: z.string().optional(),
  volume: z.string().optional(),
  isEmptiedByOthers: z.boolean().optional(),
  isToldInLog: z.boolean().optional(),
  reason: z.string().optional(),
  hints: pattern.optional(),
  restates: pattern.optional(),
  probes: z.array(name).min(1),
  confirm: condition,
  confirmWhenHinted: condition.optional(),
  likely: condition.optional(),
  likelyWhenHinted: condition.optional(),
  quoted: pattern.optional(),
  refute: condition.optional(),
  advice: text(3_000),
  remedies: z.array(
    z.strictObject({
      action: name,
      arguments: z.record(z.string(), factValue),
      when: condition.optional(),
      on: z.enum(['self', 'runsOn']).optional(),
    }),
  ),
  remedyMode: z.enum(['first', 'sequence']).optional(),
  source: z.string().max(1_000),
} satisfies Record<keyof Signature, z.ZodType>;

export const signatureSchema = z.strictObject(signatureShape).transform((given) => given as unknown as Signature);
