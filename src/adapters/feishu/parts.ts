/** Rich as the messages that say it: one where it fits, a few where it is longer, and a file where it is longer still. */

import type { Rich } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { richToPlainText } from '../rich/plain-text.ts';
import { byteLength } from '../rich/shorten.ts';
import { splitRich } from '../rich/split-rich.ts';
import { feishuLimits } from './limits.ts';
import { mentionNodes, type PostNode, postContent, richToPost } from './post.ts';

/** What a send takes: the type, and the serialized content. */
export interface FeishuContent {
  readonly type: 'post' | 'interactive' | 'file';
  readonly content: string;
}

export interface MessageParts {
  readonly parts: readonly FeishuContent[];
  /** The whole text, when the parts are only its beginning. */
  readonly file: string | null;
}

const seeFile: Readonly<Record<Locale, string>> = {
  'zh-CN': '……全文见下方文件',
  en: '… the whole text is in the file below',
};

/** Nothing is lost: either the parts say it all, or the file does. */
export function richToParts(rich: readonly Rich[], locale: Locale, mention: readonly string[] = []): MessageParts {
  const called = mentionNodes(mention);
  const sizeOf = (block: Rich): number => byteLength(JSON.stringify(richToPost([block])));
  const parts = splitRich(rich, { sizeMax: feishuLimits.textBytesMax - byteLength(JSON.stringify(called)), sizeOf }).map(richToPost);
  const first = callFirst(called, parts[0] ?? []);
  const toContent = (lines: readonly (readonly PostNode[])[]): FeishuContent => ({ type: 'post', content: postContent(lines, locale) });
  if (parts.length <= feishuLimits.textPartsMax) return { parts: [first, ...parts.slice(1)].map(toContent), file: null };
  const hint: PostNode[] = [{ tag: 'text', text: seeFile[locale], style: ['italic'] }];
  return { parts: [toContent([...first, hint])], file: richToPlainText(rich) };
}

/** A code block stands on a line of its own; everything else goes on after the names. */
function callFirst(called: readonly PostNode[], lines: readonly (readonly PostNode[])[]): (readonly PostNode[])[] {
  if (called.length === 0) return [...lines];
  const [head = [], ...rest] = lines;
  const isAlone = head.some((node) => node.tag === 'code_block' || node.tag === 'hr');
  return isAlone ? [called, head, ...rest] : [[...called, ...head], ...rest];
}
