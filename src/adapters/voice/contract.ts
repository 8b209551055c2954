/**
 * Where incidents are announced without an answer: one folder a voice, `voice.ts` in each. A voice says an incident's moments, not each
 * edit of its card. The contract suite in tests/contracts/voice.ts is called by each.
 */

import type { Announcement } from '../../domain/announcement.ts';
import type { Clock } from '../../domain/clock.ts';
import type { PageCall } from '../../domain/page-call.ts';

export const voiceNames = ['wecom', 'email', 'webhook', 'robot'] as const;
/** Those that are built in, and `plugin:NAME` for the notifier of a plugin. */
export type VoiceName = (typeof voiceNames)[number] | `plugin:${string}`;

export interface Voice {
  readonly name: VoiceName;
  /** Names of the configured destinations; routes name one of them. */
  readonly destinations: readonly string[];
  habits(destination: string): VoiceHabits;
  /** Once, without retries: whoever calls knows when to try again. Bounded in time. Throws ChatError without secrets. */
  say(destination: string, to: readonly string[], announcement: Announcement): Promise<void>;
  /** Texts or calls one person, once, where the destination is a provider of that; as `say()` otherwise. */
  page?(destination: string, call: PageCall): Promise<void>;
  /** Looks whether it could speak, without saying anything; false when that can't be told without speaking. Throws ChatError. */
  check(): Promise<boolean>;
  close(): Promise<void>;
}

export interface VoiceHabits {
  /** What is put into one message: for machines each moment is its own, people get one for an incident, or one for all that waits. */
  readonly gathers: 'nothing' | 'incident' | 'everything';
  /** More than this many messages within a minute are never begun; null where the vendor sets no limit. */
  readonly perMinute: number | null;
  /** What is not urgent is gathered until the clock shows a multiple of this; 0 says it at once. */
  readonly digestMinutes: number;
}

export interface VoiceContext {
  readonly clock: Clock;
  /** The console's address, without a slash at the end: who says it. */
  readonly source: string;
}

/** True for adapters that only speak. */
export function isVoice(adapter: string): adapter is VoiceName {
  return adapter.startsWith('plugin:') || voiceNames.some((name) => name === adapter);
}
