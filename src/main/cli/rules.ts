/** `zhiban rules show`, `history`, `try`, `save` and `revert`. */

import { readFileSync } from 'node:fs';
import type { DryRunView, RuleBookView, RuleVersionView } from '../../operations/noise/rules-contract.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';
import { timeText } from './times.ts';

export async function runRulesShow(context: CliContext, version: number | undefined): Promise<ExitCode> {
  const view = await context.api().get<RuleBookView>('/api/v1/rules', { version });
  answer(context, view, () => {
    const { line, colours } = context.terminal;
    const head = say(context, 'rules.version', {
      version: view.version,
      by: view.savedBy,
      at: view.savedAt === null ? '—' : timeText(view.savedAt),
    });
    line(colours.dim(`# ${head}${view.comment === '' ? '' : ` — ${view.comment}`}`));
    line(view.text === '' ? `# ${say(context, 'rules.usual')}` : view.text.trimEnd());
    for (const { name, startsAt, endsAt } of view.openings) {
      line(colours.dim(`# ${say(context, 'rules.opening', { name, start: timeText(startsAt), end: timeText(endsAt) })}`));
    }
  });
  return exitCodes.ok;
}

export async function runRulesHistory(context: CliContext, limit: number): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly RuleVersionView[] }>('/api/v1/rules/versions', { limit });
  answer(context, { items }, () => {
    if (items.length === 0) return context.terminal.line(say(context, 'rules.usual'));
    const header = (['version', 'when', 'by', 'comment'] as const).map((name) => say(context, `column.${name}`));
    const rows = items.map(({ version, savedAt, savedBy, comment }) => [
      ...[String(version), savedAt === null ? '—' : timeText(savedAt), savedBy, comment],
    ]);
    printTable(context.terminal, header, rows);
  });
  return exitCodes.ok;
}

export async function runRulesTry(context: CliContext, file: string | undefined, days: number): Promise<ExitCode> {
  const body = { days, ...(file === undefined ? {} : { text: readRules(context, file) }) };
  const view = await context.api().post<DryRunView>('/api/v1/rules/try', body);
  answer(context, view, () => printDryRun(context, view));
  return exitCodes.ok;
}

export async function runRulesSave(context: CliContext, file: string, { comment = '' }: { readonly comment?: string }): Promise<ExitCode> {
  const saved = await context.api().post<RuleBookView>('/api/v1/rules', { text: readRules(context, file), comment });
  answer(context, saved, () => context.terminal.line(say(context, 'rules.saved', { version: saved.version })));
  return exitCodes.ok;
}

export async function runRulesRevert(context: CliContext, version: number): Promise<ExitCode> {
  const saved = await context.api().post<RuleBookView>('/api/v1/rules/revert', { version });
  answer(context, saved, () => context.terminal.line(say(context, 'rules.reverted', { version, now: saved.version })));
  return exitCodes.ok;
}

function printDryRun(context: CliContext, view: DryRunView): void {
  const { line, colours } = context.terminal;
  line(say(context, 'rules.tried', { days: view.days, alerts: view.alerts, kept: view.keptBack }));
  line(say(context, 'rules.groups', { before: view.groupsBefore, after: view.groupsAfter, severities: view.severityChanged }));
  if (view.isCut) line(say(context, 'rules.cut'));
  for (const { kind, id, name, alerts, keptBack, samples } of view.parts) {
    line(`${colours.bold(`${say(context, `rules.${kind}`)} ${id}`)} ${name} · ${say(context, 'rules.counts', { alerts, kept: keptBack })}`);
    for (const { title, startsAt } of samples) line(`  · ${timeText(startsAt)} ${title}`);
  }
}

function readRules(context: CliContext, file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new CliError('invalid', say(context, 'rules.unreadable', { file }), { cause });
  }
}
