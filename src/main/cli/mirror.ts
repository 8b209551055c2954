/** `zhiban mirror`. */

import type { IncidentView } from '../../domain/view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export async function runMirror(context: CliContext, idOrCode: string, adapter: string, channel: string): Promise<ExitCode> {
  const path = `/api/v1/incidents/${encodeURIComponent(idOrCode)}/places`;
  const result = await context.api().post<{ readonly incident: IncidentView; readonly isNew: boolean }>(path, { adapter, channel });
  const values = { code: result.incident.code, adapter, channel };
  answer(context, result, () => context.terminal.line(say(context, result.isNew ? 'mirror.done' : 'mirror.before', values)));
  return exitCodes.ok;
}
