/** Reads what a model answered, whichever way it said it: tool calls, or JSON somewhere in its words. */

import { z } from 'zod';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it. */
  readonly arguments: string;
}

export interface ModelReply {
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

/** Calls in one answer at most; what comes after is left out and the model is told nothing of it. */
export const callsMax = 8;

const names = new Set(['look', 'read_evidence', 'propose_command', 'report', 'answer']);

/** Tool calls as they are, else those found in the text. None found: an empty list. */
export function callsOf(reply: ModelReply): readonly ToolCall[] {
  if (reply.calls.length > 0) return reply.calls.slice(0, callsMax);
  return callsInText(reply.text).slice(0, callsMax);
}

/** The arguments as an object; null when they can't be read as one. */
export function argumentsOf(call: ToolCall): Readonly<Record<string, unknown>> | null {
  if (call.arguments.trim() === '') return {};
  const [first] = jsonObjectsIn(call.arguments);
  return first ?? null;
}

function callsInText(text: string): readonly ToolCall[] {
  const spoken = text.replace(/<think>[\s\S]{0,200000}?<\/think>/gi, '');
  return jsonObjectsIn(spoken).flatMap((found, index) => callsFromJson(found, index));
}

const named = z.object({
  name: z.string(),
  arguments: z.union([z.record(z.string(), z.unknown()), z.string()]).optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/** `{"name": …, "arguments": …}`, `{"looks": […]}`, `{"report": {…}}`, or a bare report, answer or look. */
function callsFromJson(found: Readonly<Record<string, unknown>>, index: number): readonly ToolCall[] {
  const many = found.tool_calls ?? found.calls;
  if (Array.isArray(many)) return many.flatMap((each, inner) => (isObject(each) ? callsFromJson(unwrap(each), index * 10 + inner) : []));
  const single = named.safeParse({ ...found, name: found.name ?? found.tool ?? found.function });
  if (single.success && names.has(single.data.name)) {
    const given = single.data.arguments ?? single.data.parameters ?? {};
    return [callOf(single.data.name, given, index)];
  }
  if (Array.isArray(found.looks)) return found.looks.filter(isObject).map((each, inner) => callOf('look', each, index * 10 + inner));
  if (isObject(found.report)) return [callOf('report', found.report, index)];
  if (isObject(found.answer)) return [callOf('answer', found.answer, index)];
  if (Array.isArray(found.causes)) return [callOf('report', found, index)];
  if (typeof found.text === 'string' && Array.isArray(found.evidenceIds)) return [callOf('answer', found, index)];
  if (typeof found.systemId === 'string' && typeof found.probe === 'string') return [callOf('look', found, index)];
  return [];
}

function unwrap(each: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isObject(each.function) ? each.function : each;
}

function callOf(name: string, given: unknown, index: number): ToolCall {
  return { id: `text-${index}`, name, arguments: typeof given === 'string' ? given : JSON.stringify(given) };
}

/** Every outermost JSON object in a text, in order; at most eight, of at most 100,000 characters each. */
export function jsonObjectsIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = [];
  let at = text.indexOf('{');
  // Attempts are counted, so that a text of opening braces costs no more than any other.
  for (let attempts = 0; at !== -1 && found.length < 8 && attempts < 40; attempts += 1) {
    const end = endOfObject(text, at);
    const parsed = end === -1 ? null : parseObject(text.slice(at, end));
    if (parsed !== null) found.push(parsed);
    at = text.indexOf('{', parsed === null ? at + 1 : end);
  }
  return found;
}

function endOfObject(text: string, start: number): number {
  let depth = 0;
  let isQuoted = false;
  const limit = Math.min(text.length, start + 100_000);
  for (let index = start; index < limit; index += 1) {
    const character = text[index];
    if (isQuoted) {
      if (character === '\\') index += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}

/** Trailing commas are forgiven: small models write them. */
function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  for (const attempt of [text, text.replace(/,\s{0,20}([}\]])/g, '$1')]) {
    try {
      const value: unknown = JSON.parse(attempt);
      return isObject(value) ? value : null;
    } catch {
      // The next attempt, or null.
    }
  }
  return null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
