/** `zhiban deliveries`, `zhiban deliveries replay`. */

import type { DeliveryView } from '../../domain/delivery.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';
import { timeText } from './times.ts';

export async function runDeliveries(context: CliContext, filter: { readonly state: string; readonly limit: number }): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly DeliveryView[] }>('/api/v1/deliveries', filter);
  answer(context, { items }, () => {
    if (items.length === 0) return context.terminal.line(say(context, 'deliveries.none'));
    const header = (['id', 'code', 'when', 'destination', 'attempts', 'error'] as const).map((name) => say(context, `column.${name}`));
    const rows = items.map((item) => [
      ...[item.id, item.code, timeText(item.at), `${item.adapter} ${item.destination}`, String(item.attempts)],
      `${item.what}${item.error === null ? '' : ` — ${item.error}`}`,
    ]);
    printTable(context.terminal, header, rows);
    if (filter.state === 'dead') context.terminal.line(say(context, 'deliveries.hint'));
  });
  return exitCodes.ok;
}

export async function runReplay(context: CliContext, id: string | undefined, { isAll }: { readonly isAll: boolean }): Promise<ExitCode> {
  if (id === undefined && !isAll) throw new CliError('invalid', say(context, 'usage.missingArgument'));
  const path = id === undefined ? '/api/v1/deliveries/replay' : `/api/v1/deliveries/${encodeURIComponent(id)}/replay`;
  const done = await context.api().post<{ readonly replayed: readonly string[] }>(path);
  answer(context, done, () => context.terminal.line(say(context, 'deliveries.replayed', { count: done.replayed.length })));
  return exitCodes.ok;
}
