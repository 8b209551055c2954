/** `zhiban oncall who|show|override|confirm|give-back`. */

import type { DutyView, OverrideView, ScheduleView } from '../../domain/oncall-view.ts';
import { dutyLine, overrideLine, peopleText, zonedTime } from '../../text/duty.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';

export async function runOncallWho(context: CliContext, words: readonly string[]): Promise<ExitCode> {
  const question = words.length === 0 ? {} : { words: words.join(' ') };
  const { items } = await context.api().get<{ readonly items: readonly DutyView[] }>('/api/v1/oncall/duties', question);
  answer(context, { items }, () => {
    const { locale } = context.terminal;
    // The clock of the machine only tells whether the answer is about now.
    for (const duty of items) context.terminal.line(dutyLine(duty, words.length === 0 ? Date.parse(duty.at) : Date.now(), locale));
  });
  return exitCodes.ok;
}

export async function runOncallShow(
  context: CliContext,
  schedule: string | undefined,
  { days }: { readonly days: number },
): Promise<ExitCode> {
  const from = new Date();
  const to = new Date(from.getTime() + days * 86_400_000);
  const query = { schedule, from: from.toISOString(), to: to.toISOString() };
  const { items } = await context.api().get<{ readonly items: readonly ScheduleView[] }>('/api/v1/oncall/schedules', query);
  answer(context, { items }, () => {
    if (items.length === 0) context.terminal.line(say(context, 'oncall.none'));
    for (const item of items) printSchedule(context, item);
  });
  return exitCodes.ok;
}

function printSchedule(context: CliContext, { id, name, timeZone, shifts, gaps }: ScheduleView): void {
  const { terminal } = context;
  const { locale, colours } = terminal;
  const time = (iso: string): string => zonedTime(iso, timeZone, locale);
  terminal.line(`${colours.bold(name)} (${id}) · ${timeZone}`);
  const rows = [
    ...shifts.map((shift) => ({
      from: shift.from,
      cells: [time(shift.from), time(shift.to), peopleText(shift.people, locale), shift.layer ?? shift.overrideId ?? ''],
    })),
    ...gaps.map((gap) => ({ from: gap.from, cells: [time(gap.from), time(gap.to), say(context, 'oncall.nobody'), ''] })),
  ].toSorted((one, other) => one.from.localeCompare(other.from));
  const header = (['from', 'to', 'onDuty', 'layer'] as const).map((column) => say(context, `column.${column}`));
  printTable(
    terminal,
    header,
    rows.map(({ cells }) => cells),
    (cell, row, column) => (column === 2 && rows[row]?.cells[3] === '' ? colours.red(cell) : cell),
  );
}

export interface Takeover {
  readonly schedule?: string | undefined;
  readonly person?: string | undefined;
  readonly for?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
}

/** In words it asks for the confirmation; by options it counts at once. */
export async function runOncallOverride(context: CliContext, words: readonly string[], given: Takeover): Promise<ExitCode> {
  const { for: insteadOf, from, to, ...rest } = given;
  const named = {
    ...rest,
    insteadOf,
    from: from === undefined ? undefined : momentOf(from),
    to: to === undefined ? undefined : momentOf(to),
  };
  const body =
    words.length > 0 ? { words: words.join(' ') } : Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  const override = await context.api().post<OverrideView>('/api/v1/oncall/overrides', body);
  answer(context, override, () => {
    context.terminal.line(overrideLine(override, context.terminal.locale));
    if (override.code !== null) context.terminal.line(say(context, 'oncall.confirmHint', { code: override.code }));
    else context.terminal.line(say(context, 'oncall.giveBackHint', { id: override.id }));
  });
  return exitCodes.ok;
}

/** Without a zone it is of the machine's clock; what is no moment is left to the server, which says what it expects. */
function momentOf(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}

export async function runOncallConfirm(context: CliContext, code: string): Promise<ExitCode> {
  const override = await context.api().post<OverrideView>('/api/v1/oncall/overrides/confirm', { code });
  answer(context, override, () => context.terminal.line(overrideLine(override, context.terminal.locale)));
  return exitCodes.ok;
}

export async function runOncallGiveBack(context: CliContext, id: string): Promise<ExitCode> {
  const override = await context.api().remove<OverrideView>(`/api/v1/oncall/overrides/${encodeURIComponent(id)}`);
  answer(context, override, () =>
    context.terminal.line(say(context, 'oncall.givenBack', { line: overrideLine(override, context.terminal.locale) })),
  );
  return exitCodes.ok;
}
