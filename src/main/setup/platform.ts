/** What setting up one chat platform takes: its pages step by step, what is asked, and which rights are needed for what. */

import type { LocalText } from '../../domain/text.ts';

export interface SetupScope {
  readonly name: string;
  readonly why: LocalText;
  /** Zhiban works without it, and does without what it is for. */
  readonly isOptional: boolean;
}

export interface SetupAsk {
  /** The key below `adapters.<platform>`. */
  readonly key: string;
  readonly label: LocalText;
  readonly pattern: RegExp;
  /** What a right answer looks like. */
  readonly form: LocalText;
  /** Kept in a file of its own that only the owner may read; the configuration names the file. */
  readonly isSecret: boolean;
  readonly isOptional: boolean;
}

export interface SetupStep {
  readonly text: LocalText;
  readonly asks: readonly SetupAsk[];
}

export interface SetupPlatform {
  readonly adapter: 'slack' | 'feishu' | 'dingtalk';
  readonly title: LocalText;
  /** The guide below docs/guides, without its language. */
  readonly guide: string;
  readonly scopes: readonly SetupScope[];
  /** Until the credentials are known. */
  readonly steps: readonly SetupStep[];
  /** What the platform only lets one set while the bot is connected. */
  readonly whileConnected: readonly SetupStep[];
  /** How to bring the bot into a channel and call it there. */
  readonly callIt: LocalText;
  /** The key of a route's target that names the channel. */
  readonly channelKey: 'channel' | 'chatId' | 'conversationId';
}
