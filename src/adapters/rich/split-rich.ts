/** Long text becomes several messages: split on block borders, and inside a block only where the block alone is too big. */

import type { Rich, Span } from '../../domain/card.ts';
import { cutAt } from './shorten.ts';

export interface SplitLimit {
  /** The most that one part may measure, by `sizeOf`. */
  readonly sizeMax: number;
  /** Measures one block as it will be sent: bytes or characters after escaping, and what parts it from the next. */
  sizeOf(block: Rich): number;
}

/** No part measures more than the limit, no part is empty, and nothing is lost: code stays code in every part. */
export function splitRich(rich: readonly Rich[], limit: SplitLimit): Rich[][] {
  const parts: Rich[][] = [];
  let part: Rich[] = [];
  let size = 0;
  for (const block of rich.flatMap((whole) => splitBlock(whole, limit))) {
    const blockSize = limit.sizeOf(block);
    if (part.length > 0 && size + blockSize > limit.sizeMax) {
      parts.push(part);
      part = [];
      size = 0;
    }
    part.push(block);
    size += blockSize;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

function splitBlock(block: Rich, limit: SplitLimit): Rich[] {
  if (limit.sizeOf(block) <= limit.sizeMax) return [block];
  const halves = halve(block);
  if (halves === null) return [block];
  return halves.flatMap((half) => splitBlock(half, limit));
}

/** Two blocks of the same kind that together say the same; null when the block can't be parted any further. */
function halve(block: Rich): readonly [Rich, Rich] | null {
  switch (block.type) {
    case 'divider':
      return null;
    case 'heading': {
      const halves = halveText(block.text);
      return (
        halves && [
          { type: 'heading', text: halves[0] },
          { type: 'heading', text: halves[1] },
        ]
      );
    }
    case 'code': {
      const halves = halveText(block.text);
      return (
        halves && [
          { ...block, text: halves[0].replace(/\n$/, '') },
          { ...block, text: halves[1] },
        ]
      );
    }
    case 'paragraph':
    case 'quote': {
      const halves = halveSpans(block.spans);
      return (
        halves && [
          { type: block.type, spans: halves[0] },
          { type: block.type, spans: halves[1] },
        ]
      );
    }
    case 'list':
      return halveList(block);
    case 'table':
      return halveTable(block);
  }
}

function halveList(block: Extract<Rich, { type: 'list' }>): readonly [Rich, Rich] | null {
  const middle = Math.ceil(block.items.length / 2);
  if (block.items.length > 1) {
    return [
      { ...block, items: block.items.slice(0, middle) },
      { ...block, items: block.items.slice(middle) },
    ];
  }
  const halves = halveSpans(block.items[0] ?? []);
  return (
    halves && [
      { ...block, items: [halves[0]] },
      { ...block, items: [halves[1]] },
    ]
  );
}

/** The header is said again; a single row that is too big goes on as code. */
function halveTable(block: Extract<Rich, { type: 'table' }>): readonly [Rich, Rich] | null {
  const middle = Math.ceil(block.rows.length / 2);
  if (block.rows.length > 1) {
    return [
      { ...block, rows: block.rows.slice(0, middle) },
      { ...block, rows: block.rows.slice(middle) },
    ];
  }
  return halve({ type: 'code', text: [block.header.join(' | '), ...block.rows.map((row) => row.join(' | '))].join('\n') });
}

function halveSpans(spans: readonly Span[]): readonly [Span[], Span[]] | null {
  if (spans.length > 1) {
    const middle = Math.ceil(spans.length / 2);
    return [spans.slice(0, middle), spans.slice(middle)];
  }
  const only = spans[0];
  if (only === undefined || only.type !== 'text') return null;
  const halves = halveText(only.text);
  return halves && [[{ ...only, text: halves[0] }], [{ ...only, text: halves[1] }]];
}

/** Near the middle, after a line break or a space where there is one in reach. */
function halveText(text: string): readonly [string, string] | null {
  if (text.length < 2) return null;
  const middle = Math.ceil(text.length / 2);
  const lower = Math.floor(middle / 2);
  const breakAt = text.lastIndexOf('\n', middle);
  const spaceAt = text.lastIndexOf(' ', middle);
  const at = breakAt >= lower ? breakAt + 1 : spaceAt >= lower ? spaceAt + 1 : cutAt(text, middle).length;
  if (at <= 0 || at >= text.length) return null;
  return [text.slice(0, at), text.slice(at)];
}
