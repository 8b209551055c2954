/** `zhiban resolve`. */

import type { IncidentView } from '../../domain/view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export async function runResolve(context: CliContext, idOrCode: string, note: string): Promise<ExitCode> {
  const incident = await context.api().post<IncidentView>(`/api/v1/incidents/${encodeURIComponent(idOrCode)}/resolve`, { note });
  answer(context, incident, () => context.terminal.line(say(context, 'resolve.done', { code: incident.code })));
  return exitCodes.ok;
}
