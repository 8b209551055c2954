/** The commands of `zhiban analyze`. */

import type { Command } from 'commander';
import type { Locale } from '../../domain/text.ts';
import { add, anyNumber, option, wholeNumber } from './command-parts.ts';
import type { Run } from './program.ts';
import { cliText } from './words.ts';

export function addAnalysis(program: Command, locale: Locale, run: Run): void {
  const analyze = add(program, locale, 'analyze', 'command.analyze', { isGroup: true });
  add(analyze, locale, 'logs', 'command.analyze.logs')
    .argument('[file]', cliText['argument.logFile'][locale], '-')
    .addOption(option('--since <time>', locale, 'option.analyzeSince'))
    .addOption(option('--split <time>', locale, 'option.analyzeSplit'))
    .addOption(option('--baseline <file>', locale, 'option.analyzeBaseline'))
    .addOption(option('--limit <count>', locale, 'option.analyzeLimit').argParser(wholeNumber(1, 10_000)).default(20))
    .action((file: string, given: { since?: string; split?: string; baseline?: string; limit: number }) =>
      run(async (context) => {
        const { runAnalyzeLogs } = await import('./analyze-logs.ts');
        const { since, split, baseline, limit } = given;
        return runAnalyzeLogs(context, { file, since, split, baseline, limit }, Date.now());
      }),
    );
  addSeriesAnalysis(analyze, locale, run);
  addServiceAnalysis(analyze, locale, run);
  add(analyze, locale, 'kubernetes', 'command.analyze.kubernetes')
    .argument('[path]', cliText['argument.kubernetesPath'][locale], '-')
    .addOption(option('-n, --namespace <name>', locale, 'option.analyzeNamespace'))
    .addOption(option('--limit <count>', locale, 'option.causesLimit').argParser(wholeNumber(1, 100)).default(3))
    .action((path: string, given: { namespace?: string; limit: number }) =>
      run(async (context) => {
        const { runAnalyzeKubernetes } = await import('./analyze-kubernetes.ts');
        return runAnalyzeKubernetes(context, { path, namespace: given.namespace, limit: given.limit });
      }),
    );
}

function addServiceAnalysis(analyze: Command, locale: Locale, run: Run): void {
  add(analyze, locale, 'rca', 'command.analyze.rca')
    .argument('<directory>', cliText['argument.rcaDirectory'][locale])
    .addOption(option('--limit <count>', locale, 'option.servicesLimit').argParser(wholeNumber(1, 1_000)).default(5))
    .action((directory: string, given: { limit: number }) =>
      run(async (context) => (await import('./analyze-rca.ts')).runAnalyzeRca(context, { directory, limit: given.limit })),
    );
}

function addSeriesAnalysis(analyze: Command, locale: Locale, run: Run): void {
  add(analyze, locale, 'anomaly', 'command.analyze.anomaly')
    .argument('[file]', cliText['argument.seriesFile'][locale], '-')
    .addOption(option('--column <name>', locale, 'option.seriesColumn'))
    .addOption(option('--chart <file>', locale, 'option.seriesChart'))
    .addOption(option('--points', locale, 'option.seriesPoints'))
    .action((file: string, given: { column?: string; chart?: string; points?: boolean }) =>
      run(async (context) => {
        const { runAnalyzeAnomaly } = await import('./analyze-anomaly.ts');
        const { column, chart, points } = given;
        return runAnalyzeAnomaly(context, { file, column, chart, hasPoints: points === true }, Date.now());
      }),
    );
  add(analyze, locale, 'forecast', 'command.analyze.forecast')
    .argument('[file]', cliText['argument.seriesFile'][locale], '-')
    .addOption(option('--horizon <length>', locale, 'option.horizon'))
    .addOption(option('--limit <value>', locale, 'option.upperLimit').argParser(anyNumber))
    .addOption(option('--floor <value>', locale, 'option.floor').argParser(anyNumber))
    .addOption(option('--column <name>', locale, 'option.seriesColumn'))
    .addOption(option('--chart <file>', locale, 'option.seriesChart'))
    .action((file: string, given: { horizon?: string; limit?: number; floor?: number; column?: string; chart?: string }) =>
      run(async (context) => {
        const { runAnalyzeForecast } = await import('./analyze-forecast.ts');
        const { horizon, limit, floor, column, chart } = given;
        return runAnalyzeForecast(context, { file, horizon, limit, floor, column, chart }, Date.now());
      }),
    );
}
