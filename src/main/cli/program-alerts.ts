/** The command `zhiban alerts`. */

import type { Command } from 'commander';
import type { Locale } from '../../domain/text.ts';
import type { AlertsOptions } from './alerts.ts';
import { add, collect, option, wholeNumber } from './command-parts.ts';
import type { Run } from './program.ts';

export function addAlerts(program: Command, locale: Locale, run: Run): void {
  add(program, locale, 'alerts', 'command.alerts')
    .addOption(option('--status <status>', locale, 'option.alertStatus').choices(['firing', 'resolved']))
    .addOption(option('--severity <list>', locale, 'option.alertSeverity'))
    .addOption(option('-m, --match <matcher>', locale, 'option.alertMatch').argParser(collect))
    .addOption(option('--search <words>', locale, 'option.alertSearch'))
    .addOption(option('--service <name>', locale, 'option.alertService'))
    .addOption(option('--system <id>', locale, 'option.system'))
    .addOption(option('--source <name>', locale, 'option.alertSource'))
    .addOption(option('--fingerprint <fingerprint>', locale, 'option.alertFingerprint'))
    .addOption(option('--suppressed <how>', locale, 'option.alertSuppressed').choices(['include', 'exclude', 'only']))
    .addOption(option('--incident <incident>', locale, 'option.alertIncident'))
    .addOption(option('--since <time>', locale, 'option.since'))
    .addOption(option('--until <time>', locale, 'option.alertUntil'))
    .addOption(option('--limit <count>', locale, 'option.limit').argParser(wholeNumber(1, 200)).default(20))
    .addOption(option('--cursor <cursor>', locale, 'option.alertCursor'))
    .action((given: AlertsOptions) =>
      run(async (context) => {
        const { runAlerts } = await import('./alerts.ts');
        return runAlerts(context, given, Date.now());
      }),
    );
}
