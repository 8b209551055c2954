/** Rich as Slack's mrkdwn. Plain text stays plain: what a log line holds can't become a mention, a link, an emoji or a style. */

import type { Rich, Span } from '../../domain/card.ts';
import { alignTable } from '../rich/align-table.ts';

/** An invisible space that parts a character from its meaning. */
const apart = '\u200b';

export function richToMrkdwn(rich: readonly Rich[]): string {
  return rich.map(blockToMrkdwn).join('\n\n');
}

export function spansToMrkdwn(spans: readonly Span[]): string {
  let text = '';
  let wasStyled = false;
  for (const span of spans) {
    const next = spanToMrkdwn(span);
    const isStyled = span.type === 'text' && span.style !== undefined;
    text += needsGap(text, wasStyled, next, isStyled) ? apart + next : next;
    wasStyled = isStyled;
  }
  return text;
}

/** Slack sees a style's mark only beside a space or ASCII punctuation; Chinese puts letters right next to it. */
function needsGap(before: string, wasStyled: boolean, after: string, isStyled: boolean): boolean {
  if (before === '' || after === '') return false;
  const isWord = (character: string): boolean => /[\p{L}\p{N}]|[^\p{ASCII}]/u.test(character);
  return (wasStyled && (isStyled || isWord(after.charAt(0)))) || (isStyled && isWord(before.charAt(before.length - 1)));
}

/** For any text from outside: escaped, and with every mark of the dialect made inert. */
export function escapeMrkdwn(text: string): string {
  return escapeEntities(text)
    .replace(/:(?!\d\d:\d)(?=[a-z0-9_+'-]{1,100}:)/gi, `:${apart}`)
    .replace(/(?<![\p{L}\p{N}])([*_~`])(?=\S)/gu, `$1${apart}`)
    .replace(/^(?=&gt;)/gm, apart);
}

/** The three characters that Slack asks to be escaped; enough inside code. */
export function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Null for an id that isn't a user's or a user group's: then nobody is called. */
export function mentionToMrkdwn(id: string): string | null {
  if (/^[UW][A-Z0-9]{2,20}$/.test(id)) return `<@${id}>`;
  if (/^S[A-Z0-9]{2,20}$/.test(id)) return `<!subteam^${id}>`;
  return null;
}

/** A link, or its text alone when the address isn't one that people can follow. */
export function linkToMrkdwn(url: string, text: string): string {
  if (!/^https?:\/\/[^\s<>|]+$/i.test(url)) return escapeMrkdwn(text);
  return `<${escapeEntities(url)}|${escapeMrkdwn(text).replaceAll('|', '¦').replaceAll('\n', ' ')}>`;
}

function blockToMrkdwn(block: Rich): string {
  switch (block.type) {
    case 'paragraph':
      return spansToMrkdwn(block.spans);
    case 'heading':
      return styled(block.text, '*');
    case 'list':
      return block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : '•'} ${spansToMrkdwn(item)}`).join('\n');
    case 'code':
      return codeToMrkdwn(block.text);
    case 'quote':
      return spansToMrkdwn(block.spans)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'table':
      return codeToMrkdwn(alignTable(block.header, block.rows));
    case 'divider':
      return '———';
  }
}

function codeToMrkdwn(text: string): string {
  const inert = escapeEntities(text).replaceAll('```', `\`\`${apart}\``);
  return `\`\`\`\n${inert.endsWith('`') ? inert + apart : inert}\n\`\`\``;
}

function spanToMrkdwn(span: Span): string {
  switch (span.type) {
    case 'text':
      return textToMrkdwn(span.text, span.style);
    case 'link':
      return linkToMrkdwn(span.url, span.text);
    case 'mention':
      return mentionToMrkdwn(span.userId) ?? `@${escapeMrkdwn(span.name)}`;
  }
}

function textToMrkdwn(text: string, style: 'bold' | 'italic' | 'code' | 'strike' | undefined): string {
  switch (style) {
    case undefined:
      return escapeMrkdwn(text);
    case 'code':
      return lineByLine(text, (line) => `\`${escapeEntities(line).replaceAll('`', 'ˋ')}\``);
    case 'bold':
      return styled(text, '*');
    case 'italic':
      return styled(text, '_');
    case 'strike':
      return styled(text, '~');
  }
}

/** Slack ends a style at the line's end and wants no space inside the marks. */
function styled(text: string, mark: string): string {
  return lineByLine(text, (line) => `${mark}${escapeMrkdwn(line).replaceAll(mark, `${mark === '*' ? '∗' : mark}${apart}`)}${mark}`);
}

function lineByLine(text: string, render: (line: string) => string): string {
  return text
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      if (inner === '') return line;
      const start = line.indexOf(inner);
      return line.slice(0, start) + render(inner) + line.slice(start + inner.length);
    })
    .join('\n');
}
