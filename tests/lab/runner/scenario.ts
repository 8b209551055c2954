/** Scenario folders: where they are, what their scenario.yaml says, and in plain words what is wrong with one. */

import { accessSync, constants, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Tier, tiers } from './options.ts';

/** A status or a code may be written as the number that it is. */
const word = z.union([z.string().min(1), z.number().transform(String)]);
const words = z.union([word, z.array(word).min(1)]);
/** One of its words must be there; the languages, of which one may be left out, are only for the reader. */
const wordGroup = z.union([words, z.strictObject({ en: words, 'zh-CN': words.optional() }), z.strictObject({ 'zh-CN': words })]);
const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const accusation = z.strictObject({
  /** The id, or several of which each is right. */
  system: oneOrMore,
  /** Each group must appear in one and the same cause. */
  words: z.array(wordGroup).min(1),
  /** The action that is expected, several of which each is right, or none. */
  action: oneOrMore.optional(),
});

const fault = accusation.extend({
  /** Further faults that are there at the same time and must be found as well. */
  also: z.array(accusation).default([]),
  /** What may be said beside the cause because it is true too: consequences, mostly. */
  tolerates: z.array(accusation.omit({ action: true }).partial({ system: true })).default([]),
});

const truth = z.union([
  z.literal('healthy'),
  z.literal('unknown'),
  z.strictObject({ healthy: z.literal(true) }),
  z.strictObject({ unknown: z.literal(true) }),
  fault,
]);

const text = z.union([z.string().min(1), z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) })]);
const seconds = z.number().positive().max(1_800);

const scenarioSchema = z
  .strictObject({
    title: text,
    tier: z.enum(tiers).default('fast'),
    /** Commands on PATH, or paths with `*`, without which it can't run. */
    needs: z.array(z.string().min(1)).default([]),
    systems: z.array(z.looseObject({ id: z.string().min(1), kind: z.string().min(1) })).min(1),
    /** One alert, or a whole notification. */
    alert: z.looseObject({}).optional(),
    question: z.string().min(1).optional(),
    truth,
    limits: z
      .strictObject({
        up: seconds.default(180),
        break: seconds.default(180),
        verdict: seconds.default(180),
        plan: seconds.default(180),
        fixed: seconds.default(30),
        down: seconds.default(120),
      })
      .prefault({}),
  })
  .refine(({ alert, question }) => (alert === undefined) !== (question === undefined), {
    error: 'expected either an alert or a question',
    path: ['alert'],
  });

export type Accusation = z.output<typeof accusation>;
export type WordGroup = z.output<typeof wordGroup>;
export type ScenarioFile = z.output<typeof scenarioSchema>;

export const steps = ['up', 'break', 'fixed', 'state', 'down'] as const;
export type StepName = (typeof steps)[number];

export interface Scenario extends ScenarioFile {
  /** The path below the folder of scenarios: `redis/full-queue`. */
  readonly name: string;
  readonly folder: string;
  /** Full paths of its executables. */
  readonly executables: Readonly<Partial<Record<StepName, string>>>;
}

export interface Malformed {
  readonly name: string;
  /** Each names the file and the key. */
  readonly problems: readonly string[];
}

export interface FoundScenarios {
  readonly scenarios: readonly Scenario[];
  readonly malformed: readonly Malformed[];
}

/** All below the folders, by name. Throws when a folder isn't there. */
export function findScenarios(folders: readonly string[]): FoundScenarios {
  const scenarios: Scenario[] = [];
  const malformed: Malformed[] = [];
  for (const root of folders) {
    if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`--scenarios: there is no folder ${root}`);
    const files = globSync(['scenario.{yaml,yml}', '**/scenario.{yaml,yml}'], { cwd: root }).toSorted();
    for (const file of new Set(files)) {
      const folder = join(root, file, '..');
      const name = relative(root, folder) || basename(root);
      const read = readScenario(name, folder, join(root, file));
      if ('problems' in read) malformed.push(read);
      else scenarios.push(read);
    }
  }
  return { scenarios, malformed };
}

function readScenario(name: string, folder: string, file: string): Scenario | Malformed {
  const document = parseDocument(readFileSync(file, 'utf8'));
  const [broken] = document.errors;
  if (broken !== undefined) return { name, problems: [`${file}: ${broken.message.split('\n')[0] ?? 'not YAML'}`] };
  const parsed = scenarioSchema.safeParse(document.toJS() ?? {});
  const executables = findExecutables(folder);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => describe(issue, file))),
    ...(parsed.success ? missingSteps(parsed.data, executables, folder) : []),
    ...unusable(executables),
  ];
  return parsed.success && problems.length === 0 ? { ...parsed.data, name, folder, executables } : { name, problems };
}

/** Of a choice that fits nowhere, what is wrong in the option that came closest. */
function describe(issue: z.core.$ZodIssue, file: string, above: readonly PropertyKey[] = []): readonly string[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map((each) => each.path.length));
    const closest = issue.errors.toSorted((one, other) => depth(other) - depth(one) || one.length - other.length)[0];
    if (closest !== undefined && depth(closest) > 0) return closest.flatMap((each) => describe(each, file, path));
  }
  return [`${file}: ${path.length === 0 ? 'the whole' : path.map(String).join('.')}: ${issue.message}`];
}

/** `up`, or `up.sh`, `up.py`, `up.mjs`. */
function findExecutables(folder: string): Partial<Record<StepName, string>> {
  const files = readdirSync(folder);
  const found: Partial<Record<StepName, string>> = {};
  for (const step of steps) {
    const file = files.find((each) => each === step) ?? files.find((each) => new RegExp(`^${step}\\.[a-z]+$`).test(each));
    if (file !== undefined) found[step] = join(folder, file);
  }
  return found;
}

function missingSteps({ truth: given }: ScenarioFile, executables: Scenario['executables'], folder: string): readonly string[] {
  const isFault = typeof given === 'object' && 'system' in given;
  const wanted: readonly StepName[] = isFault ? ['up', 'break', 'fixed'] : ['up'];
  return wanted.filter((step) => executables[step] === undefined).map((step) => `${join(folder, step)}: there is no such executable`);
}

function unusable(executables: Scenario['executables']): readonly string[] {
  return Object.values(executables).flatMap((path) => {
    try {
      accessSync(path, constants.X_OK);
      return [];
    } catch {
      return [`${path}: it cannot be executed; chmod +x it`];
    }
  });
}

/** `*` stands for any characters, also slashes. */
export function isNamed(name: string, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(name));
}

export function isOfTier(scenario: Scenario, wanted: readonly Tier[]): boolean {
  return wanted.includes(scenario.tier);
}

export function titleOf({ title }: Pick<ScenarioFile, 'title'>): string {
  return typeof title === 'string' ? title : title.en;
}
