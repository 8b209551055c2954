/** Rich as the messages that say it: one where it fits, a few where it is longer, and a file where it is longer still. */

import type { Rich } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { richToPlainText } from '../rich/plain-text.ts';
import { splitRich } from '../rich/split-rich.ts';
import type { SlackContent } from './card.ts';
import { mentionToMrkdwn, richToMrkdwn } from './dialect.ts';
import { slackLimits } from './limits.ts';

export interface MessageParts {
  readonly parts: readonly SlackContent[];
  /** The whole text, when the parts are only its beginning. */
  readonly file: string | null;
}

const seeFile: Readonly<Record<Locale, string>> = {
  'zh-CN': '_……全文见下方文件_',
  en: '_… the whole text is in the file below_',
};

/** Nothing is lost: either the parts say it all, or the file does. */
export function richToParts(rich: readonly Rich[], locale: Locale, mention: readonly string[] = []): MessageParts {
  const called = mention.map(mentionToMrkdwn).filter((text) => text !== null);
  const prefix = called.length === 0 ? '' : `${called.slice(0, 20).join(' ')} `;
  const sizeMax = slackLimits.textCharsMax - prefix.length - seeFile[locale].length - 2;
  const sizeOf = (block: Rich) => richToMrkdwn([block]).length + 2;
  const texts = splitRich(rich, { sizeMax, sizeOf }).map(richToMrkdwn);
  const first = `${prefix}${texts[0] ?? ''}`;
  if (texts.length <= slackLimits.textPartsMax) return { parts: [first, ...texts.slice(1)].map(textContent), file: null };
  return { parts: [textContent(`${first}\n\n${seeFile[locale]}`)], file: richToPlainText(rich) };
}

/** A message of text: one section that Slack does not parse by itself, and the same words for notifications. */
export function textContent(mrkdwn: string): SlackContent {
  const text = mrkdwn === '' ? ' ' : mrkdwn;
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true }, expand: true }], attachments: [] };
}
