/** `npm run lab`: breaks real systems and looks what Zhiban makes of it. Ends with 1 when an aim is missed, 2 when nothing could be measured. */

import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { runLab } from './lab.ts';
import { parseOptions, usage } from './options.ts';
import type { Outcome } from './outcome.ts';
import { lineOf, reportOf } from './report.ts';
import { findScenarios, isNamed, isOfTier, type Malformed, titleOf } from './scenario.ts';
import { aimsOf, summarise } from './summary.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(given: readonly string[]): Promise<number> {
  const options = attempt(() => parseOptions(given));
  if (options === null) return 2;
  const found = attempt(() => findScenarios(options.scenarios));
  if (found === null) return 2;
  const named = found.scenarios.filter(({ name }) => isNamed(name, options.only));
  const scenarios = named.filter((each) => isOfTier(each, options.tiers));
  const malformed = found.malformed.filter(({ name }) => isNamed(name, options.only));
  if (options.list) {
    for (const each of scenarios) console.log(`${each.name}: ${titleOf(each)}`);
    for (const problem of malformed.flatMap(({ problems }) => problems)) console.error(`malformed: ${problem}`);
    return 0;
  }
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      console.error('\nEnding what was started …');
      interrupt.abort();
    });
  const before = loadavg()[0] ?? 0;
  console.log(`${scenarios.length} scenarios, analyst ${options.analyst}, ${cpus().length} cores, load ${before.toFixed(1)}`);
  const outcomes =
    scenarios.length === 0
      ? []
      : await runLab({
          scenarios,
          analyst: options.analyst,
          approve: options.approve,
          config: options.config,
          record: options.record,
          signal: interrupt.signal,
          onOutcome: (outcome) => console.log(lineOf(outcome)),
        });
  const load = [before, loadavg()[0] ?? 0].map((each) => Math.round(each * 10) / 10);
  return conclude(outcomes, malformed, {
    json: options.json,
    isInterrupted: interrupt.signal.aborted,
    load,
    leftOut: named.length - scenarios.length,
  });
}

interface Circumstances {
  readonly json: string | null;
  readonly isInterrupted: boolean;
  readonly load: readonly number[];
  /** Scenarios of other tiers. */
  readonly leftOut: number;
}

function conclude(
  outcomes: readonly Outcome[],
  malformed: readonly Malformed[],
  { json, isInterrupted, load, leftOut }: Circumstances,
): number {
  const summary = summarise(outcomes);
  const aims = aimsOf(summary);
  console.log(`\n${reportOf(outcomes, malformed, summary)}`);
  console.log(`load ${load.join(' → ')} on ${cpus().length} cores`);
  if (leftOut > 0) console.log(`LEFT OUT: ${leftOut} scenarios of other tiers; --tier all runs them`);
  if (json !== null) {
    const written = { at: new Date().toISOString(), cores: cpus().length, load, isInterrupted, summary, aims, malformed, outcomes };
    writeFileSync(json, `${JSON.stringify(written, null, 2)}\n`);
  }
  if (isInterrupted) return 130;
  if (summary.ran === 0) return 2;
  return malformed.length > 0 || aims.some(({ isMet }) => isMet === false) ? 1 : 0;
}

/** Null, and the reason with the usage on the screen, when it can't be done as it was asked. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}
