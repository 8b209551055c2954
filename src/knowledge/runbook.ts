/** A runbook: for this kind of incident, look here first. A Markdown file whose front matter says when it applies and what to look at. */

import { z } from 'zod';
import type { LocalText } from '../domain/text.ts';

/** What bounds a runbook; a directory of them is bounded where it is read. */
export const runbookLimits = { looksMax: 24, patternLengthMax: 500, fileBytesMax: 65_536, followedMax: 3 } as const;

/** A regular expression as text; whether it compiles is checked where it can be told in both languages. */
const pattern = z.string().min(1).max(runbookLimits.patternLengthMax);
const name = z.string().min(1).max(200);
const localText = z.union([name, z.strictObject({ 'zh-CN': name, en: name })]);
const names = z.union([name, z.array(name).min(1).max(20)]);

/** The front matter as it is written. */
export const runbookFront = z.strictObject({
  title: localText,
  match: z.strictObject({
    /** Label name to a pattern that must fit its whole value. */
    labels: z.record(z.string(), pattern).default({}),
    /** Found anywhere in the alerts, the question and what people added. */
    words: pattern.optional(),
    /** Kinds of the systems that the incident is about. */
    kinds: names.default([]),
  }),
  look: z
    .array(
      z.strictObject({
        /** Kinds of systems: the nearest of each are looked at. Either this or `system`. */
        kind: names.optional(),
        /** The id of one system, wherever it stands. */
        system: name.optional(),
        probe: name,
        parameters: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .max(runbookLimits.looksMax)
    .default([]),
  /** Ids of signatures that are not to be suspected where this runbook is followed. */
  ruleOut: z.array(name).max(50).default([]),
  version: z.union([name, z.number()]).default('1'),
  /** False turns off a built-in runbook of the same name. */
  enabled: z.boolean().default(true),
});

export type RunbookFront = z.infer<typeof runbookFront>;

export interface RunbookLook {
  readonly kinds: readonly string[];
  readonly systemId: string | null;
  readonly probe: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface RunbookMatch {
  readonly labels: Readonly<Record<string, string>>;
  readonly words: string | null;
  readonly kinds: readonly string[];
}

export interface Runbook {
  /** The file's name without its ending. */
  readonly id: string;
  readonly version: string;
  readonly title: LocalText;
  readonly match: RunbookMatch;
  readonly look: readonly RunbookLook[];
  readonly ruleOut: readonly string[];
  /** Markdown, for people. */
  readonly body: LocalText;
  readonly isEnabled: boolean;
}

export function toRunbook(id: string, front: RunbookFront, body: LocalText): Runbook {
  const { title, match } = front;
  return {
    id,
    version: String(front.version),
    title: typeof title === 'string' ? { 'zh-CN': title, en: title } : title,
    match: { labels: match.labels, words: match.words ?? null, kinds: listed(match.kinds) },
    look: front.look.map(({ kind, system, probe, parameters }) => ({
      kinds: kind === undefined ? [] : listed(kind),
      systemId: system ?? null,
      probe,
      parameters,
    })),
    ruleOut: front.ruleOut,
    body,
    isEnabled: front.enabled,
  };
}

/**
 * The body in both languages: what stands below a heading of the first level that is only the language's name (`# 中文`, `# English`,
 * `# zh-CN`, `# en`) is in that language, what stands above the first of them is in both. A language without a section of its own
 * gets the other's.
 */
export function splitLanguages(markdown: string): LocalText {
  const parts: Record<'both' | 'zh-CN' | 'en', string[]> = { both: [], 'zh-CN': [], en: [] };
  let current: keyof typeof parts = 'both';
  for (const line of markdown.split(/\r?\n/)) {
    const language = languageOf(line);
    if (language === null) parts[current].push(line);
    else current = language;
  }
  const text = (lines: readonly string[]): string => lines.join('\n').trim();
  const [both, chinese, english] = [text(parts.both), text(parts['zh-CN']), text(parts.en)];
  const join = (own: string): string => [both, own].filter((part) => part !== '').join('\n\n');
  return { 'zh-CN': join(chinese === '' ? english : chinese), en: join(english === '' ? chinese : english) };
}

function languageOf(line: string): 'zh-CN' | 'en' | null {
  const heading = /^#\s+(zh-CN|中文|简体中文|en|English)\s*$/i.exec(line)?.[1]?.toLowerCase();
  if (heading === undefined) return null;
  return heading === 'en' || heading === 'english' ? 'en' : 'zh-CN';
}

/** The first sentence or line that says something, without Markdown's signs. */
export function firstLine(markdown: string, lengthMax = 160): string {
  const lines = markdown.split('\n').map((line) => line.trim());
  const first = lines.find((line) => line !== '' && !line.startsWith('#') && !line.startsWith('```')) ?? '';
  const plain = first.replace(/^([-*>]|\d+\.)\s+/, '').replace(/[*`_]/g, '');
  return plain.length <= lengthMax ? plain : `${plain.slice(0, lengthMax - 1)}…`;
}

function listed(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
