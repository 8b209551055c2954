/** `zhiban change add`, `zhiban change list`. */

import type { Change } from '../../domain/change.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { parseLogPoint } from './log-time.ts';
import { printTable } from './table.ts';
import { timeText } from './times.ts';

export interface NewChangeOptions {
  readonly system?: readonly string[] | undefined;
  readonly kind: string;
  readonly at?: string | undefined;
  readonly version?: string | undefined;
  readonly author?: string | undefined;
  readonly url?: string | undefined;
}

export async function runChangeAdd(context: CliContext, title: string, given: NewChangeOptions, nowMs: number): Promise<ExitCode> {
  const { system = [], at, ...rest } = given;
  const zoneMinutes = -new Date(nowMs).getTimezoneOffset();
  // A clock time means the last such moment: changes lie in the past.
  const atMs = at === undefined ? null : parseLogPoint('--at', at, nowMs, zoneMinutes)(nowMs - 24 * 3_600_000);
  const when = atMs === null ? {} : { at: new Date(atMs).toISOString() };
  const change = await context.api().post<Change>('/api/v1/changes', { title, systems: system, ...rest, ...when });
  answer(context, change, () => context.terminal.line(say(context, 'change.added', { title: change.title, id: change.id })));
  return exitCodes.ok;
}

export async function runChangeList(context: CliContext, filter: { readonly hours: number; readonly limit: number }): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly Change[] }>('/api/v1/changes', filter);
  answer(context, { items }, () => {
    if (items.length === 0) return context.terminal.line(say(context, 'change.none', { hours: filter.hours }));
    const header = (['change.when', 'change.kind', 'change.systems', 'change.what', 'change.author'] as const).map((key) =>
      say(context, key),
    );
    const rows = items.map((item) => [
      ...[timeText(item.at), say(context, `change.kind.${item.kind}`), item.systemIds.join(', ') || '—'],
      ...[`${item.title}${item.version === null ? '' : ` (${item.version})`}`, item.author ?? '—'],
    ]);
    printTable(context.terminal, header, rows);
  });
  return exitCodes.ok;
}
