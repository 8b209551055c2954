/** Looks that ask the same of a machine at the same moment are given one answer. */

import type { CommandName } from './commands/catalogue.ts';
import type { Exec, ExecResult } from './exec.ts';

/** What many looks begin with, and what costs a busy machine most. All of them only read. */
const shared: ReadonlySet<CommandName> = new Set<CommandName>(['process-stats', 'sockets']);

/**
 * The exec, but who asks one of these commands while it runs waits for that run. When the run fails (it has the limits of the one who asked
 * first) each of the others runs the command for itself.
 */
export function shareRuns(exec: Exec): Exec {
  const running = new Map<CommandName, Promise<ExecResult>>();
  return {
    run(name, args, limit) {
      if (!shared.has(name) || args.length > 0) return exec.run(name, args, limit);
      const known = running.get(name);
      if (known !== undefined) return known.catch(() => exec.run(name, args, limit));
      const run = exec.run(name, args, limit).finally(() => running.delete(name));
      running.set(name, run);
      return run;
    },
    close: () => exec.close(),
  };
}
