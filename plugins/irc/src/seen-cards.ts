/** What was said, kept beyond the process: so that nothing is said twice, and a command finds the card that it answers. */

import { createHash } from 'node:crypto';
import { type AdapterMemory, createKept, type Kept, type Locale, z } from 'zhiban/plugin';

const seenCard = z.object({
  channel: z.string(),
  code: z.string(),
  /** Whether the incident is over. */
  isClosed: z.boolean(),
  title: z.string(),
  locale: z.enum(['zh-CN', 'en']),
  buttons: z.array(z.object({ id: z.string(), value: z.string(), form: z.object({ id: z.string(), fieldId: z.string() }).optional() })),
  /** Fingerprints of the lines that stand in the channel. */
  shown: z.array(z.string()),
});
export type SeenCard = z.infer<typeof seenCard> & { readonly locale: Locale };

const cardsMax = 60;
const sentMax = 300;
const sentList = z.array(z.tuple([z.string(), z.string()]));

export interface Said {
  readonly cards: Kept<SeenCard>;
  /** The message that was sent under this key by any process; null when there is none. */
  find(key: string): Promise<string | null>;
  /** Resolves with the name that it gives the message: they have none of their own. */
  note(key: string): Promise<string>;
}

export function createSaid(memory: AdapterMemory): Said {
  let writing: Promise<void> = Promise.resolve();
  let last = 0;
  const read = async (): Promise<readonly (readonly [string, string])[]> => {
    const parsed = sentList.safeParse(await memory.get('sent').catch(() => []));
    return parsed.success ? parsed.data : [];
  };
  return {
    cards: createKept(memory, 'cards', cardsMax, (value) => {
      const parsed = seenCard.safeParse(value);
      return parsed.success ? parsed.data : null;
    }),
    async find(key) {
      await writing;
      const name = printOf(key);
      return (await read()).find(([each]) => each === name)?.[1] ?? null;
    },
    note(key) {
      const noted = writing.then(async () => {
        const before = await read();
        const id = `m${Math.max(last, Number(before.at(-1)?.[1].slice(1) ?? 0)) + 1}`;
        last = Number(id.slice(1));
        await memory.set('sent', [...before, [printOf(key), id]].slice(-sentMax)).catch(() => undefined);
        return id;
      });
      writing = noted.then(() => undefined);
      return noted;
    },
  };
}

export function printOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
