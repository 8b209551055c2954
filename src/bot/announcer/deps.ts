/** What the announcer and its parts are given. */

import type { Voice } from '../../adapters/voice/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Locale } from '../../domain/text.ts';
import type { RouteRule } from '../../operations/routes.ts';
import type { Store } from '../../store/contract.ts';
import type { RenderCard } from '../render-card.ts';

export interface AnnouncerDeps {
  readonly store: Store;
  readonly voices: ReadonlyMap<string, Voice>;
  readonly routes: () => readonly RouteRule[];
  readonly locale: () => Locale;
  readonly renderCard: RenderCard;
  /** Without a slash at the end; null when nobody outside can reach the console. */
  readonly consoleUrl: () => string | null;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
  readonly count: (adapter: string, outcome: 'sent' | 'retry' | 'dead' | 'skipped') => void;
}
