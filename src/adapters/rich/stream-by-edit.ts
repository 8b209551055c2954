/** A growing message on a platform that has none of its own: posted once, then edited, with a note below as long as more is to come. */

import type { Rich } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import type { ChatAdapter, Streaming } from '../contract.ts';
import { richToPlainText } from './plain-text.ts';

/** What is longer would not fit into the one message that is edited. */
const textCharsMax = 2_400;

export function streamByEdit(adapter: Pick<ChatAdapter, 'post' | 'edit'>, now: () => number): Streaming {
  return {
    async start(place, rich, options) {
      const message = await adapter.post(place, { rich: withNote(rich, notes.writing[options.locale]) }, options);
      return { message, startedMs: now() };
    },
    async update({ message }, rich, options) {
      if (isTooLong(rich)) return;
      await adapter.edit(message, { rich: withNote(rich, notes.writing[options.locale]) }, options);
    },
    async finish({ message }, rich, options) {
      if (!isTooLong(rich)) return adapter.edit(message, { rich }, options);
      await adapter.edit(message, { rich: withNote([], notes.below[options.locale]) }, { ...options, mention: [] });
      return adapter.post(message.place, { rich }, options);
    },
  };
}

const notes = {
  writing: { 'zh-CN': '（还在写……）', en: '(still writing …)' },
  below: { 'zh-CN': '回答较长，见下方。', en: 'The answer is long: see below.' },
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

function withNote(rich: readonly Rich[], note: string): readonly Rich[] {
  return [...rich, { type: 'paragraph', spans: [{ type: 'text', text: note, style: 'italic' }] }];
}

function isTooLong(rich: readonly Rich[]): boolean {
  return richToPlainText(rich).length > textCharsMax;
}
