/** The commands about what is kept quiet. */

import type { Command } from 'commander';
import { silenceStates } from '../../domain/silence.ts';
import type { Locale } from '../../domain/text.ts';
import { add, option, wholeNumber } from './command-parts.ts';
import type { Run } from './program.ts';
import { cliText } from './words.ts';

export function addNoise(program: Command, locale: Locale, run: Run): void {
  addRules(program, locale, run);
  const silence = add(program, locale, 'silence', 'command.silence', { isGroup: true });
  add(silence, locale, 'add', 'command.silence.add')
    .argument('<target>', cliText['argument.silenceTarget'][locale])
    .argument('<duration>', cliText['argument.duration'][locale])
    .addOption(option('-c, --comment <words>', locale, 'option.comment'))
    .addOption(option('--start <time>', locale, 'option.start'))
    .action((target: string, duration: string, given: { comment?: string; start?: string }) =>
      run(async (context) => (await import('./silence.ts')).runSilenceAdd(context, target, duration, given)),
    );
  add(silence, locale, 'try', 'command.silence.try')
    .argument('<target>', cliText['argument.silenceTarget'][locale])
    // As `add` has them, so that one word changed is a trial: what is counted doesn't depend on them.
    .argument('[duration]', cliText['argument.duration'][locale])
    .addOption(option('-c, --comment <words>', locale, 'option.comment'))
    .action((target: string) => run(async (context) => (await import('./silence.ts')).runSilenceTry(context, target)));
  add(silence, locale, 'list', 'command.silence.list', { isDefault: true })
    .addOption(option('--state <state>', locale, 'option.silenceState').choices([...silenceStates, 'all']))
    .addOption(option('--limit <count>', locale, 'option.limit').argParser(wholeNumber(1, 500)).default(100))
    .action((given: { state?: string; limit: number }) =>
      run(async (context) => (await import('./silence.ts')).runSilenceList(context, { state: given.state, limit: given.limit })),
    );
  add(silence, locale, 'expire', 'command.silence.expire')
    .argument('<silence>', cliText['argument.silence'][locale])
    .action((id: string) => run(async (context) => (await import('./silence.ts')).runSilenceExpire(context, id)));
  add(program, locale, 'why', 'command.why')
    .argument('<alert...>', cliText['argument.alert'][locale])
    .action((words: readonly string[]) => run(async (context) => (await import('./why.ts')).runWhy(context, words.join(' '))));
}

function addRules(program: Command, locale: Locale, run: Run): void {
  const rules = add(program, locale, 'rules', 'command.rules', { isGroup: true });
  const file = cliText['argument.rulesFile'][locale];
  add(rules, locale, 'show', 'command.rules.show', { isDefault: true })
    .addOption(option('--version <number>', locale, 'option.rulesVersion').argParser(wholeNumber(0, 1_000_000)))
    .action((given: { version?: number }) => run(async (context) => (await import('./rules.ts')).runRulesShow(context, given.version)));
  add(rules, locale, 'history', 'command.rules.history')
    .addOption(option('--limit <count>', locale, 'option.limit').argParser(wholeNumber(1, 200)).default(50))
    .action((given: { limit: number }) => run(async (context) => (await import('./rules.ts')).runRulesHistory(context, given.limit)));
  add(rules, locale, 'try', 'command.rules.try')
    .argument('[file]', file)
    .addOption(option('--days <count>', locale, 'option.days').argParser(wholeNumber(1, 30)).default(30))
    .action((name: string | undefined, given: { days: number }) =>
      run(async (context) => (await import('./rules.ts')).runRulesTry(context, name, given.days)),
    );
  add(rules, locale, 'save', 'command.rules.save')
    .argument('<file>', file)
    .addOption(option('-c, --comment <words>', locale, 'option.rulesComment'))
    .action((name: string, given: { comment?: string }) =>
      run(async (context) => (await import('./rules.ts')).runRulesSave(context, name, given)),
    );
  add(rules, locale, 'revert', 'command.rules.revert')
    .argument('<version>', cliText['argument.rulesVersion'][locale], wholeNumber(0, 1_000_000))
    .action((version: number) => run(async (context) => (await import('./rules.ts')).runRulesRevert(context, version)));
}
