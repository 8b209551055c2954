/** What is open stands in the channel's topic, behind what people have written there. */

import { shorten } from 'zhiban/plugin';
import { lower } from './line.ts';
import type { Said } from './seen-cards.ts';

export interface Topics {
  /** The topic as the server tells it. */
  heard(channel: string, topic: string): void;
  /** Brings it up to what is open; says nothing when it is so already. */
  bring(channel: string): Promise<void>;
}

const mark = ' ‖ ';
const shownMax = 4;
const titleCharsMax = 40;
const topicCharsMax = 160;

export function createTopics(said: Said, set: (channel: string, topic: string) => Promise<void>): Topics {
  const current = new Map<string, string>();
  return {
    heard: (channel, topic) => void current.set(lower(channel), topic),
    async bring(channel) {
      const before = current.get(lower(channel)) ?? '';
      const at = before.indexOf(mark.trim());
      const own = (at < 0 ? before : before.slice(0, at)).trim();
      const cards = (await said.cards.entries()).filter(([, card]) => lower(card.channel) === lower(channel) && !card.isClosed);
      const open = cards.slice(-shownMax).map(([, { title }]) => shorten(title, titleCharsMax));
      const wanted = open.length === 0 ? own : `${shorten(own, topicCharsMax)}${mark}${open.join(' | ')}`.trim();
      if (wanted === before) return;
      current.set(lower(channel), wanted);
      await set(channel, wanted);
    },
  };
}
