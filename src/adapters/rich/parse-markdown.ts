/** A small Markdown dialect becomes Rich: what runbooks, verdicts and models write. Everything else stays plain text. */

import type { Rich, Span } from '../../domain/card.ts';
import { parseSpans } from './parse-spans.ts';

/**
 * Understands headings, lists, fences, quotes, pipe tables and rules; never throws, never reads HTML.
 * An unclosed fence runs to the end of the text.
 */
export function parseMarkdown(text: string): Rich[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Rich[] = [];
  let index = 0;
  while (index < lines.length) {
    if ((lines[index] ?? '').trim() === '') {
      index += 1;
      continue;
    }
    const { block, next } = readBlock(lines, index);
    blocks.push(block);
    index = next;
  }
  return blocks;
}

type Read = { readonly block: Rich; readonly next: number };

function readBlock(lines: readonly string[], start: number): Read {
  const line = lines[start] ?? '';
  const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line);
  if (heading) return { block: { type: 'heading', text: spansText(parseSpans(heading[1] ?? '')) }, next: start + 1 };
  if (/^ {0,3}([-*_])\s*(\1\s*){2,}$/.test(line)) return { block: { type: 'divider' }, next: start + 1 };
  if (fenceOf(line)) return readFence(lines, start);
  if (/^ {0,3}>/.test(line)) return readQuote(lines, start);
  if (isTableStart(lines, start)) return readTable(lines, start);
  if (itemOf(line)) return readList(lines, start);
  return readParagraph(lines, start);
}

function readFence(lines: readonly string[], start: number): Read {
  const opening = fenceOf(lines[start] ?? '');
  const fence = opening?.fence ?? '```';
  const content: string[] = [];
  let index = start + 1;
  while (index < lines.length && !isClosingFence(lines[index] ?? '', fence)) {
    content.push(lines[index] ?? '');
    index += 1;
  }
  const language = opening?.language ?? '';
  const text = content.join('\n');
  return { block: language === '' ? { type: 'code', text } : { type: 'code', text, language }, next: index + 1 };
}

function readQuote(lines: readonly string[], start: number): Read {
  const content: string[] = [];
  let index = start;
  while (index < lines.length && /^ {0,3}>/.test(lines[index] ?? '')) {
    content.push((lines[index] ?? '').replace(/^ {0,3}> ?/, ''));
    index += 1;
  }
  return { block: { type: 'quote', spans: parseSpans(content.join('\n')) }, next: index };
}

function readTable(lines: readonly string[], start: number): Read {
  const header = cellsOf(lines[start] ?? '');
  const rows: string[][] = [];
  let index = start + 2;
  while (index < lines.length && (lines[index] ?? '').includes('|')) {
    const cells = cellsOf(lines[index] ?? '');
    rows.push(header.map((_, column) => cells[column] ?? ''));
    index += 1;
  }
  return { block: { type: 'table', header, rows }, next: index };
}

function readList(lines: readonly string[], start: number): Read {
  const isOrdered = itemOf(lines[start] ?? '')?.isOrdered ?? false;
  const items: string[] = [];
  let index = start;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    const item = itemOf(line);
    if (item && item.isOrdered === isOrdered) items.push(item.text);
    else if (/^\s+\S/.test(line) && items.length > 0) items[items.length - 1] += `\n${line.trim()}`;
    else break;
    index += 1;
  }
  return { block: { type: 'list', items: items.map(parseSpans), isOrdered }, next: index };
}

function readParagraph(lines: readonly string[], start: number): Read {
  const content: string[] = [];
  let index = start;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || (index > start && startsBlock(lines, index))) break;
    content.push(line.trim());
    index += 1;
  }
  return { block: { type: 'paragraph', spans: parseSpans(content.join('\n')) }, next: index };
}

function startsBlock(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  return (
    /^ {0,3}#{1,6}\s+\S/.test(line) ||
    /^ {0,3}>/.test(line) ||
    fenceOf(line) !== null ||
    itemOf(line) !== null ||
    isTableStart(lines, index)
  );
}

function fenceOf(line: string): { readonly fence: string; readonly language: string } | null {
  const match = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)\s*$/.exec(line);
  return match ? { fence: match[1] ?? '```', language: match[2] ?? '' } : null;
}

function isClosingFence(line: string, fence: string): boolean {
  const trimmed = line.trim();
  return trimmed.length >= fence.length && trimmed === (fence[0] ?? '`').repeat(trimmed.length);
}

function itemOf(line: string): { readonly text: string; readonly isOrdered: boolean } | null {
  const match = /^\s{0,6}(?:([-*+•])|(\d{1,3})[.)])\s+(.*)$/.exec(line);
  return match ? { text: match[3] ?? '', isOrdered: match[2] !== undefined } : null;
}

function isTableStart(lines: readonly string[], index: number): boolean {
  const rule = lines[index + 1] ?? '';
  return (lines[index] ?? '').includes('|') && rule.includes('-') && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(rule);
}

function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => spansText(parseSpans(cell.trim().replaceAll('\\|', '|'))));
}

function spansText(spans: readonly Span[]): string {
  return spans.map((span) => (span.type === 'mention' ? `@${span.name}` : span.text)).join('');
}
