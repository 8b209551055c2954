/** How people are called, as the configuration is now. */

import type { Clock } from '../../domain/clock.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Ladder, PageProviders } from '../../domain/ladder.ts';
import type { Person } from '../../domain/policy.ts';
import type { Schedule } from '../../oncall/schedule.ts';
import type { Store, TenantStore } from '../../store/contract.ts';

/** Why nothing of an incident is to be told at the moment. */
export interface Hold {
  readonly kind: 'silence' | 'maintenance';
  /** The comment of the silence, the name of the window. */
  readonly name: string;
  /** Who made it. */
  readonly by: string;
  /** ISO 8601. */
  readonly until: string;
}

/** Null where anything of it that fires is to be told, or nothing fires. To be called within a transaction. */
export type HoldOf = (inside: TenantStore, incident: Incident, nowMs: number) => Promise<Hold | null>;

export interface CallRules {
  readonly ladders: () => readonly Ladder[];
  readonly providers: () => PageProviders;
  readonly schedules: () => readonly Schedule[];
  /** Left out, silences stop no ladder. */
  readonly holdOf?: HoldOf;
}

export interface ClimbDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly people: () => readonly Person[];
  readonly calls: CallRules;
}
