/** Rich as the messages that say it: one where it fits, a few where it is longer, and a file where it is longer still. */

import type { Rich } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { richToPlainText } from '../rich/plain-text.ts';
import { byteLength, shorten } from '../rich/shorten.ts';
import { splitRich } from '../rich/split-rich.ts';
import { mentionToMarkdown, richToMarkdown } from './dialect.ts';
import { dingtalkLimits } from './limits.ts';

/** One message: DingTalk wants a title, which is what the push notification shows. */
export interface MarkdownMessage {
  readonly title: string;
  readonly text: string;
}

export interface MessageParts {
  readonly parts: readonly MarkdownMessage[];
  /** The whole text, when the parts are only its beginning. */
  readonly file: string | null;
}

const seeFile: Readonly<Record<Locale, string>> = { 'zh-CN': '……全文见下方文件', en: '… the whole text is in the file below' };

/** Nothing is lost: either the parts say it all, or the file does. `call` are the people that the message calls beside its text. */
export function richToParts(rich: readonly Rich[], locale: Locale, call: readonly string[] = []): MessageParts {
  const called = call.map(mentionToMarkdown).filter((text) => text !== null);
  const prefix = called.length === 0 ? '' : `${called.join(' ')}  \n`;
  const sizeOf = (block: Rich): number => byteLength(richToMarkdown([block], called.length > 0)) + 2;
  const sizeMax = dingtalkLimits.textBytesMax - byteLength(prefix) - byteLength(seeFile[locale]) - 2;
  const texts = splitRich(rich, { sizeMax, sizeOf }).map((part) => richToMarkdown(part, called.length > 0));
  const title = titleOf(rich);
  const first = `${prefix}${texts[0] ?? ''}`;
  if (texts.length <= dingtalkLimits.textPartsMax)
    return { parts: [first, ...texts.slice(1)].map((text) => ({ title, text })), file: null };
  return { parts: [{ title, text: `${first}\n\n${seeFile[locale]}` }], file: richToPlainText(rich) };
}

/** The beginning of what is said, in one line. */
function titleOf(rich: readonly Rich[]): string {
  const line = richToPlainText(rich.slice(0, 2)).replace(/\s+/g, ' ').trim();
  return shorten(line === '' ? '值班' : line, dingtalkLimits.titleCharsMax);
}
