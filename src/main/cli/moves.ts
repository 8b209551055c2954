/** `zhiban merge`, `zhiban split`, `zhiban unmerge`. */

import type { MoveView } from '../../domain/view.ts';
import { moveKindText } from '../../text/states.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { CliKey } from './words.ts';

export async function runMerge(context: CliContext, idOrCode: string, into: string): Promise<ExitCode> {
  return post(context, `incidents/${encodeURIComponent(idOrCode)}/merge`, { into }, 'merge.done');
}

export async function runSplit(context: CliContext, idOrCode: string, matchers: readonly string[]): Promise<ExitCode> {
  return post(context, `incidents/${encodeURIComponent(idOrCode)}/split`, { matchers: matchers.join(' ') }, 'split.done');
}

export async function runUnmerge(context: CliContext, name: string): Promise<ExitCode> {
  return post(context, `moves/${encodeURIComponent(name)}/undo`, {}, 'move.undone');
}

async function post(context: CliContext, path: string, body: Readonly<Record<string, unknown>>, key: CliKey): Promise<ExitCode> {
  const result = await context.api().post<{ readonly move: MoveView }>(`/api/v1/${path}`, body);
  const { from, to, alerts, kind } = result.move;
  const values = { from: from.code, to: to.code, count: alerts, kind: moveKindText[kind][context.terminal.locale] };
  answer(context, result, () => context.terminal.line(say(context, key, values)));
  return exitCodes.ok;
}
