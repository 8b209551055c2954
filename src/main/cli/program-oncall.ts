/** The commands of `zhiban oncall`. */

import type { Command } from 'commander';
import type { Locale } from '../../domain/text.ts';
import type { ImportOptions } from './calendars.ts';
import { add, option, wholeNumber } from './command-parts.ts';
import type { Takeover } from './oncall.ts';
import type { Run } from './program.ts';
import { cliText } from './words.ts';

export function addOncall(program: Command, locale: Locale, run: Run): void {
  const oncall = add(program, locale, 'oncall', 'command.oncall', { isGroup: true });
  add(oncall, locale, 'who', 'command.oncall.who', { isDefault: true })
    .argument('[words...]', cliText['argument.dutyWords'][locale])
    .action((words: readonly string[]) => run(async (context) => (await import('./oncall.ts')).runOncallWho(context, words)));
  add(oncall, locale, 'show', 'command.oncall.show')
    .argument('[schedule]', cliText['argument.schedule'][locale])
    .addOption(option('--days <count>', locale, 'option.days').argParser(wholeNumber(1, 92)).default(14))
    .action((schedule: string | undefined, given: { days: number }) =>
      run(async (context) => (await import('./oncall.ts')).runOncallShow(context, schedule, given)),
    );
  add(oncall, locale, 'override', 'command.oncall.override')
    .argument('[words...]', cliText['argument.takeWords'][locale])
    .addOption(option('--schedule <schedule>', locale, 'option.schedule'))
    .addOption(option('--person <id>', locale, 'option.takePerson'))
    .addOption(option('--for <id>', locale, 'option.takeFor'))
    .addOption(option('--from <time>', locale, 'option.takeFrom'))
    .addOption(option('--to <time>', locale, 'option.takeTo'))
    .addOption(option('--reason <text>', locale, 'option.reason'))
    .action((words: readonly string[], { schedule, person, for: other, from, to, reason }: Takeover) =>
      run(async (context) =>
        (await import('./oncall.ts')).runOncallOverride(context, words, { schedule, person, for: other, from, to, reason }),
      ),
    );
  add(oncall, locale, 'why', 'command.oncall.why')
    .argument('<incident>', cliText['argument.incident'][locale])
    .action((incident: string) => run(async (context) => (await import('./calls.ts')).runOncallWhy(context, incident)));
  add(oncall, locale, 'export', 'command.oncall.export')
    .argument('[schedule]', cliText['argument.schedule'][locale])
    .action((schedule: string | undefined) => run(async (context) => (await import('./calendars.ts')).runOncallExport(context, schedule)));
  add(oncall, locale, 'import', 'command.oncall.import')
    .argument('<calendar>', cliText['argument.calendar'][locale])
    .addOption(option('--schedule <schedule>', locale, 'option.schedule').makeOptionMandatory())
    .addOption(option('--days <count>', locale, 'option.days').argParser(wholeNumber(1, 400)))
    .addOption(option('--apply', locale, 'option.importApply'))
    .action((calendar: string, options: ImportOptions) =>
      run(async (context) => (await import('./calendars.ts')).runOncallImport(context, calendar, options)),
    );
  add(oncall, locale, 'feed', 'command.oncall.feed')
    .argument('[schedule]', cliText['argument.schedule'][locale])
    .addOption(option('--own', locale, 'option.feedOwn'))
    .action((schedule: string | undefined, { own = false }: { own?: boolean }) =>
      run(async (context) => (await import('./calendars.ts')).runOncallFeed(context, schedule, own)),
    );
  add(oncall, locale, 'handover', 'command.oncall.handover')
    .argument('[schedule]', cliText['argument.schedule'][locale])
    .action((schedule: string | undefined) => run(async (context) => (await import('./calls.ts')).runOncallHandover(context, schedule)));
  add(program, locale, 'snooze', 'command.snooze')
    .argument('<incident>', cliText['argument.incident'][locale])
    .argument('<duration>', cliText['argument.snoozeTime'][locale])
    .action((incident: string, duration: string) =>
      run(async (context) => (await import('./calls.ts')).runSnooze(context, incident, duration)),
    );
  add(oncall, locale, 'confirm', 'command.oncall.confirm')
    .argument('<code>', cliText['argument.confirmCode'][locale])
    .action((code: string) => run(async (context) => (await import('./oncall.ts')).runOncallConfirm(context, code)));
  add(oncall, locale, 'give-back', 'command.oncall.give-back')
    .argument('<override>', cliText['argument.override'][locale])
    .action((id: string) => run(async (context) => (await import('./oncall.ts')).runOncallGiveBack(context, id)));
}
