/** Rich as the Markdown of Feishu's cards. Plain text stays plain: what a log line holds can't become a mention, a link or a style. */

import type { Rich, Span } from '../../domain/card.ts';
import { alignTable } from '../rich/align-table.ts';

/** An invisible space that parts a character from its meaning, where an entity would be shown as it is. */
const apart = '\u200b';
/** A style ends at a letter right next to it; Chinese puts letters there. The thinnest space that Markdown knows as one. */
const hairSpace = '\u200a';
/** Two spaces before the break: a new line for strict readers of Markdown as for lenient ones. */
const lineBreak = '  \n';

export function richToMarkdown(rich: readonly Rich[]): string {
  return rich.map(blockToMarkdown).join('\n\n');
}

export function spansToMarkdown(spans: readonly Span[]): string {
  let text = '';
  let wasStyled = false;
  for (const span of spans) {
    const next = spanToMarkdown(span);
    const isStyled = span.type === 'text' && span.style !== undefined;
    text += needsGap(text, wasStyled, next, isStyled) ? hairSpace + next : next;
    wasStyled = isStyled;
  }
  return text;
}

function needsGap(before: string, wasStyled: boolean, after: string, isStyled: boolean): boolean {
  if (before === '' || after === '') return false;
  const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
  return (wasStyled && (isStyled || isWord(after.charAt(0)))) || (isStyled && isWord(before.charAt(before.length - 1)));
}

/** For any text from outside: every character that could mean something becomes an entity. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[&<>*~`[\]\\$]/g, toEntity)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, toEntity)
    .replace(/:(?=[\w+-]{1,60}:)/g, toEntity)
    .replace(/^([ \t]*)([#+=|-]|\d{1,9}(?=[.)]))/gm, (_, space: string, mark: string) => space + toEntity(mark.charAt(0)) + mark.slice(1))
    .replaceAll('\n', lineBreak);
}

function toEntity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** Null for an id that isn't a person's: then nobody is called, and never everybody. */
export function mentionToMarkdown(openId: string): string | null {
  return isOpenId(openId) ? `<at id=${openId}></at>` : null;
}

export function isOpenId(id: string): boolean {
  return /^ou_[a-zA-Z0-9]{4,64}$/.test(id);
}

/** A link, or its text alone when the address isn't one that people can follow. */
export function linkToMarkdown(url: string, text: string): string {
  if (!isFollowable(url)) return escapeMarkdown(text);
  const target = url.replace(/[()<>\\]/g, (character) => encodeURIComponent(character).replace('(', '%28').replace(')', '%29'));
  return `[${escapeMarkdown(text).replaceAll(lineBreak, ' ')}](${target})`;
}

export function isFollowable(url: string): boolean {
  return /^https?:\/\/[^\s"'<>]+$/i.test(url) && URL.canParse(url);
}

function blockToMarkdown(block: Rich): string {
  switch (block.type) {
    case 'paragraph':
      return spansToMarkdown(block.spans);
    case 'heading':
      return styled(block.text, '**');
    case 'list':
      return block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : '-'} ${indent(spansToMarkdown(item))}`).join('\n');
    case 'code':
      return codeToMarkdown(block.text);
    case 'quote':
      return spansToMarkdown(block.spans)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'table':
      return codeToMarkdown(alignTable(block.header, block.rows));
    case 'divider':
      return '---';
  }
}

function indent(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

function codeToMarkdown(text: string): string {
  const inert = inertCode(text).replaceAll('```', `\`\`${apart}\``);
  return `\`\`\`\n${inert}\n\`\`\``;
}

/** Code keeps its characters; only what looks like one of Feishu's own tags is parted, should the client read those even there. */
function inertCode(text: string): string {
  return text.replace(/<(?=\/?(?:at|a|font|text_tag|link|person|number_tag|local_datetime|img|br|hr)\b)/gi, `<${apart}`);
}

function spanToMarkdown(span: Span): string {
  switch (span.type) {
    case 'text':
      return textToMarkdown(span.text, span.style);
    case 'link':
      return linkToMarkdown(span.url, span.text);
    case 'mention':
      return mentionToMarkdown(span.userId) ?? `@${escapeMarkdown(span.name)}`;
  }
}

function textToMarkdown(text: string, style: 'bold' | 'italic' | 'code' | 'strike' | undefined): string {
  switch (style) {
    case undefined:
      return escapeMarkdown(text);
    case 'code':
      return lineByLine(text, (line) => `\`${inertCode(line).replaceAll('`', 'ˋ')}\``);
    case 'bold':
      return styled(text, '**');
    case 'italic':
      return styled(text, '*');
    case 'strike':
      return styled(text, '~~');
  }
}

function styled(text: string, mark: string): string {
  return lineByLine(text, (line) => `${mark}${escapeMarkdown(line)}${mark}`);
}

/** A style ends with its line, and wants no space inside its marks. */
function lineByLine(text: string, render: (line: string) => string): string {
  return text
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      return inner === '' ? '' : line.replace(inner, () => render(inner));
    })
    .join(lineBreak);
}
