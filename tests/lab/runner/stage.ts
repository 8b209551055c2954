/** A scenario on stage: its executables, what they told, and what is to be said about it in the end. */

import type { Execution, Executor } from './execute.ts';
import type { Told } from './fill.ts';
import type { Scenario, StepName } from './scenario.ts';
import type { LabSystem, LabZhiban } from './zhiban.ts';

export interface RunOptions {
  /** Started when it is first needed. */
  readonly zhiban: () => Promise<LabZhiban>;
  readonly approve: boolean;
  /** The scenario gets an empty folder below it. */
  readonly scratchRoot: string;
  /** A folder for recordings; null where none is kept. */
  readonly record: string | null;
  readonly signal: AbortSignal;
}

export interface Stage {
  /** Its truth speaks of what `up` and `break` told once they have. */
  scenario: Scenario;
  readonly options: RunOptions;
  readonly executor: Executor;
  readonly notes: string[];
  told: Told;
  /** As Zhiban was told them. */
  systems: readonly LabSystem[];
}

/** Null when the scenario has no such step. */
export async function step(stage: Stage, name: StepName): Promise<Execution | null> {
  const path = stage.scenario.executables[name];
  if (path === undefined) return null;
  const { limits } = stage.scenario;
  return stage.executor.run(path, name, name === 'state' ? limits.fixed : limits[name], stage.options.signal);
}

export function saidOf(execution: Execution | null): string {
  if (execution === null) return 'is not there';
  const how = execution.isLate ? 'did not end in time' : `ended with ${execution.code ?? 'a signal'}`;
  return execution.lastWords === '' ? how : `${how}: ${execution.lastWords}`;
}
