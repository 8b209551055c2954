/** The commands of `zhiban plugin`. */

import type { Command } from 'commander';
import type { Locale } from '../../domain/text.ts';
import { add, collect, option, wholeNumber } from './command-parts.ts';
import type { Run } from './program.ts';
import { cliText } from './words.ts';

export function addPlugins(program: Command, locale: Locale, run: Run): void {
  const plugin = add(program, locale, 'plugin', 'command.plugin', { isGroup: true });
  const name = cliText['argument.pluginName'][locale];
  add(plugin, locale, 'new', 'command.plugin.new')
    .argument('<name>', name)
    .addOption(option('--directory <folder>', locale, 'option.pluginDirectory'))
    .addOption(option('--kind <kind>', locale, 'option.pluginKind'))
    .action((given: string, options: { directory?: string; kind?: string }) =>
      run(async (context) => (await import('./plugin-new.ts')).runPluginNew(context, given, options)),
    );
  add(plugin, locale, 'test', 'command.plugin.test')
    .argument('[folder]', cliText['argument.pluginFolder'][locale], '.')
    .action((folder: string) => run(async (context) => (await import('./plugin-test.ts')).runPluginTest(context, folder)));
  add(plugin, locale, 'add', 'command.plugin.add')
    .argument('<place>', cliText['argument.pluginPlace'][locale])
    .addOption(option('-y, --yes', locale, 'option.yes'))
    .action((place: string, { yes }: { yes?: boolean }) =>
      run(async (context) => (await import('./plugin-add.ts')).runPluginAdd(context, place, { isConfirmed: yes === true })),
    );
  add(plugin, locale, 'list', 'command.plugin.list').action(() =>
    run(async (context) => (await import('./plugin-list.ts')).runPluginList(context)),
  );
  add(plugin, locale, 'remove', 'command.plugin.remove')
    .argument('<name>', name)
    .action((given: string) => run(async (context) => (await import('./plugin-remove.ts')).runPluginRemove(context, given)));
  addMarket(plugin, locale, run);
  addIndex(add(plugin, locale, 'index', 'command.plugin.index', { isGroup: true }), locale, run);
}

function addMarket(plugin: Command, locale: Locale, run: Run): void {
  add(plugin, locale, 'search', 'command.plugin.search')
    .argument('[words...]', cliText['argument.searchWords'][locale])
    .action((words: readonly string[]) => run(async (context) => (await import('./plugin-search.ts')).runPluginSearch(context, words)));
  add(plugin, locale, 'install', 'command.plugin.install')
    .argument('<plugin>', cliText['argument.pluginWish'][locale])
    .addOption(option('--market <name>', locale, 'option.market'))
    .addOption(option('-y, --yes', locale, 'option.yes'))
    .action((wish: string, { yes, market }: { yes?: boolean; market?: string }) =>
      run(async (context) => (await import('./plugin-install.ts')).runPluginInstall(context, wish, { isConfirmed: yes === true, market })),
    );
  add(plugin, locale, 'update', 'command.plugin.update')
    .argument('[name]', cliText['argument.pluginName'][locale])
    .addOption(option('-y, --yes', locale, 'option.yes'))
    .action((name: string | undefined, { yes }: { yes?: boolean }) =>
      run(async (context) => (await import('./plugin-install.ts')).runPluginUpdate(context, name, { isConfirmed: yes === true })),
    );
}

function addIndex(index: Command, locale: Locale, run: Run): void {
  const file = cliText['argument.indexFile'][locale];
  add(index, locale, 'key', 'command.plugin.index.key')
    .argument('<file>', cliText['argument.keyFile'][locale])
    .action((given: string) => run(async (context) => (await import('./plugin-index.ts')).runIndexKey(context, given)));
  add(index, locale, 'add', 'command.plugin.index.add')
    .argument('<index>', file)
    .argument('<place>', cliText['argument.packagePlace'][locale])
    .addOption(option('--market <name>', locale, 'option.marketName'))
    .addOption(option('--url <url>', locale, 'option.packageUrl'))
    .addOption(option('--files', locale, 'option.asFiles'))
    .action((given: string, place: string, { market, url, files }: { market?: string; url?: string; files?: boolean }) =>
      run(async (context) =>
        (await import('./plugin-index.ts')).runIndexAdd(context, given, place, { market, url, asFiles: files === true }),
      ),
    );
  add(index, locale, 'revoke', 'command.plugin.index.revoke')
    .argument('<index>', file)
    .argument('<versions>', cliText['argument.revokedVersions'][locale])
    .addOption(option('--reason <text>', locale, 'option.revokeReason').makeOptionMandatory())
    .addOption(option('--reason-zh <text>', locale, 'option.revokeReasonChinese'))
    .action((given: string, wish: string, { reason, reasonZh }: { reason: string; reasonZh?: string }) =>
      run(async (context) => (await import('./plugin-index.ts')).runIndexRevoke(context, given, wish, { reason, reasonChinese: reasonZh })),
    );
  add(index, locale, 'sign', 'command.plugin.index.sign')
    .argument('<index>', file)
    .addOption(option('--key <file>', locale, 'option.signKey').argParser(collect))
    .addOption(option('--days <count>', locale, 'option.signDays').argParser(wholeNumber(1, 3_650)).default(90))
    .action((given: string, { key, days }: { key?: readonly string[]; days: number }) =>
      run(async (context) => (await import('./plugin-index.ts')).runIndexSign(context, given, { keys: key ?? [], days })),
    );
  add(index, locale, 'verify', 'command.plugin.index.verify')
    .argument('<index>', file)
    .addOption(option('--public-key <key>', locale, 'option.publicKey').argParser(collect))
    .action((given: string, { publicKey }: { publicKey?: readonly string[] }) =>
      run(async (context) => (await import('./plugin-index.ts')).runIndexVerify(context, given, publicKey ?? [])),
    );
}
