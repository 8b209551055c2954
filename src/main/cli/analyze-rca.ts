/** `zhiban analyze rca DIR`: which of many services is at fault, from recorded metrics and, where they are there, calls. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { rankServices, type ServiceTable } from '../../analysis/rca/rank-services.ts';
import { readCalls, readServiceTable } from '../../analysis/rca/read-services.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';
import { timeText } from './times.ts';

const metricFiles = ['metrics.csv', 'simple_metrics.csv', 'data.csv', 'simple_data.csv', 'metrics.csv.gz', 'data.csv.gz'];
const callFiles = ['calls.csv', 'graph.csv', 'traces.csv', 'traces.csv.gz'];
const bytesMax = 512 * 1_048_576;

export async function runAnalyzeRca(context: CliContext, given: { readonly directory: string; readonly limit: number }): Promise<ExitCode> {
  const table = readDirectory(context, given.directory);
  const ranking = rankServices(table);
  const shown = { ...ranking, services: ranking.services.slice(0, given.limit) };
  answer(context, shown, () => {
    const { terminal } = context;
    terminal.line(
      shown.onsetMs === null
        ? say(context, 'rca.noOnset')
        : say(context, 'rca.onset', { time: timeText(new Date(shown.onsetMs).toISOString()) }),
    );
    const header = (['rca.service', 'rca.score', 'rca.metrics'] as const).map((key) => say(context, key));
    const rows = shown.services.map(({ service, score, metrics }) => [
      ...[service, score.toFixed(2)],
      metrics
        .slice(0, 3)
        .map(({ metric, strength }) => `${metric} ${strength >= 100 ? strength.toFixed(0) : strength.toFixed(1)}×`)
        .join(', '),
    ]);
    printTable(terminal, header, rows);
    terminal.line(say(context, table.calls.length === 0 ? 'rca.noCalls' : 'rca.calls', { count: table.calls.length }));
  });
  return exitCodes.ok;
}

function readDirectory(context: CliContext, directory: string): ServiceTable {
  const found = metricFiles.map((name) => join(directory, name)).find((path) => existsSync(path));
  if (found === undefined)
    throw new CliError('invalid', say(context, 'rca.noMetrics', { directory, names: metricFiles.slice(0, 4).join(', ') }));
  const calls = callFiles.map((name) => join(directory, name)).find((path) => existsSync(path));
  const read = <T>(path: string, parse: (text: string) => T): T => {
    if (statSync(path).size > bytesMax) throw new CliError('invalid', `${path}: > ${bytesMax / 1_048_576} MiB`);
    try {
      const bytes = readFileSync(path);
      return parse((path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: bytesMax }) : bytes).toString('utf8'));
    } catch (error) {
      throw new CliError('invalid', `${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return { ...read(found, readServiceTable), calls: calls === undefined ? [] : read(calls, readCalls) };
}
