/** The table and what is said below it. */

import type { NotRun, Outcome, Ran } from './outcome.ts';
import type { Malformed } from './scenario.ts';
import { aimsOf, type Summary, textOf } from './summary.ts';

const heads = ['scenario', 'state', 'system', 'top 1', 'top 3', 'action', 'fixed', 'undone', 'seconds', 'probes', 'accused'];

export function reportOf(outcomes: readonly Outcome[], malformed: readonly Malformed[], summary: Summary): string {
  const ran = outcomes.filter((each): each is Ran => each.status === 'ran');
  const notRun = outcomes.filter((each): each is NotRun => each.status === 'not-run');
  return [
    ...(ran.length === 0 ? ['No scenario ran.'] : tableOf([heads, ...ran.map(rowOf)])),
    ...ran.filter(isMiss).flatMap(missOf),
    ...(notRun.length === 0 ? [] : ['', `NOT RUN: ${notRun.length}`, ...notRun.map(({ name, reason }) => `  ${name}: ${reason}`)]),
    ...(malformed.length === 0
      ? []
      : ['', `MALFORMED: ${malformed.length}`, ...malformed.flatMap(({ problems }) => problems.map((problem) => `  ${problem}`))]),
    '',
    ...tableOf(aimsOf(summary).map(({ name, aim, value, isMet }) => [name, value, aim, isMet === null ? '—' : isMet ? 'met' : 'MISSED'])),
    `ran ${summary.ran}, right system ${textOf(summary.system)}, right cause in the first three ${textOf(summary.top3)}, probes ${summary.probesMedian ?? '—'} (median)`,
  ].join('\n');
}

/** While the others are still to come. */
export function lineOf(outcome: Outcome): string {
  if (outcome.status === 'not-run') return `○ ${outcome.name}: not run: ${outcome.reason}`;
  const line = `${isMiss(outcome) ? '✖' : '✔'} ${outcome.name} (${outcome.seconds.toFixed(1)} s)`;
  return isMiss(outcome) ? [line, ...missOf(outcome).slice(2)].join('\n') : line;
}

export function isMiss(ran: Ran): boolean {
  const { isTop1, isTop3, isActionRight, isFixed, undone, falseAccusations } = ran;
  return !isTop1 || !isTop3 || isActionRight === false || isFixed === false || undone === 'no' || falseAccusations.length > 0;
}

function rowOf(ran: Ran): readonly string[] {
  return [
    ran.name,
    ran.state ?? 'none',
    mark(ran.isSystemRight),
    mark(ran.isTop1),
    mark(ran.isTop3),
    mark(ran.isActionRight),
    mark(ran.isFixed),
    ran.undone === null ? '—' : ran.undone === 'unchecked' ? '?' : mark(ran.undone === 'yes'),
    ran.seconds.toFixed(1),
    String(ran.probes),
    ran.falseAccusations.length === 0 ? '' : String(ran.falseAccusations.length),
  ];
}

/** What was said instead, so that the one who reads it need not run it again. */
function missOf(ran: Ran): readonly string[] {
  return [
    '',
    `✖ ${ran.name}: ${ran.title}`,
    ...ran.causes
      .slice(0, 5)
      .map((each) => `    ${each.state} ${each.confidence.toFixed(2)} ${each.systemId} [${each.signatureId ?? '?'}] ${each.title}`),
    ...(ran.causes.length === 0 ? [`    no cause, ${ran.state ?? 'no verdict'}`] : []),
    `    proposed: ${ran.proposed.length === 0 ? 'nothing' : ran.proposed.join(', ')}`,
    ...ran.falseAccusations.map((each) => `    falsely accused: ${each}`),
    ...ran.blindSpots.map((each) => `    not seen: ${each.slice(0, 200)}`),
    ...ran.notes.map((each) => `    ${each}`),
  ];
}

function mark(is: boolean | null): string {
  return is === null ? '—' : is ? 'yes' : 'NO';
}

function tableOf(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_head, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
