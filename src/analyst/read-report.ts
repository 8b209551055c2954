/** Reads the arguments of `report` and `answer`: forgiving in form, strict in size. */

import { z } from 'zod';
import type { ModelReport } from './contract.ts';

const words = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().max(8_000)).catch('');
const wordList = z
  .preprocess((value) => (typeof value === 'string' ? value.split(/[,，\s]+/).filter(Boolean) : value), z.array(words))
  .catch([]);
const sentences = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(words)).catch([]);
/** `0.8`, `80`, `"80%"`, `"high"`. */
const confidence = z.preprocess(toRatio, z.number()).catch(0.5);

function list<Item extends z.ZodType>(item: Item, max: number) {
  return z
    .preprocess((value) => (Array.isArray(value) ? value.filter((each) => item.safeParse(each).success).slice(0, max) : []), z.array(item))
    .default([]);
}

const reportSchema = z.object({
  summary: words.default(''),
  causes: list(
    z.object({
      systemId: words,
      title: words,
      explanation: words.default(''),
      state: z.enum(['likely', 'confirmed']).catch('likely'),
      confidence: confidence.default(0.5),
      evidenceIds: wordList.default([]),
      refutedBy: words.default(''),
    }),
    5,
  ),
  refuted: list(z.object({ systemId: words, title: words, reason: words.default(''), evidenceIds: wordList.default([]) }), 8),
  unknowns: sentences.default([]),
  proposals: list(
    z.object({
      systemId: words,
      action: words,
      arguments: z.record(z.string(), z.unknown()).catch({}),
      why: words.default(''),
      evidenceIds: wordList.default([]),
    }),
    5,
  ),
});

/** Null when it holds neither a summary nor a cause. */
export function readReport(given: unknown): ModelReport | null {
  const parsed = reportSchema.safeParse(given);
  if (!parsed.success || (parsed.data.summary === '' && parsed.data.causes.length === 0)) return null;
  return { ...parsed.data, unknowns: parsed.data.unknowns.slice(0, 8) };
}

const answerSchema = z.object({ text: z.string().min(1).max(8_000), evidenceIds: wordList.default([]) });

export function readAnswer(given: unknown): z.infer<typeof answerSchema> | null {
  const parsed = answerSchema.safeParse(given);
  return parsed.success ? parsed.data : null;
}

function toRatio(value: unknown): unknown {
  if (typeof value === 'string') {
    const level = ['low', 'medium', 'high'].indexOf(value.toLowerCase());
    if (level !== -1) return [0.3, 0.5, 0.8][level];
  }
  const number = typeof value === 'string' ? Number(value.replace('%', '')) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return 0.5;
  return Math.min(1, Math.max(0, number > 1 ? number / 100 : number));
}
