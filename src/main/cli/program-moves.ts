/** The commands that merge and split incidents. */

import type { Command } from 'commander';
import type { Locale } from '../../domain/text.ts';
import { add } from './command-parts.ts';
import type { Run } from './program.ts';
import { cliText } from './words.ts';

export function addMoves(program: Command, locale: Locale, run: Run): void {
  const incident = cliText['argument.incident'][locale];
  add(program, locale, 'merge', 'command.merge')
    .argument('<incident>', incident)
    .argument('<into>', cliText['argument.mergeInto'][locale])
    .action((name: string, into: string) => run(async (context) => (await import('./moves.ts')).runMerge(context, name, into)));
  add(program, locale, 'split', 'command.split')
    .argument('<incident>', incident)
    .argument('<matchers...>', cliText['argument.splitMatchers'][locale])
    .action((name: string, matchers: readonly string[]) =>
      run(async (context) => (await import('./moves.ts')).runSplit(context, name, matchers)),
    );
  add(program, locale, 'unmerge', 'command.unmerge')
    .argument('<incident>', incident)
    .action((name: string) => run(async (context) => (await import('./moves.ts')).runUnmerge(context, name)));
}
