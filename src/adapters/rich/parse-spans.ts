/** Inline Markdown: bold, italic, code, strike and links, one level deep. */

import type { Span } from '../../domain/card.ts';

/** Linear in the length of the text for any input. Unknown or unclosed marks stay as they are. */
export function parseSpans(text: string): Span[] {
  const spans: Span[] = [];
  let plain = '';
  let index = 0;
  while (index < text.length) {
    const found = spanAt(text, index);
    if (found === null) {
      const isEscape = text[index] === '\\' && /[\\`*_~[\]()#>|-]/.test(text[index + 1] ?? '');
      plain += isEscape ? (text[index + 1] ?? '') : (text[index] ?? '');
      index += isEscape ? 2 : 1;
      continue;
    }
    if (plain !== '') spans.push({ type: 'text', text: plain });
    plain = '';
    spans.push(found.span);
    index = found.next;
  }
  if (plain !== '') spans.push({ type: 'text', text: plain });
  return spans;
}

type Found = { readonly span: Span; readonly next: number };

/** A mark must close within this many characters: text that never closes one must not be searched to its end again and again. */
const reachMax = 2_000;

function spanAt(text: string, index: number): Found | null {
  const character = text[index];
  if (character === '`') return codeAt(text, index);
  if (character === '[') return linkAt(text, index);
  if (text.startsWith('**', index)) return styledAt(text, index, '**', 'bold');
  if (text.startsWith('~~', index)) return styledAt(text, index, '~~', 'strike');
  if (character === '*') return styledAt(text, index, '*', 'italic');
  if (character === '_' && !/\w/.test(text[index - 1] ?? ' ')) return styledAt(text, index, '_', 'italic');
  return null;
}

function codeAt(text: string, index: number): Found | null {
  const end = text.slice(index + 1, index + reachMax).indexOf('`');
  if (end <= 0) return null;
  return { span: { type: 'text', text: text.slice(index + 1, index + 1 + end), style: 'code' }, next: index + end + 2 };
}

function linkAt(text: string, index: number): Found | null {
  const match = /^\[([^\]\n]{1,500})\]\((https?:\/\/[^\s()]{1,2000})\)/.exec(text.slice(index, index + 2_600));
  if (!match) return null;
  return { span: { type: 'link', url: match[2] ?? '', text: match[1] ?? '' }, next: index + match[0].length };
}

function styledAt(text: string, index: number, mark: string, style: 'bold' | 'italic' | 'strike'): Found | null {
  const start = index + mark.length;
  if (/\s/.test(text[start] ?? ' ')) return null;
  const end = text.slice(start, start + reachMax).indexOf(mark);
  if (end <= 0 || /\s/.test(text[start + end - 1] ?? ' ')) return null;
  const next = start + end + mark.length;
  if (mark === '_' && /\w/.test(text[next] ?? ' ')) return null;
  return { span: { type: 'text', text: text.slice(start, start + end), style }, next };
}
