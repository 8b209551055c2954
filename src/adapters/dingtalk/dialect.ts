/** Rich as DingTalk's small Markdown. Plain text stays plain: what a log line holds can't become a link, a style, an emoji or a call. */

import type { Rich, Span } from '../../domain/card.ts';
import { alignTable } from '../rich/align-table.ts';
import { isStaffId } from './target.ts';

/** An invisible space that parts a character from its meaning: the dialect has no escapes. */
const apart = '\u200b';
/** A line ends with two spaces, or it doesn't end. */
const newline = '  \n';

/** `canCall` says that the message carries the people who are mentioned beside its text: only then an id in it calls. */
export function richToMarkdown(rich: readonly Rich[], canCall = false): string {
  return rich.map((block) => blockToMarkdown(block, canCall)).join('\n\n');
}

/** For any text from outside: every mark of the dialect is made inert. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/([*_`~[\]<>!|\\])/g, `$1${apart}`)
    .replace(/\b(https?|ftp|dtmd|dingtalk|mailto|tel):(?=\S)/gi, `$1${apart}:`)
    .replace(/\bwww\.(?=\S)/gi, `www${apart}.`)
    .replace(/^(\s*)([#+-]|\d{1,9}[.)])(?=\s|$|#)/gm, `$1$2${apart}`)
    .replace(/@(?=(all|所有人)\b|所有人)/gi, `@${apart}`)
    .replace(/ *\r?\n/g, newline);
}

/** A link, or its text alone when the address isn't one that people can follow. */
export function linkToMarkdown(url: string, text: string): string {
  if (!/^https?:\/\/[^\s<>()[\]]+$/i.test(url)) return escapeMarkdown(text);
  return `[${escapeMarkdown(text).replaceAll('\n', ' ')}](${url})`;
}

/** A call by the person's id, which must stand in the at-field as well; null for what is no id. */
export function mentionToMarkdown(userId: string): string | null {
  return isStaffId(userId) && userId.toLowerCase() !== 'all' ? `@${userId}` : null;
}

function blockToMarkdown(block: Rich, canCall: boolean): string {
  switch (block.type) {
    case 'paragraph':
      return spansToMarkdown(block.spans, canCall);
    case 'heading':
      return `#### ${escapeMarkdown(block.text).replaceAll(newline, ' ')}`;
    case 'list':
      return block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : '-'} ${itemToMarkdown(item, canCall)}`).join('\n');
    case 'code':
      return fence(block.text);
    case 'quote':
      return spansToMarkdown(block.spans, canCall)
        .split(newline)
        .map((line) => `> ${line}`)
        .join(newline);
    case 'table':
      return fence(alignTable(block.header, block.rows));
    case 'divider':
      return '---';
  }
}

function itemToMarkdown(spans: readonly Span[], canCall: boolean): string {
  return spansToMarkdown(spans, canCall).replaceAll(newline, `${newline}  `);
}

function spansToMarkdown(spans: readonly Span[], canCall: boolean): string {
  return spans.map((span) => spanToMarkdown(span, canCall)).join('');
}

function spanToMarkdown(span: Span, canCall: boolean): string {
  switch (span.type) {
    case 'text':
      return textToMarkdown(span.text, span.style);
    case 'link':
      return linkToMarkdown(span.url, span.text);
    case 'mention':
      return (canCall ? mentionToMarkdown(span.userId) : null) ?? `@${escapeMarkdown(span.name)}`;
  }
}

/** Inline code and strike-through are not in the documented set: the words stand as they are, and bold is bold. */
function textToMarkdown(text: string, style: 'bold' | 'italic' | 'code' | 'strike' | undefined): string {
  const mark = style === 'bold' ? '**' : style === 'italic' ? '*' : '';
  if (mark === '') return escapeMarkdown(text);
  return text
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      if (inner === '') return line;
      const start = line.indexOf(inner);
      return `${line.slice(0, start)}${mark}${escapeMarkdown(inner)}${mark}${line.slice(start + inner.length)}`;
    })
    .join(newline);
}

/** A fence in the text would end ours. */
function fence(text: string): string {
  const inert = text.replaceAll('```', `\`\`${apart}\``);
  return `\`\`\`\n${inert.endsWith('`') ? inert + apart : inert}\n\`\`\``;
}
