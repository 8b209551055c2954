/** What people may ask and do about who is on duty. */

import type { CalendarImportView } from '../domain/calendar-import-view.ts';
import type { CallsView, CallView, LadderView } from '../domain/calls-view.ts';
import type { HandoverView } from '../domain/handover-view.ts';
import type { DutyView, FeedView, OverrideView, ScheduleView } from '../domain/oncall-view.ts';
import type { Caller } from './contract.ts';

/** By name and moment, or in words: “payments tomorrow 3am”. */
export interface DutyQuestion {
  readonly schedule?: string | undefined;
  /** ISO 8601; default: now. */
  readonly at?: string | undefined;
  readonly words?: string | undefined;
}

/** In words it waits for a confirmation, since words may be misread; by name it counts at once. */
export type TakeInput =
  | { readonly words: string }
  | {
      readonly schedule: string;
      /** Default: the caller. */
      readonly person?: string | undefined;
      readonly insteadOf?: string | undefined;
      readonly from: string;
      readonly to: string;
      readonly reason?: string | undefined;
    };

export interface CalendarImport {
  readonly schedule: string;
  /** iCalendar, at most 2,000,000 characters. */
  readonly calendar: string;
  /** So far ahead from now, 1 to 400. */
  readonly days: number;
  /** Default: a dry run. */
  readonly apply?: boolean | undefined;
}

export interface OncallOperations {
  /** One for each schedule that is meant; all of them when none is named. */
  whoIsOnDuty(caller: Caller, question: DutyQuestion): Promise<readonly DutyView[]>;
  /** Shifts and gaps; the next two weeks unless a time is given. */
  listSchedules(
    caller: Caller,
    filter: { readonly schedule?: string | undefined; readonly from?: string | undefined; readonly to?: string | undefined },
  ): Promise<readonly ScheduleView[]>;
  listOverrides(
    caller: Caller,
    filter: { readonly from?: string | undefined; readonly to?: string | undefined },
  ): Promise<readonly OverrideView[]>;
  /** “Why was nobody paged?”: every call of the incident, what came of it, and why there was none. */
  explainCalls(caller: Caller, idOrCode: string): Promise<CallsView>;
  /** Calls of all incidents, newest first. */
  recentCalls(caller: Caller, limit: number): Promise<readonly CallView[]>;
  /** Which incidents call whom; the first that matches is an incident's. */
  listLadders(caller: Caller): Promise<readonly LadderView[]>;
  /** What whoever comes on duty should know; one report for each schedule, of the shift that is under way or was last. */
  handover(caller: Caller, schedule: string | undefined): Promise<readonly HandoverView[]>;
  /** iCalendar of the shifts of 35 days back and ahead; of all schedules unless one is named. */
  exportCalendar(caller: Caller, schedule: string | undefined): Promise<string>;
  /** Entries become overrides of the schedule; those of an earlier import follow their entry. By an administrator. */
  importCalendar(caller: Caller, input: CalendarImport): Promise<CalendarImportView>;
  /** An address for calendars; the token is told this once. */
  addFeed(
    caller: Caller,
    given: { readonly schedule?: string | undefined; readonly isOwn: boolean },
  ): Promise<{ readonly feed: FeedView; readonly token: string }>;
  /** One's own; all for an administrator. */
  listFeeds(caller: Caller): Promise<readonly FeedView[]>;
  removeFeed(caller: Caller, id: string): Promise<FeedView>;
  /** For who has the token and nothing else; null when it is none. */
  feedCalendar(tenantId: string, token: string): Promise<string | null>;
  /** Nobody is called for so long; from a minute to a day. `conflict` where nobody would be called anyway. */
  snooze(caller: Caller, idOrCode: string, durationMs: number): Promise<CallsView>;
  /** Calls go on where they were. `conflict` where it is not snoozed. */
  endSnooze(caller: Caller, idOrCode: string): Promise<CallsView>;
  /** One's own duty for somebody, or somebody for one's own; anybody for anybody as an administrator. */
  takeShift(caller: Caller, input: TakeInput): Promise<OverrideView>;
  /** The word that `takeShift()` answered, within ten minutes, by whoever asked. */
  confirmShift(caller: Caller, code: string): Promise<OverrideView>;
  /** By those whom it concerns, or an administrator; what has been on duty stays as it was. */
  removeOverride(caller: Caller, id: string): Promise<OverrideView>;
}
