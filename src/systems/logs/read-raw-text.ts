/** The declared logs of a system as they stand, for a kind that knows its server's own words. */

import { SystemError } from '../../domain/errors.ts';
import type { LookContext } from '../contract.ts';
import type { LogLimit, StoredLogs } from './contract.ts';
import { queryOf } from './query-of.ts';
import { isPath } from './source.ts';

const bytesMax = 131_072;
const linesMax = 1_000;
const withinMs = 60 * 60_000;

/** The end of each source, up to 128 KiB or 1000 lines each; null when there is none that can be read. Never throws for that. */
export async function readRawText(context: LookContext, limit: LogLimit): Promise<string | null> {
  const sources = context.entry.logs ?? [];
  const parts = await Promise.all([
    readFiles(sources.filter(isPath), context, limit),
    ...sources.map((source) => (isPath(source) ? null : readStore(source, context, limit))),
  ]);
  const read = parts.filter((part) => part !== null);
  return read.length === 0 ? null : read.join('\n');
}

async function readFiles(paths: readonly string[], context: LookContext, limit: LogLimit): Promise<string | null> {
  const { runsOn } = context.entry;
  const host = runsOn === undefined ? null : (context.neighbour?.(runsOn) ?? null);
  const files = host?.kind.logFiles;
  if (host === null || files === undefined || paths.length === 0) return null;
  try {
    const { tails } = await files.tail(host.client, paths, bytesMax, limit);
    const read = tails.flatMap(({ text }) => text ?? []);
    return read.length === 0 ? null : read.join('\n');
  } catch (error) {
    return unread(error);
  }
}

async function readStore(source: StoredLogs, context: LookContext, limit: LogLimit): Promise<string | null> {
  const system = context.neighbour?.(source.system) ?? null;
  const store = system?.kind.logStore;
  if (system === null || store === undefined) return null;
  const toMs = context.clock.now();
  const window = { fromMs: toMs - withinMs, toMs };
  try {
    const query = await queryOf(source, { store, client: system.client }, window, limit);
    if (query === null) return '';
    const { lines } = await store.read(system.client, { query, ...window, linesMax }, limit);
    return lines.map(({ text }) => text).join('\n');
  } catch (error) {
    return unread(error);
  }
}

function unread(error: unknown): null {
  if (error instanceof SystemError) return null;
  throw error;
}
