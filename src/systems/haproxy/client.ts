/** Asks HAProxy: by its runtime socket where the entry has one, else by its statistics page. */

import type { ConnectContext, SystemClient } from '../contract.ts';
import { PageFailure, readStatusPage } from '../http/status-page.ts';
import { SocketFailure } from './failure.ts';
import { parseStat, type StatRow } from './parse.ts';
import { runCommand, type SocketLimit } from './socket.ts';
import type { HaproxyEntry } from './system.ts';

export interface Sample {
  readonly atMs: number;
  readonly rows: readonly StatRow[];
}

export interface HaproxyClient extends SystemClient {
  readonly entry: HaproxyEntry;
  /** Throws SocketFailure, HttpFailure or PageFailure. */
  stat(limit: SocketLimit): Promise<readonly StatRow[]>;
  /** Throws SocketFailure; `no-socket` after the page has been asked, so that an unreachable HAProxy is told first. */
  command(line: string, limit: SocketLimit): Promise<string>;
  /** The statistics of some minutes ago, to tell growth from what has been there since the start; null before the first. */
  earlier(): Sample | null;
}

const csvBytesMax = 8_388_608;
/** Growth is told over five to ten minutes. */
const sampleEveryMs = 300_000;
const sampleMaxAgeMs = 900_000;

export function createHaproxyClient(entry: HaproxyEntry, context: ConnectContext): HaproxyClient {
  const { socket, url } = entry;
  let kept: readonly Sample[] = [];

  async function page(limit: SocketLimit): Promise<string> {
    if (url === undefined) throw new SocketFailure('HAProxy has neither a socket nor a page', { problem: 'no-socket', stage: 'connect' });
    const address = url.endsWith(';csv') ? url : `${url};csv`;
    return (await readStatusPage({ ...entry, url: address }, context, limit, csvBytesMax)).body;
  }

  const client: HaproxyClient = {
    entry,
    async stat(limit) {
      const rows = parseStat(socket === undefined ? await page(limit) : await runCommand(socket, 'show stat', limit));
      if (rows === null) throw new PageFailure('What answers is not HAProxy’s statistics', 'missing');
      return rows;
    },
    async command(line, limit) {
      if (socket !== undefined) return await runCommand(socket, line, limit);
      await client.stat(limit);
      throw new SocketFailure("This is only told over the runtime socket: the entry has no 'socket'", {
        problem: 'no-socket',
        stage: 'connect',
      });
    },
    earlier: () => kept[0] ?? null,
    async warm() {
      const nowMs = context.clock.now();
      kept = kept.filter(({ atMs }) => nowMs - atMs < sampleMaxAgeMs);
      const [, latest = kept[0]] = kept;
      if (latest !== undefined && nowMs - latest.atMs < sampleEveryMs) return;
      try {
        const rows = await client.stat({ timeoutMs: 3_000, signal: AbortSignal.timeout(5_000) });
        kept = [...kept, { atMs: nowMs, rows }].slice(-2);
      } catch {
        // An HAProxy that can't be asked now is the business of the probes.
      }
    },
    close: () => Promise.resolve(),
  };
  return client;
}
