/** The commands of `zhiban sources`. */

import type { Command } from 'commander';
import type { Locale } from '../../domain/text.ts';
import { add, option } from './command-parts.ts';
import type { Run } from './program.ts';
import { cliText } from './words.ts';

export function addSources(program: Command, locale: Locale, run: Run): void {
  const sources = add(program, locale, 'sources', 'command.sources', { isGroup: true });
  add(sources, locale, 'list', 'command.sources.list', { isDefault: true })
    .addOption(option('--all', locale, 'option.allSources'))
    .action((given: { all?: boolean }) =>
      run(async (context) => (await import('./sources.ts')).runSourceList(context, { isAll: given.all === true })),
    );
  const name = cliText['argument.sourceName'][locale];
  add(sources, locale, 'unread', 'command.sources.unread')
    .argument('<name>', name)
    .action((source: string) => run(async (context) => (await import('./unread.ts')).runUnread(context, source)));
  add(sources, locale, 'retry', 'command.sources.retry')
    .argument('<name>', name)
    .action((source: string) => run(async (context) => (await import('./unread.ts')).runUnreadRetry(context, source)));
  add(sources, locale, 'forget', 'command.sources.forget')
    .argument('<name>', name)
    .action((source: string) => run(async (context) => (await import('./unread.ts')).runUnreadForget(context, source)));
  add(sources, locale, 'try', 'command.sources.try')
    .argument('<file>', cliText['argument.messageFile'][locale])
    .addOption(option('--source <name>', locale, 'option.trySource'))
    .addOption(option('--mapping <file>', locale, 'option.tryMapping'))
    .action((file: string, given: { source?: string; mapping?: string }) =>
      run(async (context) => {
        const { runSourceTry } = await import('./sources.ts');
        return runSourceTry(context, file, { source: given.source, mapping: given.mapping }, process.stdin);
      }),
    );
}
