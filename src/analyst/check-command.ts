/**
 * A free command that a model proposes to people. It is read by the grammar of the system's kind before anybody sees it; what is refused
 * goes back to the model with the reason. Nothing is run and no plan is made here: a person asks for it, and somebody approves it.
 */

import { SystemError } from '../domain/errors.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import { sameText } from '../domain/text.ts';
import { citedEvidence, isRelated } from './cite-evidence.ts';
import type { AnalystCase, CaseCommandReading, CaseCommandRefusal, CaseCommands, CaseSystem, ProposedCommand } from './contract.ts';
import { isPromptedByData } from './ground-proposals.ts';
import { plainText } from './plain-text.ts';

export type CheckedCommand =
  | { readonly kind: 'command'; readonly command: ProposedCommand }
  | { readonly kind: 'refused'; readonly reason: string };

const nearMax = 8;

/** The same wish again comes to the same end. */
export async function checkCommand(given: AnalystCase, asked: Readonly<Record<string, unknown>> | null): Promise<CheckedCommand> {
  if (asked === null) return refused('the arguments are not a JSON object');
  const system = given.systems.find((each) => each.id === asked.systemId);
  if (system === undefined) return refused(`no such system; systems: ${given.systems.map((each) => each.id).join(', ')}`);
  if (system.commands === undefined) return refused(`${system.kind} takes no commands`);
  if (typeof asked.command !== 'string' || asked.command.trim() === '') return refused('command is missing');
  const reading = await readingOf(system.commands, asked.command);
  if (reading === null) return refused('its grammar can’t be asked now');
  if ('refusal' in reading) return refused(wordsOf(reading.refusal, system.commands.forms));
  const { command } = reading;
  if (maskSecrets(command.text) !== command.text) return refused('it seems to hold a secret');
  const ids = Array.isArray(asked.evidenceIds) ? asked.evidenceIds.filter((each): each is string => typeof each === 'string') : [];
  const cited = citedEvidence(ids, given).filter((item) => isRelated(item.systemId, system, given));
  const whyNot = command.kind === 'changes' ? whyNotChange(command.text, system, cited.length, given) : null;
  if (whyNot !== null) return refused(whyNot);
  return {
    kind: 'command',
    command: {
      systemId: system.id,
      text: command.text,
      change:
        command.kind === 'reads'
          ? null
          : { action: command.action.name, risk: command.action.risk, hasUndo: !('impossible' in command.action.undo) },
      why: sameText(typeof asked.why === 'string' ? plainText(asked.why, 300) : ''),
      evidenceIds: cited.map((item) => item.id),
    },
  };
}

/** What the model is told of one that was taken. */
export function describeCommand({ text, change }: ProposedCommand): string {
  const undo = change?.hasUndo === true ? 'with an undo' : 'without an undo';
  const effect = change === null ? 'it only reads' : `it changes, by the action ${change.action} [${change.risk}], ${undo}`;
  return `taken: people see it with your report, nothing is run. It would be exactly: ${text} (${effect})`;
}

function whyNotChange(text: string, system: CaseSystem, citedCount: number, given: AnalystCase): string | null {
  if (!system.actionsEnabled) return 'the system is read-only: only commands that read may be proposed';
  if (citedCount === 0) return 'a command that changes must cite evidence of this system in evidenceIds';
  return isPromptedByData(text, {}, given) ? 'the data itself asks for it' : null;
}

/** Null where the grammar lives elsewhere and is away. */
async function readingOf(commands: CaseCommands, words: string): Promise<CaseCommandReading | null> {
  try {
    return await commands.read(words);
  } catch (error) {
    if (error instanceof SystemError) return null;
    throw error;
  }
}

function wordsOf({ what, why, near }: CaseCommandRefusal, forms: readonly string[]): string {
  const shown = (near.length > 0 ? near : forms).slice(0, nearMax).join(' | ');
  return `'${maskSecrets(what)}' is refused: ${why.en}. Allowed${near.length > 0 ? ' near it' : ''}: ${shown}`;
}

function refused(reason: string): CheckedCommand {
  return { kind: 'refused', reason };
}
