/** Who is on duty, as the API shows it. */

import { z } from 'zod';
import { type CalendarImportView, importedStates } from '../../domain/calendar-import-view.ts';
import type { DutyView, FeedView, OverrideView, PersonName, ScheduleName, ScheduleView, ShiftView } from '../../domain/oncall-view.ts';
import { listOf, ofView } from './of-view.ts';

const text = z.string();

export const personName = ofView<PersonName>()(z.object({ id: text, name: text }));
export const scheduleName = ofView<ScheduleName>()(z.object({ id: text, name: text, timeZone: text.describe('IANA name') }));

const shiftSchema = ofView<ShiftView>()(
  z.object({
    from: text,
    to: text,
    people: listOf(personName),
    layer: text.nullable().describe('Null where an override alone brings somebody'),
    overrideId: text.nullable(),
  }),
);

export const dutySchema = ofView<DutyView>()(
  z.object({
    schedule: scheduleName,
    at: text,
    shift: shiftSchema.nullable().describe('Null: nobody is on duty then'),
    next: shiftSchema.nullable(),
  }),
);

export const calendarImportSchema = ofView<CalendarImportView>()(
  z.object({
    schedule: scheduleName,
    isApplied: z.boolean().describe('False: a dry run'),
    entries: listOf(
      z.object({
        uid: text,
        summary: text,
        from: text.nullable(),
        to: text.nullable(),
        person: personName.nullable().describe('Null where nobody was found, or several'),
        state: z.enum(importedStates).describe('removed: no longer in the calendar; left: nothing comes of it, see the note'),
        note: text,
        conflict: text.describe('Whose shift at the same time it meets; empty where none'),
      }),
    ),
  }),
);

export const feedSchema = ofView<FeedView>()(
  z.object({ id: text, scheduleId: text.nullable(), person: personName.nullable(), at: text, by: personName }),
);

export const scheduleSchema = ofView<ScheduleView>()(
  z.object({
    ...scheduleName.shape,
    aliases: listOf(text),
    from: text,
    to: text,
    shifts: listOf(shiftSchema),
    gaps: listOf(z.object({ from: text, to: text })).describe('When nobody is on duty'),
    holidays: listOf(z.object({ name: text, from: text, to: text })),
  }),
);

export const overrideSchema = ofView<OverrideView>()(
  z.object({
    id: text,
    schedule: scheduleName,
    person: personName.describe('Who takes it'),
    insteadOf: personName.nullable().describe('Null: everybody’s, also where nobody was on duty'),
    from: text,
    to: text,
    reason: text,
    state: z.enum(['waiting', 'active', 'removed']),
    code: text.nullable().describe('What whoever asked for it confirms it with; null once it counts'),
    at: text,
    by: personName,
  }),
);
