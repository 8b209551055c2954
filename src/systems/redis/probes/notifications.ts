/** Keyspace notifications: what the setting sends, and who waits for what it does not send. */

import type { Facts } from '../../../domain/evidence.ts';
import type { ClientLine } from './client-lines.ts';

/** Classes that `A` stands for. */
const allClasses = 'g$lshzxetd';
const classOfEvent: Readonly<Record<string, string>> = { expired: 'x', evicted: 'e', set: '$', del: 'g', expire: 'g' };

/**
 * Pure. `setting` is notify-keyspace-events, null where it may not be read; `channels` are those of notifications that somebody has subscribed
 * to by name. Patterns Redis counts and never names, so who subscribed to some may wait for notifications or for anything else.
 */
export function notificationFacts(setting: string | null, channels: readonly string[], listeners: readonly ClientLine[]): Facts {
  const byPattern = listeners.filter((line) => line.patternSubscriptions > 0);
  const [waiter] = [...byPattern, ...listeners];
  const known = {
    'pubsub.keyChannels': channels.length,
    'pubsub.patternListeners': byPattern.length,
    'pubsub.waiter': channels.length + byPattern.length === 0 || waiter === undefined ? '' : nameOf(waiter),
  };
  if (setting === null) return known;
  const unsent = channels.find((channel) => !isSent(setting, channel));
  return {
    ...known,
    'pubsub.sendsKeyEvents': /[KE]/.test(setting) && new RegExp(`[A${allClasses}mn]`).test(setting),
    'pubsub.sendsExpiry': /[KE]/.test(setting) && /[Ax]/.test(setting),
    'pubsub.unsentChannel': unsent ?? '',
    'pubsub.suggestedNotifications': suggested(setting, channels, byPattern.length > 0),
  };
}

function isSent(setting: string, channel: string): boolean {
  return neededFor(channel).every((letter) => setting.includes(letter) || (allClasses.includes(letter) && setting.includes('A')));
}

/** `__keyevent@0__:expired` needs E and x; by key, any class may be what somebody waits for. */
function neededFor(channel: string): readonly string[] {
  if (channel.startsWith('__keyspace')) return ['K'];
  const letter = classOfEvent[channel.slice(channel.indexOf(':') + 1)];
  return letter === undefined ? ['E'] : ['E', letter];
}

/** What is set stays. Whose patterns can't be read is sent all, which works whatever they are. */
function suggested(setting: string, channels: readonly string[], hasPatterns: boolean): string {
  const needed = channels.flatMap(neededFor);
  const isPlain = !hasPatterns && channels.every((channel) => channel.startsWith('__keyevent') && neededFor(channel).length > 1);
  const letters = new Set([...setting, ...needed, ...(isPlain ? [] : ['K', 'E', 'A'])]);
  return [...letters].filter((letter) => !letters.has('A') || !allClasses.includes(letter)).join('');
}

function nameOf({ name, address }: ClientLine): string {
  return name === '' ? address : `${name} (${address})`;
}
