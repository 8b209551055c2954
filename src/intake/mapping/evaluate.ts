/**
 * Evaluates the expressions of a mapping over one message. Nothing in here is trusted to end: it runs in a thread of its own, which
 * is ended from outside when it doesn't.
 */

import jsonata from 'jsonata';
import type { AlertMapping } from '../../config/alert-sources.ts';
import { type ExpressionProblem, problemOf } from '../../config/expression.ts';

/** What one expression came to. */
export interface Outcome {
  readonly value: Plain | readonly Plain[] | Readonly<Record<string, Plain>> | null;
  readonly problem: ExpressionProblem | null;
}
export type Plain = string | number | boolean;

export interface EvaluatedItem {
  /** By the name of the field, labels and annotations as `labels.host`. */
  readonly fields: Readonly<Record<string, Outcome>>;
}

/** `problem` is about `items`: then there is none. */
export interface Evaluated {
  readonly items: readonly EvaluatedItem[];
  readonly problem: ExpressionProblem | null;
}

export interface Message {
  /** What the expressions are over. */
  readonly body: unknown;
  /** `$meta` in expressions: topic, key and headers and the like. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** `$received` in expressions. */
  readonly receivedAt: string;
}

export interface EvaluationLimits {
  /** For the whole message. */
  readonly timeMs: number;
  readonly itemsMax: number;
}

const depthMax = 200;
const sequenceMax = 100_000;
const textLengthMax = 8_000;
const entriesMax = 100;
/** Compiled ones that are kept: a mapping has a dozen. */
const compiledMax = 500;

type Compiled = ReturnType<typeof jsonata>;

/** The time goes into the compiled expression, so it is one for all. */
export function createEvaluate(limits: EvaluationLimits): (mapping: AlertMapping, message: Message) => Promise<Evaluated> {
  const kept = new Map<string, Compiled>();
  const compile = (text: string): Compiled => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = jsonata(text, { timeout: limits.timeMs, stack: depthMax, sequence: sequenceMax });
    if (kept.size >= compiledMax) kept.clear();
    kept.set(text, made);
    return made;
  };
  return async (mapping, message) => {
    const until = Date.now() + limits.timeMs;
    const run = async (text: string, input: unknown, index: number): Promise<unknown> => {
      if (Date.now() > until) throw { code: 'D1012' };
      return compile(text).evaluate(input, { meta: message.meta, received: message.receivedAt, body: message.body, index });
    };
    try {
      const found = mapping.items === undefined ? message.body : await run(mapping.items, message.body, 0);
      const items = found === undefined || found === null ? [] : Array.isArray(found) ? found : [found];
      if (items.length > limits.itemsMax)
        return { items: [], problem: { message: `${items.length} items, the limit is ${limits.itemsMax}`, position: null } };
      const evaluated: EvaluatedItem[] = [];
      for (const [index, item] of items.entries()) evaluated.push({ fields: await fieldsOf(mapping, (text) => run(text, item, index)) });
      return { items: evaluated, problem: null };
    } catch (error) {
      return { items: [], problem: problemOf(error) };
    }
  };
}

async function fieldsOf(mapping: AlertMapping, run: (text: string) => Promise<unknown>): Promise<Readonly<Record<string, Outcome>>> {
  const fields: [string, Outcome][] = [];
  for (const [name, text] of expressionsOf(mapping)) {
    try {
      const value = bounded(await run(text));
      fields.push([name, { value, problem: null }]);
      // Nobody asks what isn't an alert for its name.
      if (name === 'when' && value !== true) break;
    } catch (error) {
      fields.push([name, { value: null, problem: problemOf(error) }]);
    }
  }
  return Object.fromEntries(fields);
}

/** Of one item, in the order in which they are looked at. */
export function expressionsOf(mapping: AlertMapping): readonly (readonly [string, string])[] {
  const { when, name, severity, startsAt, endsAt, resolved, fingerprint, group, link, summary, description } = mapping;
  const single = { when, name, severity, resolved, startsAt, endsAt, fingerprint, group, link, summary, description };
  const labels = typeof mapping.labels === 'string' ? [['labels', mapping.labels] as const] : prefixed('labels', mapping.labels);
  return [
    ...Object.entries(single).flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const])),
    ...labels,
    ...prefixed('annotations', mapping.annotations),
  ];
}

function prefixed(prefix: string, given: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(given).map(([name, text]) => [`${prefix}.${name}`, text] as const);
}

/** What leaves the thread is small and plain, whatever the expression made. */
function bounded(value: unknown): Outcome['value'] {
  if (Array.isArray(value)) return value.slice(0, entriesMax).flatMap((each) => plain(each) ?? []);
  if (typeof value !== 'object' || value === null) return plain(value);
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, entriesMax)
      .flatMap(([name, each]) => {
        const kept = plain(each);
        return kept === null ? [] : [[name.slice(0, 300), kept]];
      }),
  );
}

function plain(value: unknown): Plain | null {
  if (typeof value === 'string') return value.slice(0, textLengthMax);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value).slice(0, textLengthMax) : null;
}
