/** `zhiban audit verify` and `zhiban audit list`. */

import type { AuditEntry } from '../../store/contract.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { timeText } from './times.ts';

/** Walks the whole chain on the server. Exit code 1 when it is broken. */
export async function runAuditVerify(context: CliContext): Promise<ExitCode> {
  const check = await context
    .api()
    .get<{ readonly entries: number; readonly brokenAt: number | null; readonly reason: string | null }>('/api/v1/audit/verify');
  const { colours } = context.terminal;
  answer(context, check, () => {
    if (check.brokenAt === null) context.terminal.line(colours.green(say(context, 'audit.intact', { entries: check.entries })));
    else context.terminal.line(colours.red(say(context, 'audit.broken', { seq: check.brokenAt, reason: check.reason ?? '' })));
  });
  return check.brokenAt === null ? exitCodes.ok : exitCodes.error;
}

export async function runAuditList(
  context: CliContext,
  options: { readonly incidentId?: string | undefined; readonly limit: number },
): Promise<ExitCode> {
  const incidentId = options.incidentId === undefined ? undefined : await idOf(context, options.incidentId);
  const { items } = await context
    .api()
    .get<{ readonly items: readonly AuditEntry[] }>('/api/v1/audit', { incidentId, limit: options.limit });
  answer(context, { items }, () => print(context, items));
  return exitCodes.ok;
}

async function idOf(context: CliContext, idOrCode: string): Promise<string> {
  if (idOrCode.startsWith('inc_')) return idOrCode;
  return (await context.api().get<{ readonly id: string }>(`/api/v1/incidents/${encodeURIComponent(idOrCode)}`)).id;
}

/** Oldest first, as a log is read. */
function print(context: CliContext, items: readonly AuditEntry[]): void {
  const { terminal } = context;
  const { colours } = terminal;
  if (items.length === 0) {
    terminal.line(say(context, 'audit.none'));
    return;
  }
  for (const entry of items.toSorted((one, other) => one.seq - other.seq)) {
    const mark = entry.outcome === 'ok' ? colours.green('✔') : entry.outcome === 'refused' ? colours.yellow('⊘') : colours.red('✖');
    terminal.line(
      `${colours.dim(String(entry.seq).padStart(5))}  ${timeText(entry.at)}  ${mark} ${entry.actor} (${entry.door})  ${entry.action}  ${entry.target}`,
    );
  }
}
