/**
 * The markets of the configuration. What was last seen of each is kept, so that revocations hold without a network, and that an older
 * index is known for one.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { MarketEntry } from '../../config/plugins.ts';
import type { Clock } from '../../domain/clock.ts';
import { textOfError, ZhibanError } from '../../domain/errors.ts';
import type { LocalText } from '../../domain/text.ts';
import { fetchBytes, type Spot } from './fetch-bytes.ts';
import { type IndexFile, indexLimits, type MarketIndex, parseIndex, requireCurrent, requireSigned } from './index-file.ts';
import { marketError } from './market-error.ts';

export interface MarketState {
  readonly name: string;
  readonly spot: Spot;
  /** The newest that was seen, which may have expired; null when none ever was. */
  readonly index: MarketIndex | null;
  /** Why the newest could not be had just now. */
  readonly problem: MarketProblem | null;
}

export interface MarketProblem {
  /** `away` is the network's fault; `refused` is that what came was not to be believed. */
  readonly kind: 'away' | 'refused';
  readonly text: LocalText;
}

export interface Markets {
  /** From what was kept, asking nobody. */
  known(): readonly MarketState[];
  /** Asks all of them side by side; one that isn't there keeps none of the others from it. */
  refresh(limits?: { readonly withinMs?: number; readonly signal?: AbortSignal }): Promise<readonly MarketState[]>;
}

export interface MarketsOptions {
  readonly entries: readonly MarketEntry[];
  /** The data directory. */
  readonly home: string;
  /** Relative paths are from here. */
  readonly baseDirectory: string;
  readonly clock: Pick<Clock, 'now'>;
}

const fetchWithinMs = 15_000;

export function createMarkets({ entries, home, baseDirectory, clock }: MarketsOptions): Markets {
  const directory = join(marketDirectory(home), 'indexes');
  const keptFile = (entry: MarketEntry): string => join(directory, `${entry.name}.json`);
  const spotOf = ({ url, path }: MarketEntry): Spot => (url === undefined ? { path: resolve(baseDirectory, path ?? '') } : { url });

  async function refreshOne(entry: MarketEntry, withinMs: number, signal: AbortSignal | undefined): Promise<MarketState> {
    const spot = spotOf(entry);
    const kept = readKept(keptFile(entry), entry);
    try {
      const bytes = await fetchBytes(spot, { bytesMax: indexLimits.bytes, withinMs, signal });
      const text = bytes.toString('utf8');
      const fresh = parseIndex(text);
      requireTrust(fresh, entry);
      requireCurrent(fresh.index, clock.now());
      if (kept !== null) requireNoReplay(fresh, kept, keptFile(entry));
      if (kept?.index.serial !== fresh.index.serial) keep(keptFile(entry), text);
      return { name: entry.name, spot, index: fresh.index, problem: null };
    } catch (error) {
      return { name: entry.name, spot, index: kept?.index ?? null, problem: problemOf(error) };
    }
  }

  return {
    known: () =>
      entries.map((entry) => ({
        ...{ name: entry.name, spot: spotOf(entry), problem: null },
        index: readKept(keptFile(entry), entry)?.index ?? null,
      })),
    refresh: ({ withinMs = fetchWithinMs, signal } = {}) => Promise.all(entries.map((entry) => refreshOne(entry, withinMs, signal))),
  };
}

/** Everything of markets, below the data directory. */
export function marketDirectory(home: string): string {
  return join(home, 'plugins', 'market');
}

function requireTrust(file: IndexFile, entry: MarketEntry): void {
  requireSigned(file, entry.publicKey);
  const { market } = file.index;
  if (market === entry.name) return;
  throw marketError(
    'forbidden',
    `The index is that of the market ${market}, and not that of ${entry.name}`,
    `该索引属于市场 ${market}，不是 ${entry.name}`,
  );
}

function requireNoReplay(fresh: IndexFile, kept: IndexFile, file: string): void {
  const { market, serial } = fresh.index;
  const seen = kept.index.serial;
  if (serial > seen || (serial === seen && fresh.signedText === kept.signedText)) return;
  const en =
    serial < seen
      ? `The index of the market ${market} has the serial ${serial}, and ${seen} was seen before: an old one is played again`
      : `The market ${market} has two different indexes of the serial ${serial}`;
  const chinese =
    serial < seen
      ? `插件市场 ${market} 的索引序号为 ${serial}，此前已见过 ${seen}：疑似重放旧索引`
      : `插件市场 ${market} 出现两份序号同为 ${serial} 的不同索引`;
  throw marketError('forbidden', `${en}. If its owner has started anew, delete ${file}`, `${chinese}。如市场确已重建，请删除 ${file}`);
}

/** What can't be read, or isn't signed by a key that is trusted today, is as good as none. */
function readKept(file: string, entry: MarketEntry): IndexFile | null {
  try {
    const kept = parseIndex(readFileSync(file, 'utf8'));
    requireTrust(kept, entry);
    return kept;
  } catch {
    return null;
  }
}

function keep(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

function problemOf(error: unknown): MarketProblem {
  const text = textOfError(error);
  return { kind: error instanceof ZhibanError && error.kind === 'unavailable' ? 'away' : 'refused', text };
}
