/** A run of the lab: one Zhiban, the scenarios one after another, everything ended at the end. */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabInterrupted } from './interrupted.ts';
import type { Outcome } from './outcome.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { sweep } from './sweep.ts';
import { type LabZhiban, startZhiban } from './zhiban.ts';

export interface LabRun {
  readonly scenarios: readonly Scenario[];
  readonly analyst: 'offline' | 'llm';
  readonly approve: boolean;
  readonly config: string | null;
  readonly record: string | null;
  readonly signal: AbortSignal;
  onOutcome(outcome: Outcome): void;
}

/** What was found out until the end or the interruption. */
export async function runLab({ scenarios, analyst, approve, config, record, signal, onOutcome }: LabRun): Promise<readonly Outcome[]> {
  const scratchRoot = mkdtempSync(join(tmpdir(), 'zhiban-lab-'));
  // Some servers run as a user of their own, who must get through to the folder of the scenario.
  chmodSync(scratchRoot, 0o711);
  const outcomes: Outcome[] = [];
  let started: Promise<LabZhiban> | null = null;
  // Only once something is up: where nothing can run, nothing needs to be started.
  const zhiban = (): Promise<LabZhiban> => {
    started ??= startZhiban({ analyst, baseConfig: config, signal });
    return started;
  };
  try {
    for (const scenario of scenarios) {
      const outcome = await runScenario(scenario, { zhiban, approve, scratchRoot, record, signal });
      outcomes.push(outcome);
      onOutcome(outcome);
    }
  } catch (error) {
    if (!(error instanceof LabInterrupted)) throw error;
  } finally {
    await stopQuietly(started);
    // What Zhiban itself started anew, as a service that it was to restart.
    await sweep(scratchRoot, new Set());
    rmSync(scratchRoot, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  return outcomes;
}

/** One that could not be started has ended by itself. */
async function stopQuietly(started: Promise<LabZhiban> | null): Promise<void> {
  const zhiban = await started?.catch(() => null);
  await zhiban?.stop();
}
