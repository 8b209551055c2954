/**
 * Asks as a newcomer would, without logging in: a request for encryption is answered with one letter by a process of its own, before
 * any limit is looked at. A kept session may work while nobody else gets an answer.
 */

import { connect } from 'node:net';
import { startAwakeLimit } from '../awake-limit.ts';
import type { SessionLimit } from '../session/failure.ts';

export type Knock = 'answered' | 'silent' | 'refused' | 'closed';

const sslRequest = Buffer.from([0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f]);

/** Never throws; ends within the limit. */
export async function knock(host: string, port: number, limit: SessionLimit): Promise<Knock> {
  if (limit.signal.aborted) return 'silent';
  return await new Promise((resolve) => {
    let isConnected = false;
    const socket = connect({ host, port });
    const end = (outcome: Knock): void => {
      timer.stop();
      limit.signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(outcome);
    };
    const onAbort = (): void => end('silent');
    const timer = startAwakeLimit(limit.timeoutMs, onAbort);
    limit.signal.addEventListener('abort', onAbort, { once: true });
    socket.on('connect', () => {
      isConnected = true;
      socket.write(sslRequest);
    });
    socket.on('data', () => end('answered'));
    socket.on('error', () => end(isConnected ? 'closed' : 'refused'));
    socket.on('close', () => end('closed'));
  });
}
