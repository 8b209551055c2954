/** What the model is told of its calls: fenced, masked, bounded. Mistakes are told too, so that it can do better. */

import type { Evidence } from '../domain/evidence.ts';
import { describeLook } from './brief.ts';
import { checkCommand, describeCommand } from './check-command.ts';
import { checkLook } from './check-looks.ts';
import type { AnalystCase } from './contract.ts';
import { fence } from './fence.ts';
import type { Mask, MaskedText } from './mask.ts';
import { argumentsOf, type ToolCall } from './read-reply.ts';

/** Bytes of one look's facts, of the start of its raw text, and of one page of `read_evidence`. */
const bytesMax = { facts: 1_200, text: 900, page: 4_000, error: 500 } as const;

export interface ToolResult {
  readonly callId: string;
  readonly name: string;
  readonly text: MaskedText;
}

/** One result for each call, in order; `given` holds the evidence as it is now. */
export async function resultsOf(calls: readonly ToolCall[], given: AnalystCase, mask: Mask, mark: string): Promise<readonly ToolResult[]> {
  const results: ToolResult[] = [];
  // One after the other: placeholders are numbered in the order of what is masked.
  for (const call of calls) results.push({ callId: call.id, name: call.name, text: mask.keep(await resultOf(call, given, mask, mark)) });
  return results;
}

async function resultOf(call: ToolCall, given: AnalystCase, mask: Mask, mark: string): Promise<string> {
  const asked = unmasked(argumentsOf(call), mask);
  if (call.name === 'look') return lookResult(given, asked, mask, mark);
  if (call.name === 'read_evidence') return pageOf(given, asked, mask, mark);
  if (call.name === 'propose_command') return commandResult(given, asked, mask);
  if (call.name === 'report' || call.name === 'answer') return problem('it could not be read; send all required fields as JSON', mask);
  return problem('there is no such tool; there are look, read_evidence, propose_command and report', mask);
}

export function unmasked(asked: Readonly<Record<string, unknown>> | null, mask: Mask): Readonly<Record<string, unknown>> | null {
  if (asked === null) return null;
  return Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, mask.unmaskDeep(value)]));
}

function lookResult(given: AnalystCase, asked: Readonly<Record<string, unknown>> | null, mask: Mask, mark: string): string {
  const checked = checkLook(given, asked);
  if (checked.kind === 'refused') return problem(checked.reason, mask);
  if (checked.known === null) return problem('it was not taken: the budget of looks is used up, or the system is gone', mask);
  const item = checked.known;
  const text = mask.mask(item.text);
  const more = text.length > bytesMax.text ? `\n… ${text.length} characters in all; read_evidence ${item.id} shows them` : '';
  return fence(`${describeLook(maskedLook(item, mask), bytesMax.facts)}\n${text.slice(0, bytesMax.text)}${more}`, mark);
}

async function commandResult(given: AnalystCase, asked: Readonly<Record<string, unknown>> | null, mask: Mask): Promise<string> {
  const checked = await checkCommand(given, asked);
  return checked.kind === 'refused' ? problem(checked.reason, mask) : mask.mask(describeCommand(checked.command));
}

function pageOf(given: AnalystCase, asked: Readonly<Record<string, unknown>> | null, mask: Mask, mark: string): string {
  const item = given.evidence.find((each) => each.id === asked?.evidenceId);
  if (item === undefined) return problem('there is no such evidence in this incident', mask);
  const offset = typeof asked?.offset === 'number' && asked.offset > 0 ? Math.floor(asked.offset) : 0;
  const text = mask.mask(item.text);
  const page = text.slice(offset, offset + bytesMax.page);
  const rest = text.length - offset - page.length;
  const facts = offset === 0 ? `${describeLook(maskedLook(item, mask), bytesMax.page / 2)}\n` : '';
  return fence(`${facts}${page}${rest > 0 ? `\n… ${rest} more characters from offset ${offset + page.length}` : ''}`, mark);
}

function maskedLook(item: Evidence, mask: Mask): Evidence {
  const facts = Object.entries(item.facts).map(([name, value]) => [mask.mask(name), typeof value === 'string' ? mask.mask(value) : value]);
  return {
    ...item,
    systemId: mask.mask(item.systemId),
    headline: { 'zh-CN': '', en: mask.mask(item.headline.en) },
    ...(item.reason === undefined ? {} : { reason: mask.mask(item.reason) }),
    facts: Object.fromEntries(facts),
  };
}

function problem(reason: string, mask: Mask): string {
  return `error: ${mask.mask(reason).slice(0, bytesMax.error)}`;
}
