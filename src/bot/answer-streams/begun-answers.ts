/** Messages that were begun and not yet ended, kept beyond the process: who comes after a crash ends them. */

import { z } from 'zod';
import type { AdapterMemory, StreamedMessage } from '../../adapters/contract.ts';
import { createKept } from '../../adapters/rich/kept.ts';
import type { Locale } from '../../domain/text.ts';

export interface BegunAnswer {
  readonly streamed: StreamedMessage;
  readonly locale: Locale;
  readonly isEnded: boolean;
}

export interface BegunAnswers {
  get(key: string): Promise<BegunAnswer | undefined>;
  begin(key: string, streamed: StreamedMessage, locale: Locale): Promise<void>;
  end(key: string): Promise<void>;
  /** Those that are not ended. */
  open(): Promise<readonly (readonly [key: string, answer: BegunAnswer])[]>;
}

const entriesMax = 100;

const begunAnswer = z.object({
  streamed: z.object({
    message: z.object({
      place: z.object({ adapter: z.string(), workspace: z.string(), channel: z.string(), thread: z.string().optional() }),
      id: z.string(),
    }),
    card: z.string().optional(),
    startedMs: z.number(),
  }),
  locale: z.enum(['zh-CN', 'en']),
  isEnded: z.boolean(),
});

export function createBegunAnswers(memory: AdapterMemory): BegunAnswers {
  const kept = createKept<BegunAnswer>(memory, 'chat:begun-answers', entriesMax, read);
  return {
    get: (key) => kept.get(key),
    begin: (key, streamed, locale) => kept.set(key, { streamed, locale, isEnded: false }),
    async end(key) {
      const found = await kept.get(key);
      if (found !== undefined && !found.isEnded) await kept.set(key, { ...found, isEnded: true });
    },
    open: async () => (await kept.entries()).filter(([, { isEnded }]) => !isEnded),
  };
}

function read(value: unknown): BegunAnswer | null {
  const parsed = begunAnswer.safeParse(value);
  if (!parsed.success) return null;
  const { streamed, locale, isEnded } = parsed.data;
  const { thread, ...place } = streamed.message.place;
  const message = { id: streamed.message.id, place: thread === undefined ? place : { ...place, thread } };
  const card = streamed.card === undefined ? {} : { card: streamed.card };
  return { streamed: { message, ...card, startedMs: streamed.startedMs }, locale, isEnded };
}
