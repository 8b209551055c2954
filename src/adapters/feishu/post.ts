/** Rich as a message of words: Feishu's `post`, whose text nodes are taken literally, so that nothing in them needs escaping. */

import type { Rich, Span } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { alignTable } from '../rich/align-table.ts';
import { isFollowable, isOpenId } from './dialect.ts';

export type PostNode =
  | { readonly tag: 'text'; readonly text: string; readonly style?: readonly string[] }
  | { readonly tag: 'a'; readonly text: string; readonly href: string }
  | { readonly tag: 'at'; readonly user_id: string }
  | { readonly tag: 'code_block'; readonly language: string; readonly text: string }
  | { readonly tag: 'img'; readonly image_key: string }
  | { readonly tag: 'hr' };

/** What the API wants as `content`, serialized. */
export function postContent(lines: readonly (readonly PostNode[])[], locale: Locale, title = ''): string {
  const shown = lines.length > 0 ? lines : [[{ tag: 'text', text: ' ' }]];
  return JSON.stringify({ [locale === 'zh-CN' ? 'zh_cn' : 'en_us']: { title, content: shown } });
}

export function richToPost(rich: readonly Rich[]): PostNode[][] {
  return rich.flatMap(blockToLines);
}

/** Those who are called; ids that aren't people's are left out. */
export function mentionNodes(openIds: readonly string[]): PostNode[] {
  return openIds
    .filter(isOpenId)
    .slice(0, 20)
    .flatMap((openId): PostNode[] => [{ tag: 'at', user_id: openId }, text(' ')]);
}

function blockToLines(block: Rich): PostNode[][] {
  switch (block.type) {
    case 'paragraph':
      return [spanNodes(block.spans)];
    case 'heading':
      return [[{ tag: 'text', text: block.text, style: ['bold'] }]];
    case 'list':
      return block.items.map((item, index) => [text(block.isOrdered ? `${index + 1}. ` : '• '), ...spanNodes(item)]);
    case 'code':
      return [[codeBlock(block.text)]];
    case 'quote':
      return [[text('▎'), ...spanNodes(block.spans).map(quoteLines)]];
    case 'table':
      return [[codeBlock(alignTable(block.header, block.rows))]];
    case 'divider':
      return [[{ tag: 'hr' }]];
  }
}

function codeBlock(content: string): PostNode {
  return { tag: 'code_block', language: 'PLAIN_TEXT', text: content === '' ? ' ' : content };
}

function spanNodes(spans: readonly Span[]): PostNode[] {
  return spans.filter((span) => span.type === 'mention' || span.text !== '').map(spanNode);
}

const styles = { bold: ['bold'], italic: ['italic'], strike: ['lineThrough'] } as const;

function spanNode(span: Span): PostNode {
  switch (span.type) {
    case 'text':
      if (span.style === undefined) return text(span.text);
      // Words of a message know no code style: the marks that people write themselves are shown.
      return span.style === 'code' ? text(`\`${span.text}\``) : { tag: 'text', text: span.text, style: styles[span.style] };
    case 'link':
      return isFollowable(span.url) ? { tag: 'a', text: span.text, href: span.url } : text(span.text);
    case 'mention':
      return isOpenId(span.userId) ? { tag: 'at', user_id: span.userId } : text(`@${span.name}`);
  }
}

function quoteLines(node: PostNode): PostNode {
  return node.tag === 'text' ? { ...node, text: node.text.replaceAll('\n', '\n▎') } : node;
}

function text(content: string): PostNode {
  return { tag: 'text', text: content };
}
