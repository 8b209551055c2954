/** Forecasts of the M4 competition's hourly and weekly series, scored by its rules, with the coverage of the intervals. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Forecast, forecast } from '../../src/analysis/forecast/forecast.ts';
import { repeatSeason } from '../../src/analysis/forecast/seasonal.ts';
import { intervalScore, scaledError, symmetricError } from './score/forecast.ts';
import type { ScoreTable } from './score-table.ts';

interface Competition {
  readonly name: 'hourly' | 'weekly';
  readonly stepMs: number;
  readonly horizon: number;
  /** The season that errors are scaled by. */
  readonly season: number;
  readonly published: readonly (readonly (string | number)[])[];
}

const hourMs = 3_600_000;

const competitions: readonly Competition[] = [
  {
    name: 'hourly',
    stepMs: hourMs,
    horizon: 48,
    season: 24,
    published: [
      ['published, all 414: best entrant (statistical)', 8.913],
      ['published, all 414: winner (deep hybrid)', 9.328],
      ['published, all 414: seasonal naive', 13.91],
    ],
  },
  {
    name: 'weekly',
    stepMs: 168 * hourMs,
    horizon: 13,
    season: 1,
    published: [
      ['published, all 359: best entrant (statistical)', 6.582],
      ['published, all 359: winner (deep hybrid)', 7.817],
      ['published, all 359: seasonal naive', 9.16],
    ],
  },
];

export function forecastTables(directory: string): readonly ScoreTable[] {
  return competitions.map((competition) => scoreCompetition(directory, competition));
}

function scoreCompetition(directory: string, { name, stepMs, horizon, season, published }: Competition): ScoreTable {
  const train = readWide(join(directory, `${name}-train.csv`));
  const test = readWide(join(directory, `${name}-test.csv`));
  const own = createTotals();
  const naive = createTotals();
  let cpuMs = 0;
  for (const [id, values] of train) {
    const actual = test.get(id)?.slice(0, horizon) ?? [];
    const before = process.cpuUsage();
    const found = forecast({ values, stepMs }, actual.length);
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1_000;
    if (found !== null) addTo(own, { values, actual, path: found.values, found, season });
    addTo(naive, { values, actual, path: repeatSeason(values, actual.length, season) ?? [], found: null, season });
  }
  return {
    title: `M4 ${name}: ${String(own.count)} series`,
    columns: ['method', 'sMAPE', 'MASE', 'MSIS 95 %', 'coverage 95 %', 'ms CPU a series'],
    rows:
      own.count === 0
        ? []
        : [
            [
              'Zhiban',
              own.symmetric / own.count,
              own.scaled / own.count,
              own.interval / own.count,
              own.inside / own.points,
              cpuMs / own.count,
            ],
            ['seasonal naive, same series', naive.symmetric / naive.count, naive.scaled / naive.count, '', '', ''],
            ...published.map((row) => [...row, '', '', '', '']),
          ],
    notes: [],
  };
}

interface Totals {
  count: number;
  symmetric: number;
  scaled: number;
  interval: number;
  inside: number;
  points: number;
}

function createTotals(): Totals {
  return { count: 0, symmetric: 0, scaled: 0, interval: 0, inside: 0, points: 0 };
}

interface Scored {
  readonly values: readonly number[];
  readonly actual: readonly number[];
  readonly path: readonly number[];
  readonly found: Forecast | null;
  readonly season: number;
}

function addTo(totals: Totals, { values, actual, path, found, season }: Scored): void {
  totals.count += 1;
  totals.symmetric += symmetricError(actual, path);
  totals.scaled += scaledError(values, actual, path, season);
  if (found === null) return;
  totals.interval += intervalScore(values, actual, found.low, found.high, { season, alpha: 0.05 });
  totals.points += actual.length;
  totals.inside += actual.filter((value, ahead) => value >= (found.low[ahead] ?? 0) && value <= (found.high[ahead] ?? 0)).length;
}

/** One series a line: its name, then its values. */
function readWide(path: string): ReadonlyMap<string, readonly number[]> {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => {
        const [id = '', ...cells] = line.replaceAll('"', '').split(',');
        return [id, cells.filter((cell) => cell !== '').map(Number)];
      }),
  );
}
