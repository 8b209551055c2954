/** Drives a chat adapter as the bot would, for as long as the setup watches: is it connected, does it hear, speak, and hear a click. */

import type { AdapterHealth, ChatAdapter, Inbound } from '../../adapters/contract.ts';
import { type Card, paragraph } from '../../domain/card.ts';
import type { Clock } from '../../domain/clock.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import { fill, type Locale } from '../../domain/text.ts';
import { setupText } from './words.ts';

export type Heard<T extends Inbound['type']> = Extract<Inbound, { type: T }>;

export interface Trial {
  /** Once it is connected, refused for good, or the time is over. */
  untilSettled(withinMs: number): Promise<AdapterHealth>;
  /** The next one of its kind from now on; null when nobody did it in time, or the person broke off. */
  next<T extends 'message' | 'click'>(type: T, withinMs: number): Promise<Heard<T> | null>;
  postCard(place: Place): Promise<MessageRef>;
  showPressed(card: MessageRef): Promise<void>;
  stop(): Promise<void>;
}

const lookEveryMs = 100;

export async function startTrial(adapter: ChatAdapter, clock: Clock, locale: Locale, signal: AbortSignal): Promise<Trial> {
  const listeners = new Set<(event: Inbound) => void>();
  await adapter.start((event) => {
    for (const listener of [...listeners]) listener(event);
  });
  // Each setup has a card of its own, also where the platform remembers keys.
  const run = clock.now().toString(36);
  const options = { locale, priority: 'approval' } as const;

  async function next<T extends 'message' | 'click'>(type: T, withinMs: number): Promise<Heard<T> | null> {
    const patience = new AbortController();
    const either = AbortSignal.any([signal, patience.signal]);
    const heard: { event: Heard<T> | null } = { event: null };
    const listener = (event: Inbound): void => {
      if (event.type !== type || event.actor.isBot || event.actor.isExternal) return;
      if (event.type === 'message' && !event.isAddressed) return;
      heard.event = event as Heard<T>;
      patience.abort();
    };
    listeners.add(listener);
    await clock.sleep(withinMs, either).catch(() => undefined);
    listeners.delete(listener);
    return heard.event;
  }

  return {
    async untilSettled(withinMs) {
      for (let waitedMs = 0; waitedMs < withinMs && !signal.aborted; waitedMs += lookEveryMs) {
        const { state } = adapter.health();
        if (state === 'up' || state === 'fatal') break;
        await clock.sleep(lookEveryMs, signal).catch(() => undefined);
      }
      return adapter.health();
    },
    next,
    postCard: (place) => adapter.post(place, { card: testCard(locale, false) }, { ...options, idempotencyKey: `setup-${run}` }),
    async showPressed(card) {
      await adapter.edit(card, { card: testCard(locale, true) }, { ...options, idempotencyKey: `setup-${run}-pressed` });
    },
    stop: () => adapter.stop(),
  };
}

/** A status card like any other; its one button bears an id that the template of every platform knows. */
function testCard(locale: Locale, isPressed: boolean): Card {
  const say = (key: keyof typeof setupText): string => fill(setupText[key][locale], {});
  const title = say('card.title');
  return {
    incidentId: 'setup',
    code: 'ZB-0',
    revision: isPressed ? 2 : 1,
    tone: isPressed ? 'resolved' : 'waiting',
    emoji: isPressed ? '✅' : '👋',
    title: `ZB-0 ${title}`,
    subtitle: say('card.subtitle'),
    sections: [{ id: 'next', label: say('card.label'), lines: [paragraph(say(isPressed ? 'card.pressed' : 'card.press'))] }],
    budget: null,
    buttons: isPressed ? [] : [{ id: 'approve', label: say('card.button'), style: 'primary', value: 'setup' }],
    overflow: [],
    link: null,
    linkLabel: '',
    fallbackText: `${isPressed ? '✅' : '👋'} ZB-0 ${title}`,
  };
}
