/** The commands, their options and their help, in the reader's language. Each command's code is loaded when it is called. */

import { Command } from 'commander';
import { deliveryStates } from '../../domain/delivery.ts';
import { insightGroups } from '../../domain/insight.ts';
import { type Locale, locales } from '../../domain/text.ts';
import { add, collect, option, styled, wholeNumber } from './command-parts.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodeTexts } from './exit-codes.ts';
import { addAlerts } from './program-alerts.ts';
import { addAnalysis } from './program-analysis.ts';
import { addChanges } from './program-changes.ts';
import { addDetect } from './program-detect.ts';
import { addMoves } from './program-moves.ts';
import { addNoise } from './program-noise.ts';
import { addOncall } from './program-oncall.ts';
import { addPlugins } from './program-plugins.ts';
import { addSources } from './program-sources.ts';
import type { GraphFormat } from './systems-graph.ts';
import { padToWidth } from './width.ts';
import { type CliKey, cliText, tell } from './words.ts';

/** Runs the command with a context made from the global options. */
export type Run = (command: (context: CliContext) => Promise<ExitCode>) => Promise<void>;

export function createProgram(locale: Locale, version: string, run: Run): Command {
  const program = styled(new Command('zhiban'), locale)
    .description(cliText.program[locale])
    .version(version, '-V, --version', cliText['help.version'][locale])
    .addOption(option('--json', locale, 'option.json'))
    .addOption(option('--locale <locale>', locale, 'option.locale').choices([...locales]))
    .addHelpText('after', () => `\n${codesHelp(locale)}\n\n${environmentHelp(locale)}`);
  addWork(program, locale, run);
  addDecisions(program, locale, run);
  addPlaces(program, locale, run);
  addRecords(program, locale, run);
  addPeople(program, locale, run);
  addHouse(program, locale, run);
  addAnalysis(program, locale, run);
  addDetect(program, locale, run);
  addMoves(program, locale, run);
  addNoise(program, locale, run);
  addOncall(program, locale, run);
  addPlugins(program, locale, run);
  addSources(program, locale, run);
  addAlerts(program, locale, run);
  return program;
}

function addWork(program: Command, locale: Locale, run: Run): void {
  add(program, locale, 'ask', 'command.ask')
    .argument('<question...>', cliText['argument.question'][locale])
    .addOption(option('--system <id>', locale, 'option.system').argParser(collect))
    .addOption(option('--no-wait', locale, 'option.noWait'))
    .addOption(option('--timeout <seconds>', locale, 'option.timeout').argParser(wholeNumber(1, 86_400)).default(300))
    .action((words: readonly string[], given: { system?: string[]; wait: boolean; timeout: number }) =>
      run(async (context) => {
        const { runAsk } = await import('./ask.ts');
        return runAsk(context, words.join(' '), { wait: given.wait, timeoutSeconds: given.timeout, systemIds: given.system ?? [] });
      }),
    );
  add(program, locale, 'incidents', 'command.incidents')
    .addOption(option('--status <status>', locale, 'option.status'))
    .addOption(option('--since <time>', locale, 'option.since'))
    .addOption(option('--search <words>', locale, 'option.search'))
    .addOption(option('--system <id>', locale, 'option.system'))
    .addOption(option('--limit <count>', locale, 'option.limit').argParser(wholeNumber(1, 200)).default(20))
    .action((given: { status?: string; since?: string; search?: string; system?: string; limit: number }) =>
      run(async (context) => {
        const { runIncidents } = await import('./incidents.ts');
        return runIncidents(context, { ...given, systemId: given.system }, Date.now());
      }),
    );
  add(program, locale, 'show', 'command.show')
    .argument('<incident>', cliText['argument.incident'][locale])
    .addOption(option('--evidence', locale, 'option.evidence'))
    .action((incident: string, given: { evidence?: boolean }) =>
      run(async (context) => {
        const { runShow } = await import('./show.ts');
        return runShow(context, incident, { hasEvidence: given.evidence === true });
      }),
    );
}

function addDecisions(program: Command, locale: Locale, run: Run): void {
  const plan = cliText['argument.plan'][locale];
  add(program, locale, 'approve', 'command.approve')
    .argument('<plan>', plan)
    .addOption(option('-y, --yes', locale, 'option.yes'))
    .addOption(option('--digest <digest>', locale, 'option.digest'))
    .action((name: string, given: { yes?: boolean; digest?: string }) =>
      run(async (context) => {
        const { runApprove } = await import('./approve.ts');
        return runApprove(context, name, { isConfirmed: given.yes === true, digest: given.digest });
      }),
    );
  add(program, locale, 'reject', 'command.reject')
    .argument('<plan>', plan)
    .addOption(option('--reason <text>', locale, 'option.reason').default(''))
    .action((name: string, given: { reason: string }) =>
      run(async (context) => (await import('./reject.ts')).runReject(context, name, given.reason)),
    );
  add(program, locale, 'stop', 'command.stop')
    .argument('[plan]', plan)
    .addOption(option('--all', locale, 'option.all'))
    .action((name: string | undefined, given: { all?: boolean }) =>
      run(async (context) => (await import('./stop.ts')).runStop(context, name, { isAll: given.all === true })),
    );
  add(program, locale, 'undo', 'command.undo')
    .argument('<plan>', plan)
    .action((name: string) => run(async (context) => (await import('./undo.ts')).runUndo(context, name)));
  add(program, locale, 'look', 'command.look')
    .argument('<words...>', cliText['argument.look'][locale])
    .action((words: readonly string[]) => run(async (context) => (await import('./look.ts')).runLook(context, words)));
  add(program, locale, 'run', 'command.run')
    .argument('<system>', cliText['argument.system'][locale])
    .argument('[command...]', cliText['argument.command'][locale])
    .addOption(option('--incident <incident>', locale, 'option.ofIncident'))
    .action((system: string, words: readonly string[], given: { incident?: string }) =>
      run(async (context) => (await import('./run-command.ts')).runCommand(context, system, words, given.incident)),
    );
  add(program, locale, 'ack', 'command.ack')
    .argument('<incident>', cliText['argument.incident'][locale])
    .action((name: string) => run(async (context) => (await import('./acknowledge.ts')).runAcknowledge(context, name)));
  add(program, locale, 'resolve', 'command.resolve')
    .argument('<incident>', cliText['argument.incident'][locale])
    .addOption(option('--note <text>', locale, 'option.note').default(''))
    .action((name: string, given: { note: string }) =>
      run(async (context) => (await import('./resolve.ts')).runResolve(context, name, given.note)),
    );
}

function addPlaces(program: Command, locale: Locale, run: Run): void {
  add(program, locale, 'mirror', 'command.mirror')
    .argument('<incident>', cliText['argument.incident'][locale])
    .argument('<adapter>', cliText['argument.adapter'][locale])
    .argument('<channel>', cliText['argument.channel'][locale])
    .action((name: string, adapter: string, channel: string) =>
      run(async (context) => (await import('./mirror.ts')).runMirror(context, name, adapter, channel)),
    );
  add(program, locale, 'room', 'command.room')
    .argument('<incident>', cliText['argument.incident'][locale])
    .argument('[adapter]', cliText['argument.adapter'][locale])
    .action((name: string, adapter: string | undefined) =>
      run(async (context) => (await import('./room.ts')).runRoom(context, name, adapter)),
    );
}

function addRecords(program: Command, locale: Locale, run: Run): void {
  const audit = add(program, locale, 'audit', 'command.audit', { isGroup: true });
  add(audit, locale, 'verify', 'command.audit.verify').action(() =>
    run(async (context) => (await import('./audit.ts')).runAuditVerify(context)),
  );
  add(audit, locale, 'list', 'command.audit.list')
    .addOption(option('--incident <incident>', locale, 'option.incident'))
    .addOption(option('--limit <count>', locale, 'option.limit').argParser(wholeNumber(1, 1_000)).default(50))
    .action((given: { incident?: string; limit: number }) =>
      run(async (context) => (await import('./audit.ts')).runAuditList(context, { incidentId: given.incident, limit: given.limit })),
    );
  add(program, locale, 'systems', 'command.systems')
    .addOption(option('--graph', locale, 'option.graph'))
    .addOption(option('--format <format>', locale, 'option.graphFormat').choices(['tree', 'dot', 'json']).default('tree'))
    .action((given: { graph?: true; format: GraphFormat }) =>
      run(async (context) => {
        if (given.graph !== true && given.format === 'tree') return (await import('./systems.ts')).runSystems(context);
        return (await import('./systems-graph.ts')).runSystemsGraph(context, given.format, Date.now());
      }),
    );
  addDeliveries(program, locale, run);
  addChanges(program, locale, run);
  addInsights(program, locale, run);
  const demo = add(program, locale, 'demo', 'command.demo', { isGroup: true });
  add(demo, locale, 'list', 'command.demo.list', { isDefault: true }).action(() =>
    run(async (context) => (await import('./demo.ts')).runDemoList(context)),
  );
  add(demo, locale, 'start', 'command.demo.start')
    .argument('<scenario>', cliText['argument.scenario'][locale])
    .action((scenario: string) => run(async (context) => (await import('./demo.ts')).runDemoStart(context, scenario)));
  add(demo, locale, 'end', 'command.demo.end').action(() => run(async (context) => (await import('./demo.ts')).runDemoEnd(context)));
}

function addInsights(program: Command, locale: Locale, run: Run): void {
  add(program, locale, 'insights', 'command.insights')
    .addOption(option('--since <time>', locale, 'option.since').default('28d'))
    .addOption(option('--until <time>', locale, 'option.until'))
    .addOption(
      option('--by <group>', locale, 'option.by')
        .choices([...insightGroups])
        .default('week'),
    )
    .addOption(option('--csv', locale, 'option.csv'))
    .action((given: { since: string; until?: string; by: string; csv?: boolean }) =>
      run(async (context) => (await import('./insights.ts')).runInsights(context, given, Date.now())),
    );
}

function addPeople(program: Command, locale: Locale, run: Run): void {
  const [account, workspace] = [cliText['argument.userId'][locale], () => option('--workspace <id>', locale, 'option.workspace')];
  const people = add(program, locale, 'people', 'command.people', { isGroup: true });
  add(people, locale, 'list', 'command.people.list', { isDefault: true }).action(() =>
    run(async (context) => (await import('./people.ts')).runPeopleList(context)),
  );
  add(people, locale, 'link', 'command.people.link')
    .argument('<person>', cliText['argument.person'][locale])
    .argument('<adapter>', cliText['argument.adapter'][locale])
    .argument('<userId>', account)
    .addOption(workspace())
    .action((person: string, adapter: string, userId: string, given: { workspace?: string }) =>
      run(async (context) => (await import('./people.ts')).runPeopleLink(context, person, { adapter, userId, workspace: given.workspace })),
    );
  add(people, locale, 'unlink', 'command.people.unlink')
    .argument('<adapter>', cliText['argument.adapter'][locale])
    .argument('<userId>', account)
    .addOption(workspace())
    .action((adapter: string, userId: string, { workspace: id }: { workspace?: string }) =>
      run(async (context) => (await import('./people.ts')).runPeopleUnlink(context, { adapter, userId, workspace: id })),
    );
  add(program, locale, 'link', 'command.link')
    .argument('<code>', cliText['argument.code'][locale])
    .addOption(option('-y, --yes', locale, 'option.yes'))
    .action((code: string, given: { yes?: boolean }) =>
      run(async (context) => (await import('./link.ts')).runLink(context, code, { isConfirmed: given.yes === true })),
    );
  add(program, locale, 'whoami', 'command.whoami').action(() => run(async (context) => (await import('./people.ts')).runWhoami(context)));
}

function addDeliveries(program: Command, locale: Locale, run: Run): void {
  const deliveries = add(program, locale, 'deliveries', 'command.deliveries', { isGroup: true });
  add(deliveries, locale, 'list', 'command.deliveries.list', { isDefault: true })
    .addOption(
      option('--state <state>', locale, 'option.deliveryState')
        .choices([...deliveryStates])
        .default('dead'),
    )
    .addOption(option('--limit <count>', locale, 'option.limit').argParser(wholeNumber(1, 500)).default(50))
    .action((given: { state: string; limit: number }) =>
      run(async (context) => (await import('./deliveries.ts')).runDeliveries(context, { state: given.state, limit: given.limit })),
    );
  add(deliveries, locale, 'replay', 'command.deliveries.replay')
    .argument('[id]', cliText['argument.delivery'][locale])
    .addOption(option('--all', locale, 'option.allDead'))
    .action((id: string | undefined, given: { all?: boolean }) =>
      run(async (context) => (await import('./deliveries.ts')).runReplay(context, id, { isAll: given.all === true })),
    );
}

function addHouse(program: Command, locale: Locale, run: Run): void {
  add(program, locale, 'start', 'command.start').action(() => run(async (context) => (await import('./start.ts')).runStart(context)));
  for (const part of ['server', 'worker'] as const) {
    const key = `command.${part}` as const;
    add(program, locale, part, key).action(() => run(async (context) => (await import('./part.ts')).runPart(context, part)));
  }
  add(program, locale, 'doctor', 'command.doctor').action(() => run(async (context) => (await import('./doctor.ts')).runDoctor(context)));
  add(program, locale, 'setup', 'command.setup')
    .argument('<platform>', cliText['argument.platform'][locale])
    .addOption(option('--set <key=value>', locale, 'option.set').argParser(collect))
    .addOption(option('--no-check', locale, 'option.noCheck'))
    .addOption(option('--wait <seconds>', locale, 'option.setupWait').argParser(wholeNumber(1, 3_600)).default(300))
    .action((platform: string, given: { set?: string[]; check: boolean; wait: number }) =>
      run(async (context) => {
        const { runSetupCommand } = await import('./setup.ts');
        return runSetupCommand(context, platform, { set: given.set ?? [], isChecked: given.check, waitSeconds: given.wait });
      }),
    );
  const config = add(program, locale, 'config', 'command.config', { isGroup: true });
  add(config, locale, 'check', 'command.config.check')
    .argument('[file]', cliText['option.file'][locale])
    .action((file: string | undefined) => run(async (context) => (await import('./config-check.ts')).runConfigCheck(context, file)));
  add(program, locale, 'login-link', 'command.login-link')
    .alias('login')
    .addOption(option('--person <id>', locale, 'option.person'))
    .action((given: { person?: string }) => run(async (context) => (await import('./login-link.ts')).runLoginLink(context, given.person)));
}

function codesHelp(locale: Locale): string {
  const lines = Object.entries(exitCodeTexts).map(([code, text]) => `  ${code.padEnd(4)} ${text[locale]}`);
  return [tell(locale, 'help.codes'), ...lines].join('\n');
}

function environmentHelp(locale: Locale): string {
  const names: readonly (readonly [string, CliKey])[] = [
    ['ZHIBAN_HOME', 'env.home'],
    ['ZHIBAN_CONFIG', 'env.config'],
    ['ZHIBAN_PORT', 'env.port'],
    ['ZHIBAN_URL', 'env.url'],
    ['ZHIBAN_TOKEN', 'env.token'],
    ['ZHIBAN_LOCALE', 'env.locale'],
  ];
  return [tell(locale, 'help.environment'), ...names.map(([name, key]) => `  ${padToWidth(name, 16)} ${tell(locale, key)}`)].join('\n');
}
