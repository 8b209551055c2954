/** Rich as plain text: for notifications, logs of what was said, files and platforms without a dialect. */

import type { Rich, Span } from '../../domain/card.ts';
import { alignTable } from './align-table.ts';

/** Blocks are parted by an empty line; list items by a line break. Nothing of the content is left out. */
export function richToPlainText(rich: readonly Rich[]): string {
  return rich.map(blockToPlainText).join('\n\n');
}

export function spansToPlainText(spans: readonly Span[]): string {
  return spans.map(spanToPlainText).join('');
}

function blockToPlainText(block: Rich): string {
  switch (block.type) {
    case 'paragraph':
      return spansToPlainText(block.spans);
    case 'heading':
      return block.text;
    case 'list':
      return block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : '-'} ${spansToPlainText(item)}`).join('\n');
    case 'code':
      return block.text;
    case 'quote':
      return spansToPlainText(block.spans)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'table':
      return alignTable(block.header, block.rows);
    case 'divider':
      return '---';
  }
}

function spanToPlainText(span: Span): string {
  switch (span.type) {
    case 'text':
      return span.text;
    case 'link':
      return span.text === span.url || span.text === '' ? span.url : `${span.text} (${span.url})`;
    case 'mention':
      return `@${span.name}`;
  }
}
