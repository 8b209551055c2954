/** What may be shown of an answer that is still being written: whole sentences, checked as the whole answer will be. */

import { z } from 'zod';
import type { AnalystCase } from './contract.ts';
import { groundAnswer } from './ground-answer.ts';
import type { Mask } from './mask.ts';
import type { ModelReply } from './read-reply.ts';

/** Null while there is nothing to show: no evidence is named yet, or no sentence is whole. Give a mask of its own: it may grow. */
export function previewAnswer(reply: ModelReply, given: AnalystCase, mask: Mask): string | null {
  const call = reply.calls.find(({ name }) => name === 'answer');
  const begun = call === undefined ? null : readBegun(call.arguments);
  const whole = begun === null ? '' : wholeSentences(begun.text);
  if (begun === null || whole === '') return null;
  const text = mask.unmask(mask.keep(whole));
  return groundAnswer({ text, evidenceIds: begun.evidenceIds }, given)?.text ?? null;
}

/** Evidence before words, as the tool asks for it: of a text that names its evidence last nothing can be checked before its end. */
const begunArguments = /^\s{0,20}\{\s{0,20}"evidenceIds"\s{0,20}:\s{0,20}(\[[^\]]{0,4000}\])\s{0,20},\s{0,20}"text"\s{0,20}:\s{0,20}"/;
const writtenString = /[^"\\]*(?:\\.[^"\\]*)*/y;

function readBegun(json: string): { readonly evidenceIds: readonly string[]; readonly text: string } | null {
  const head = begunArguments.exec(json);
  if (head === null) return null;
  writtenString.lastIndex = head[0].length;
  const written = (writtenString.exec(json)?.[0] ?? '').replace(/\\u[0-9a-fA-F]{0,3}$/, '');
  try {
    const evidenceIds = z.array(z.string()).parse(JSON.parse(head[1] ?? '[]'));
    return { evidenceIds, text: z.string().parse(JSON.parse(`"${written}"`)) };
  } catch {
    return null;
  }
}

/** Up to the last end of a sentence that stands outside of brackets: a link or a placeholder is whole or not there. */
function wholeSentences(text: string): string {
  for (const end of sentenceEnds(text).toReversed()) {
    const whole = text.slice(0, end);
    if (!isOpen(whole.slice(whole.lastIndexOf('\n') + 1))) return whole.replace(/(?:^|\n)\s{0,4}(?:\d{1,2}[.)、]|[-*])\s{0,4}$/, '');
  }
  return '';
}

function sentenceEnds(text: string): readonly number[] {
  return [...text.matchAll(/[。！？；\n]|[.!?;](?=\s+\S)/g)].map((match) => match.index + match[0].length);
}

const pairs = ['[]', '()', '<>', '«»', '《》', '（）', '``'] as const;

function isOpen(line: string): boolean {
  return pairs.some(([open, close]) => {
    const count = (mark: string | undefined): number => line.split(mark ?? '').length - 1;
    return open === close ? count(open) % 2 === 1 : count(open) > count(close);
  });
}
