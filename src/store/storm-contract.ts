/** What the store keeps of storms and of the groups that are told in them. */

import type { Storm, StormGroup, StormSummary } from '../domain/storm.ts';

/** How many more (or fewer) there are of a group. */
export interface StormCount {
  readonly groupKey: string;
  readonly firing: number;
  readonly added: number;
}

export interface StormStore {
  /** The one that goes on, if any. */
  current(): Promise<Storm | null>;
  /** How many groups opened an incident of their own within this time, without critical ones; no more than `max` are counted. */
  openedWithin(windowMs: number, max: number): Promise<number>;
  begin(incidentId: string, nowMs: number): Promise<void>;
  /** Groups that are told in it from now on; the same group again changes nothing. */
  addGroups(incidentId: string, groups: readonly StormGroup[], nowMs: number): Promise<void>;
  /** Of groups that are in it already. */
  count(incidentId: string, counts: readonly StormCount[], nowMs: number): Promise<void>;
  /** Null for an incident that is no storm. */
  summary(incidentId: string): Promise<StormSummary | null>;
  /** Those that go on and in which nothing was new since then. */
  quietSince(ms: number): Promise<readonly Storm[]>;
  end(incidentId: string, nowMs: number): Promise<void>;
  /** Those of its groups that fire, the largest first. */
  firing(incidentId: string, limit: number): Promise<readonly StormGroup[]>;
  /** The group is told in another incident: its alerts and the group itself leave this one. */
  release(incidentId: string, groupKey: string): Promise<void>;
}
