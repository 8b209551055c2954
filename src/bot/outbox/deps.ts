/** What the outbox and its parts are given. */

import type { ChatAdapter } from '../../adapters/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Person } from '../../domain/policy.ts';
import type { Store } from '../../store/contract.ts';
import type { AnswerStreams } from '../answer-streams.ts';
import type { RenderCard } from '../render-card.ts';

export interface OutboxLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface OutboxDeps {
  readonly store: Store;
  readonly adapters: () => ReadonlyMap<string, ChatAdapter>;
  readonly renderCard: RenderCard;
  /** For lines that call somebody: where they are on each platform. */
  readonly people?: () => readonly Person[];
  /** Answers that are shown while they are written; without it they come as a whole. */
  readonly answers?: AnswerStreams;
  /** IANA's name, of the times in pictures. */
  readonly timeZone?: string;
  readonly clock: Clock;
  readonly log: OutboxLog;
  readonly count: (adapter: string, outcome: 'sent' | 'edited' | 'retry' | 'dead') => void;
}
