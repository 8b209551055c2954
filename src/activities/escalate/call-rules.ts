/** How people are called, as the configuration is now. */

import type { Clock } from '../../domain/clock.ts';
import type { Ladder, PageProviders } from '../../domain/ladder.ts';
import type { Person } from '../../domain/policy.ts';
import type { Schedule } from '../../oncall/schedule.ts';
import type { Store } from '../../store/contract.ts';

export interface CallRules {
  readonly ladders: () => readonly Ladder[];
  readonly providers: () => PageProviders;
  readonly schedules: () => readonly Schedule[];
}

export interface ClimbDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly people: () => readonly Person[];
  readonly calls: CallRules;
}
