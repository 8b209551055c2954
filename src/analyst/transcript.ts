/**
 * The conversation of one run, rebuilt from its stored rows: what was sent stays as it was sent, whatever has happened since.
 * A row holds what was new in its turn, the answer, and the placeholders that were given out.
 */

import { z } from 'zod';
import type { ModelCall } from '../store/model-contract.ts';
import type { Mask, MaskedText, MaskTable } from './mask.ts';

export interface MaskedCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: MaskedText;
}

export type TranscriptItem =
  | { readonly role: 'system' | 'user'; readonly text: MaskedText }
  | { readonly role: 'assistant'; readonly text: MaskedText; readonly calls: readonly MaskedCall[] }
  | {
      readonly role: 'results';
      readonly results: readonly { readonly callId: string; readonly name: string; readonly text: MaskedText }[];
    };

const storedRequest = z.object({
  items: z.array(
    z.union([
      z.object({ role: z.enum(['system', 'user']), text: z.string() }),
      z.object({ role: z.literal('results'), results: z.array(z.object({ callId: z.string(), name: z.string(), text: z.string() })) }),
    ]),
  ),
  mask: z.record(z.string(), z.string()).default({}),
});

const storedResponse = z.object({
  text: z.string(),
  calls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
});

export type StoredResponse = z.infer<typeof storedResponse>;

/** All placeholders that the rows gave out. */
export function maskTableOf(rows: readonly ModelCall[]): MaskTable {
  const table: Record<string, string> = {};
  for (const row of rows) Object.assign(table, storedRequest.parse(row.request).mask);
  return table;
}

export function responseOf(row: ModelCall): StoredResponse {
  return storedResponse.parse(row.response);
}

/** The stored turns as the model saw them. Throws when a row is not one of ours. */
export function transcriptOf(rows: readonly ModelCall[], mask: Mask): readonly TranscriptItem[] {
  return rows.flatMap((row) => {
    const sent = storedRequest.parse(row.request).items.map((item): TranscriptItem => {
      if (item.role !== 'results') return { role: item.role, text: mask.keep(item.text) };
      return { role: 'results', results: item.results.map((each) => ({ ...each, text: mask.keep(each.text) })) };
    });
    const { text, calls } = responseOf(row);
    const said: TranscriptItem = {
      role: 'assistant',
      text: mask.keep(text),
      calls: calls.map((call) => ({ ...call, arguments: mask.keep(call.arguments) })),
    };
    return [...sent, said];
  });
}

export function sizeOf(items: readonly TranscriptItem[]): number {
  let bytes = 0;
  for (const item of items) bytes += Buffer.byteLength(JSON.stringify(item));
  return bytes;
}

/**
 * Shortens the oldest results until the rest fits; rules, brief and the newest results stay whole.
 * Pure in its input: the same rows shorten the same way.
 */
export function compact(items: readonly TranscriptItem[], bytesMax: number, mask: Mask): readonly TranscriptItem[] {
  let bytes = sizeOf(items);
  if (bytes <= bytesMax) return items;
  const newest = items.findLastIndex((item) => item.role === 'results');
  return items.map((item, index) => {
    if (bytes <= bytesMax || item.role !== 'results' || index === newest) return item;
    const short: TranscriptItem = {
      role: 'results',
      results: item.results.map((each) => ({ ...each, text: mask.keep(shortened(each.text)) })),
    };
    bytes -= sizeOf([item]) - sizeOf([short]);
    return short;
  });
}

/** The fence's mark and the head line of the record are enough to ask for it again. */
function shortened(text: string): string {
  const lines = text.split('\n');
  if (lines.length < 3 || text.length <= 320) return text;
  const [open = '', head = ''] = lines;
  return `${open}\n${head.slice(0, 240)} … (shortened; read_evidence shows it)\n${lines.at(-1) ?? ''}`;
}
