/** What people and programs are shown of who is on duty. The names here are public; extend, don't rename. */

export interface PersonName {
  readonly id: string;
  readonly name: string;
}

export interface ScheduleName {
  readonly id: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface ShiftView {
  readonly from: string;
  readonly to: string;
  readonly people: readonly PersonName[];
  /** Null where an override alone brings somebody. */
  readonly layer: string | null;
  readonly overrideId: string | null;
}

export interface DutyView {
  readonly schedule: ScheduleName;
  readonly at: string;
  /** Null: nobody is on duty then. */
  readonly shift: ShiftView | null;
  readonly next: ShiftView | null;
}

export interface ScheduleView extends ScheduleName {
  readonly aliases: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly shifts: readonly ShiftView[];
  /** When nobody is on duty. */
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
  readonly holidays: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

export interface OverrideView {
  readonly id: string;
  readonly schedule: ScheduleName;
  /** Who takes it. */
  readonly person: PersonName;
  /** Null: everybody's, also where nobody was on duty. */
  readonly insteadOf: PersonName | null;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly state: 'waiting' | 'active' | 'removed';
  /** What whoever asked for it says to confirm it; null once it counts. */
  readonly code: string | null;
  readonly at: string;
  readonly by: PersonName;
}

/** An address that calendars follow, without its secret. */
export interface FeedView {
  readonly id: string;
  /** Null is every schedule. */
  readonly scheduleId: string | null;
  /** Null: everybody's shifts. */
  readonly person: PersonName | null;
  readonly at: string;
  readonly by: PersonName;
}
