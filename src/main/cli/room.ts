/** `zhiban room`. */

import type { IncidentView } from '../../domain/view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export async function runRoom(context: CliContext, idOrCode: string, adapter: string | undefined): Promise<ExitCode> {
  const path = `/api/v1/incidents/${encodeURIComponent(idOrCode)}/room`;
  const body = adapter === undefined ? {} : { adapter };
  const result = await context.api().post<{ readonly incident: IncidentView; readonly isNew: boolean }>(path, body);
  const values = { code: result.incident.code };
  answer(context, result, () => context.terminal.line(say(context, result.isNew ? 'room.done' : 'room.before', values)));
  return exitCodes.ok;
}
