/** The one way to a Linux machine: named commands of a fixed catalogue, bounded in time and bytes. There is no free shell. */

import type { CommandName } from './commands/catalogue.ts';

export interface ExecLimit {
  readonly timeoutMs: number;
  /** Ends the command early. */
  readonly signal: AbortSignal;
}

export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** True when there was more output than the command may give; the rest is gone. */
  readonly isCut: boolean;
}

export interface Exec {
  /**
   * Arguments are checked against the command's patterns before anything is run.
   * Throws LinuxFailure: `unreachable` with the problem, `timeout` when no answer came in time, `denied`, `failed`.
   * A command that ends with another code than 0 is a result, not a failure.
   */
  run(name: CommandName, args: readonly string[], limit: ExecLimit): Promise<ExecResult>;
  close(): Promise<void>;
}
