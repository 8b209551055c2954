/** Makes an action of a command that was read, so that the machinery of plans carries it out like any other. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { ActionArguments, PlanStep } from '../../../domain/plan.ts';
import { canonicalJson } from '../../../domain/plan-digest.ts';
import type { LocalText } from '../../../domain/text.ts';
import { text } from '../../command.ts';
import type { Action, ActionWords, ChangingCommand, Command, ReadingCommand, Undo } from '../../contract.ts';
import { describeAction } from '../../describe-action.ts';

export const commandActionName = 'run-command';

/** A plan of commands that look and change nothing: it fixes nothing either. What changes is bound to whom it means. */
export function onlyReads(steps: readonly Pick<PlanStep, 'action' | 'arguments'>[]): boolean {
  return steps.length > 0 && steps.every((step) => step.action === commandActionName && step.arguments.with === undefined);
}

/** The arguments of its step: the exact words, and what they were bound to. */
export function commandArguments(command: string, bound: ActionArguments | null): ActionArguments {
  return bound === null ? { command } : { command, with: canonicalJson(bound) };
}

/** Throws SystemError for arguments that the command's action does not take. */
export function commandAction<Client>(command: Command<Client>, given: ActionArguments): Action<Client> {
  return command.kind === 'reads' ? readingAction(command) : changingAction(command, given);
}

const readTimeoutMs = 20_000;

function readingAction<Client>(command: ReadingCommand<Client>): Action<Client> {
  return {
    name: commandActionName,
    risk: 'low',
    isReadOnly: true,
    arguments: z.strictObject({ command: z.literal(command.text) }),
    timeoutMs: readTimeoutMs,
    verifyWithinMs: 1_000,
    summary: () => text(`执行 ${command.text}`, `run ${command.text}`),
    effect: () =>
      text(
        '只读取，不改变系统；输出会遮蔽密钥后保存为证据',
        'only reads and changes nothing; its output is kept as evidence, with secrets masked',
      ),
    verification: () => text('系统无错误地返回', 'the system answers without an error'),
    async precheck(client, _given, context) {
      try {
        await command.check?.(client, context);
        return { state: 'ready', before: {} };
      } catch (error) {
        if (error instanceof SystemError) return { state: 'blocked', reason: text(`系统不接受：${error.message}`, error.message) };
        throw error;
      }
    },
    // What only reads may be run again.
    isApplied: () => Promise.resolve(false),
    async apply(client, _given, _before, context) {
      await command.run(client, context);
      return answered;
    },
    answer: (client, context) => command.run(client, context),
    verify: () => Promise.resolve({ isMet: true, note: answered }),
    undo: { impossible: text('只读取了内容，没有可撤销的', 'it only read: there is nothing to undo') },
  };
}

const answered = text('已执行，输出见证据', 'it was run; the output is in the evidence');

function changingAction<Client>({ text: words, action }: ChangingCommand<Client>, given: ActionArguments): Action<Client> {
  const bound = boundArguments(words, action, given);
  return {
    name: commandActionName,
    risk: action.risk,
    arguments: z.strictObject({ command: z.literal(words), with: z.string().max(4_000) }),
    timeoutMs: action.timeoutMs,
    verifyWithinMs: action.verifyWithinMs,
    summary: () => summaryOf(words),
    effect: () => effectOf(action.summary(bound), action.effect(bound)),
    verification: () => action.verification(bound),
    ...(action.describe === undefined ? {} : { describe: () => describedBy(words, action, bound) }),
    precheck: (client, _given, context) => action.precheck(client, bound, context),
    isApplied: (client, _given, before, context) => action.isApplied(client, bound, before, context),
    apply: (client, _given, before, context) => action.apply(client, bound, before, context),
    verify: (client, _given, before, context) => action.verify(client, bound, before, context),
    undo: undoOf(action.undo, bound),
  };
}

const summaryOf = (words: string): LocalText => text(`执行 ${words}`, `run ${words}`);

function effectOf(summary: LocalText, effect: LocalText): LocalText {
  return text(`${summary['zh-CN']}：${effect['zh-CN']}`, `${summary.en}: ${effect.en}`);
}

/** The words of an action that lives elsewhere. */
async function describedBy<Client>(words: string, action: Action<Client>, bound: ActionArguments): Promise<ActionWords> {
  const { summary, effect, ...rest } = await describeAction(action, bound);
  return { ...rest, summary: summaryOf(words), effect: effectOf(summary, effect) };
}

function undoOf<Client>(undo: Undo<Client>, bound: ActionArguments): Undo<Client> {
  if ('impossible' in undo) return undo;
  const { present } = undo;
  return {
    summary: () => undo.summary(bound),
    apply: (client, _given, before, context) => undo.apply(client, bound, before, context),
    ...(present === undefined ? {} : { present: (client, _given, before, context) => present(client, bound, before, context) }),
  };
}

function boundArguments<Client>(words: string, action: Action<Client>, given: ActionArguments): ActionArguments {
  const parsed = action.arguments.safeParse(jsonOf(String(given.with ?? '')));
  if (parsed.success) return parsed.data;
  throw new SystemError(`The command '${words.slice(0, 80)}' is not bound to arguments of '${action.name}'`, { retry: 'never' });
}

function jsonOf(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return null;
  }
}
