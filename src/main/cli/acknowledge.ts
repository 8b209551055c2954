/** `zhiban ack`. */

import type { IncidentView } from '../../domain/view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export async function runAcknowledge(context: CliContext, idOrCode: string): Promise<ExitCode> {
  const incident = await context.api().post<IncidentView>(`/api/v1/incidents/${encodeURIComponent(idOrCode)}/acknowledge`);
  answer(context, incident, () => context.terminal.line(say(context, 'ack.done', { code: incident.code })));
  return exitCodes.ok;
}
