/** The declared logs of a system, for a look of a plugin. What reads them is loaded on first use: most plugins have no use for it, and memory is theirs. */

import type { LookContext } from '../systems/contract.ts';
import type { LogReading } from '../systems/logs/read-sources.ts';

/** Around the moment of the look. Never throws for one that can't be read: its `reason` says why. */
export async function readDeclaredLogs(context: LookContext, timeoutMs = 15_000): Promise<readonly LogReading[]> {
  const { readSources } = await import('../systems/logs/read-sources.ts');
  return readSources(context.entry.logs ?? [], context, { timeoutMs, signal: context.signal });
}
