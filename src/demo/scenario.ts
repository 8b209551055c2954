/** What a demo scenario must offer: it starts something real, breaks it, can tell whether it hurts, and removes all of it. */

import type { LocalText } from '../domain/text.ts';
import type { SystemEntry } from '../systems/contract.ts';

export interface DemoAlert {
  readonly alertname: string;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface RunningDemo {
  /** Registered while the demo runs. */
  readonly systems: readonly SystemEntry[];
  readonly alert: DemoAlert;
  /** Puts the fault in. */
  breakIt(): Promise<void>;
  /** What a monitoring system would see; true while it hurts. */
  hurts(): Promise<boolean>;
  /** Ends every process and removes every file of the demo; says what. */
  remove(): Promise<readonly string[]>;
}

export interface DemoScenario {
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  /** Null when it can run here, else why not and what to do. */
  unavailable(): LocalText | null;
  /** The directory is the scenario's own, empty. */
  start(directory: string): Promise<RunningDemo>;
}
