/** `zhiban demo list | start | end`. */

import type { DemoView } from '../../operations/contract.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';

export async function runDemoList(context: CliContext): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly DemoView[] }>('/api/v1/demos');
  answer(context, { items }, () => {
    if (items.length === 0) return context.terminal.line(say(context, 'demo.none'));
    const header = [say(context, 'column.scenario'), say(context, 'column.state'), say(context, 'column.what')];
    const rows = items.map((demo) => [demo.scenario, stateOf(context, demo), demo.title]);
    printTable(context.terminal, header, rows);
    const ready = items.find((demo) => demo.isAvailable && !demo.isRunning);
    if (ready !== undefined) context.terminal.line(context.terminal.colours.dim(say(context, 'demo.hint', { scenario: ready.scenario })));
  });
  return exitCodes.ok;
}

function stateOf(context: CliContext, demo: DemoView): string {
  if (demo.isRunning) return say(context, 'demo.running');
  return demo.isAvailable ? say(context, 'demo.ready') : (demo.unavailableBecause ?? '—');
}

export async function runDemoStart(context: CliContext, scenario: string): Promise<ExitCode> {
  const started = await context
    .api()
    .post<{ readonly scenario: string; readonly text: string }>(`/api/v1/demos/${encodeURIComponent(scenario)}/start`);
  answer(context, started, () => context.terminal.line(started.text));
  return exitCodes.ok;
}

export async function runDemoEnd(context: CliContext): Promise<ExitCode> {
  const ended = await context.api().post<{ readonly removed: readonly string[] }>('/api/v1/demos/end');
  answer(context, ended, () =>
    context.terminal.line(
      ended.removed.length === 0 ? say(context, 'demo.nothing') : say(context, 'demo.removed', { what: ended.removed.join(', ') }),
    ),
  );
  return exitCodes.ok;
}
