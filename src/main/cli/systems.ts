/** `zhiban systems`. */

import type { SystemView } from '../../domain/view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';

export async function runSystems(context: CliContext): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly SystemView[] }>('/api/v1/systems');
  answer(context, { items }, () => {
    if (items.length === 0) return context.terminal.line(say(context, 'systems.none'));
    const header = [
      say(context, 'column.id'),
      say(context, 'column.kind'),
      say(context, 'column.runsOn'),
      say(context, 'column.probes'),
      say(context, 'column.actions'),
    ];
    const rows = items.map((item) => [
      item.id,
      item.title,
      item.runsOn ?? '—',
      String(item.probes.length),
      item.actionsEnabled ? item.actions.map(({ name }) => name).join(', ') || '—' : say(context, 'systems.readOnly'),
    ]);
    printTable(context.terminal, header, rows);
  });
  return exitCodes.ok;
}
