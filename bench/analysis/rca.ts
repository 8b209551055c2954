/** Root causes across systems: how often the first cause is right, and whether its probability holds, on cases that the curve was not fitted on. */

import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brierOf, calibrate, causeCurve, fitCurve, type Judged, reliabilityOf } from '../../src/analysis/rca/calibrate.ts';
import { isFault } from '../../tests/lab/runner/judge.ts';
import { type Replayed, readRecording, replay } from './rca/replay.ts';
import type { ScoreTable } from './score-table.ts';

const falseMax = 0.03;

export function labTables(directory: string): readonly ScoreTable[] {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.json.gz'))
    .sort();
  const before = process.cpuUsage();
  const replayed = files.map((name) => replay(readRecording(join(directory, name))));
  const { user, system } = process.cpuUsage(before);
  return [
    accuracyTable(replayed, (user + system) / 1_000 / Math.max(1, files.length)),
    ...calibrationTables('recorded lab scenarios', pairsOf(replayed)),
  ];
}

/** Half of the cases by the hash of their name: the same on every machine, whatever else is recorded. */
export function isOfFirstHalf(name: string): boolean {
  return (createHash('sha256').update(name).digest()[0] ?? 0) % 2 === 0;
}

export interface NamedJudged extends Judged {
  readonly name: string;
}

export function calibrationTables(title: string, pairs: readonly NamedJudged[]): readonly ScoreTable[] {
  const [fitted, held] = [pairs.filter(({ name }) => isOfFirstHalf(name)), pairs.filter(({ name }) => !isOfFirstHalf(name))];
  const curve = fitCurve(fitted);
  const told = held.map(({ score, isRight }) => ({ score: calibrate(score, curve), isRight }));
  const shipped = held.map(({ score, isRight }) => ({ score: calibrate(score, causeCurve), isRight }));
  const base = fitted.filter(({ isRight }) => isRight).length / Math.max(1, fitted.length);
  const constant = held.map(({ isRight }) => ({ score: base, isRight }));
  const rows = reliabilityOf(told).map(({ from, to, count, said, so }) => [
    `${from.toFixed(1)}–${to.toFixed(1)}`,
    count,
    count === 0 ? '' : said,
    count === 0 ? '' : so,
  ]);
  return [
    {
      title: `Calibration · ${title}`,
      columns: ['said', 'cases', 'mean said', 'were right'],
      rows,
      notes: [
        `fitted on ${String(fitted.length)} cases, reported on the other ${String(held.length)}; Brier ${brierOf(told).toFixed(4)}, raw score ${brierOf(held).toFixed(4)}, the same number for all ${brierOf(constant).toFixed(4)}`,
        `the curve fitted now: slope ${curve.slope.toFixed(3)}, intercept ${curve.intercept.toFixed(3)}; the one that is shipped (${causeCurve.slope}, ${causeCurve.intercept}) has Brier ${brierOf(shipped).toFixed(4)} on the same cases`,
      ],
    },
  ];
}

/** Verdicts that name a cause; silence says no probability. */
function pairsOf(replayed: readonly Replayed[]): readonly NamedJudged[] {
  return replayed.flatMap(({ scenario, verdict, judgement }) => {
    const [first] = verdict.causes;
    return first === undefined ? [] : [{ name: scenario, score: first.confidence, isRight: judgement.isTop1 }];
  });
}

function accuracyTable(replayed: readonly Replayed[], cpuMs: number): ScoreTable {
  const faults = replayed.filter(({ truth }) => isFault(truth));
  const controls = replayed.filter(({ truth }) => !isFault(truth));
  const ratio = (of: readonly Replayed[], is: (each: Replayed) => boolean): number => of.filter(is).length / Math.max(1, of.length);
  const accused = ratio(controls, ({ judgement }) => judgement.falseAccusations.length > 0);
  const missed = replayed.filter(({ judgement }) => !judgement.isTop1);
  return {
    title: 'Root cause across systems · recorded lab scenarios, no model',
    columns: ['', 'cases', 'first', 'among three', 'falsely accused', 'CPU ms', 'aim'],
    rows: [
      [
        'faults',
        faults.length,
        ...[({ judgement }: Replayed) => judgement.isTop1, ({ judgement }: Replayed) => judgement.isTop3].map((is) => ratio(faults, is)),
        ratio(faults, ({ judgement }) => judgement.falseAccusations.length > 0),
        cpuMs,
        '',
      ],
      [
        'healthy and undecidable',
        controls.length,
        ratio(controls, ({ judgement }) => judgement.isTop1),
        '',
        accused,
        cpuMs,
        `< ${falseMax}${accused < falseMax ? ' ok' : ' MISSED'}`,
      ],
    ],
    notes: [
      'The scenarios are our own, and the known faults were written with them in sight: this measures regressions and calibration, not faults that nobody has met.',
      ...missed.map(({ scenario, verdict }) => `missed: ${scenario}, said ${verdict.causes[0]?.signatureId ?? verdict.state}`),
    ],
  };
}
