/** `npm run bench -- analysis --data DIR`: how right the analysis is on public data, with what others reached beside it. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { anomalyTables } from './anomaly.ts';
import { forecastTables } from './forecast.ts';
import { kubernetesTables } from './kubernetes.ts';
import { logTables } from './logs.ts';
import { labTables } from './rca.ts';
import { serviceTables } from './rca-services.ts';
import type { ScoreTable } from './score-table.ts';

/** One area of the analysis, scored on the sets that it names. */
interface Area {
  /** A folder below the data directory. */
  readonly set: string;
  /** Where the set comes from, for those who don't have it. */
  readonly source: string;
  readonly tables: (directory: string) => Promise<readonly ScoreTable[]> | readonly ScoreTable[];
}

const areas: readonly Area[] = [
  { set: 'nab', source: 'https://github.com/numenta/NAB (data/, labels/combined_windows.json)', tables: anomalyTables.nab },
  { set: 'cloud-monitoring', source: 'https://github.com/microsoft/cloud-monitoring-dataset', tables: anomalyTables.cloudMonitoring },
  { set: 'loghub-2k', source: 'https://github.com/logpai/loghub (*_2k.log_structured_corrected.csv)', tables: logTables },
  {
    set: 'm4',
    source: 'https://github.com/Mcompetitions/M4-methods (Dataset/, as {hourly,weekly}-{train,test}.csv)',
    tables: forecastTables,
  },
  {
    set: 'cloud-opsbench',
    source: 'https://github.com/wiluen/Cloud-OpsBench (recorded calls as case-NNN.json.gz, answers as truth.json)',
    tables: kubernetesTables,
  },
  { set: 'lab-recordings', source: '`npm run lab -- --record DIR/lab-recordings`', tables: labTables },
];

export interface AnalysisReport {
  readonly tables: readonly ScoreTable[];
  /** In words, what could not be measured and why. */
  readonly missing: readonly string[];
}

/** A set that isn't there is named; nothing is measured in its place. */
export async function benchAnalysis(dataDirectory: string | null): Promise<AnalysisReport> {
  if (dataDirectory === null)
    return { tables: [], missing: ['The analysis bench needs --data DIR; docs/guides/analysis.md says which sets'] };
  const tables: ScoreTable[] = [];
  const missing: string[] = [];
  tables.push(...serviceTables());
  for (const { set, source, tables: measure } of areas) {
    const directory = join(dataDirectory, set);
    if (existsSync(directory)) tables.push(...(await measure(directory)));
    else missing.push(`'${directory}' is missing: get it from ${source}`);
  }
  return { tables, missing };
}
