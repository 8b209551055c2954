/** What came of a calendar that was read in, or would. The names here are public; extend, don't rename. */

import type { PersonName, ScheduleName } from './oncall-view.ts';

export const importedStates = ['new', 'changed', 'same', 'removed', 'left', 'unreadable'] as const;

export interface ImportedEntryView {
  readonly uid: string;
  readonly summary: string;
  /** Null where the time can't be told. */
  readonly from: string | null;
  readonly to: string | null;
  /** Null where nobody was found, or several. */
  readonly person: PersonName | null;
  /** `removed`: it is in the calendar no longer. `left`: nothing comes of it, see the note. */
  readonly state: (typeof importedStates)[number];
  /** Why nothing comes of it; empty else. */
  readonly note: string;
  /** Whose shift at the same time it meets, in words; empty else. The later override counts. */
  readonly conflict: string;
}

export interface CalendarImportView {
  readonly schedule: ScheduleName;
  /** False: a dry run. */
  readonly isApplied: boolean;
  readonly entries: readonly ImportedEntryView[];
}
