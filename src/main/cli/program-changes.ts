/** The commands of `zhiban change`. */

import type { Command } from 'commander';
import { changeKinds } from '../../domain/change.ts';
import type { Locale } from '../../domain/text.ts';
import type { NewChangeOptions } from './changes.ts';
import { add, collect, option, wholeNumber } from './command-parts.ts';
import type { Run } from './program.ts';
import { cliText } from './words.ts';

export function addChanges(program: Command, locale: Locale, run: Run): void {
  const change = add(program, locale, 'change', 'command.change', { isGroup: true });
  add(change, locale, 'add', 'command.change.add')
    .argument('<title>', cliText['argument.changeTitle'][locale])
    .addOption(option('-s, --system <id>', locale, 'option.changeSystem').argParser(collect))
    .addOption(
      option('--kind <kind>', locale, 'option.changeKind')
        .choices([...changeKinds])
        .default('deploy'),
    )
    .addOption(option('--at <time>', locale, 'option.changeAt'))
    .addOption(option('--version <version>', locale, 'option.changeVersion'))
    .addOption(option('--author <name>', locale, 'option.changeAuthor'))
    .addOption(option('--url <url>', locale, 'option.changeUrl'))
    .action((title: string, given: NewChangeOptions) =>
      run(async (context) => (await import('./changes.ts')).runChangeAdd(context, title, given, Date.now())),
    );
  add(change, locale, 'list', 'command.change.list', { isDefault: true })
    .addOption(
      option('--hours <count>', locale, 'option.changeHours')
        .argParser(wholeNumber(1, 24 * 90))
        .default(24),
    )
    .addOption(option('--limit <count>', locale, 'option.limit').argParser(wholeNumber(1, 200)).default(50))
    .action((given: { hours: number; limit: number }) =>
      run(async (context) => (await import('./changes.ts')).runChangeList(context, given)),
    );
}
