/** A plugin's notifier as a voice: routes name it as `adapter: plugin:NAME`. Pace, retries and dead letters are the announcer's, as for all. */

import { z } from 'zod';
import type { Voice, VoiceHabits } from '../../adapters/voice/contract.ts';
import type { KeptPlugin } from '../process/keep-plugin.ts';
import { chatErrorOf } from './chat-error-of.ts';

const withinMs = 15_000;
const plainHabits: VoiceHabits = { gathers: 'incident', perMinute: null, digestMinutes: 0 };

/** Stands in a text where the number will be; no count of incidents is as high. */
const countMark = 7_073_570_717;

export function createRemoteVoice(plugin: KeptPlugin): Voice {
  const destinations = () => plugin.description()?.notifier?.destinations ?? [];
  return {
    name: `plugin:${plugin.name}`,
    get destinations() {
      return destinations().map(({ name }) => name);
    },
    habits: (destination) => destinations().find(({ name }) => name === destination) ?? plainHabits,
    async say(destination, to, announcement) {
      const more = announcement.more(countMark).replaceAll(String(countMark), '{count}');
      await told(() => plugin.ask('notifier.say', { destination, to, announcement: { ...announcement, more } }, z.null(), { withinMs }));
    },
    check: () => told(() => plugin.ask('notifier.check', {}, z.boolean(), { withinMs })),
    close: async () => undefined,
  };
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw chatErrorOf(error);
  }
}
