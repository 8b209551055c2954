/** Opens connections to one endpoint; each is closed again at once. */

import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import type { ConnectContext, SystemClient } from '../contract.ts';
import type { TlsChoice } from '../http/exchange.ts';
import type { SessionLimit } from '../session/failure.ts';
import { converse } from './converse.ts';
import { type OpenSocket, openSocket } from './open-socket.ts';
import type { TcpEntry } from './system.ts';

export interface TcpClient extends SystemClient {
  readonly expectBanner: string | null;
  readonly slowMs: number;
  readonly hasTls: boolean;
  /** For the look at its certificate. */
  readonly url: URL;
  tls(): Promise<TlsChoice>;
  /** The time of each part. Throws SessionFailure. */
  open(limit: SessionLimit): Promise<Omit<OpenSocket, 'socket'>>;
  /** The first line that it says unasked. Throws SessionFailure, also when it keeps silent. */
  banner(limit: SessionLimit): Promise<string>;
}

const bannerBytesMax = 512;

export function createTcpClient(entry: TcpEntry, _context: ConnectContext): TcpClient {
  const host = isIPv6(entry.host) ? `[${entry.host}]` : entry.host;
  const target = { server: `${host}:${String(entry.port)}`, host: entry.host, port: entry.port, tls: entry.tls };
  return {
    expectBanner: entry.expectBanner ?? null,
    slowMs: entry.slowMs,
    hasTls: entry.tls !== undefined,
    url: new URL(`https://${host}:${String(entry.port)}`),
    async tls() {
      return {
        insecure: entry.tls?.insecure ?? false,
        ...(entry.tls?.caFile === undefined ? {} : { ca: await readFile(entry.tls.caFile, 'utf8') }),
        ...(entry.tls?.servername === undefined ? {} : { servername: entry.tls.servername }),
      };
    },
    async open(limit) {
      const { socket, ...times } = await openSocket(target, limit);
      socket.on('error', () => undefined);
      socket.destroy();
      return times;
    },
    banner: (limit) => converse(target, { words: '', bytesMax: bannerBytesMax, isWhole: (heard) => heard.includes('\n') }, limit),
    close: () => Promise.resolve(),
  };
}
