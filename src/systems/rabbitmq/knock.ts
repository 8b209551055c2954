/** Says hello at the AMQP port and hears whether the broker answers; it goes no further, so that no login is needed. */

import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { startAwakeLimit } from '../awake-limit.ts';
import { type TlsChoice, tlsOptions } from '../http/exchange.ts';
import type { SessionLimit } from '../session/failure.ts';

export type Newcomers = 'answered' | 'silent' | 'refused' | 'failed';

/** The greeting of AMQP 0-9-1, section 4.2.2. */
const greeting = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
/** Its answer is a frame of method connection.start: type 1, channel 0. */
const methodFrame = 1;

export async function knock(url: URL, tls: TlsChoice, limit: SessionLimit): Promise<Newcomers> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTls = url.protocol === 'amqps:';
  const port = url.port === '' ? (isTls ? 5_671 : 5_672) : Number(url.port);
  const { promise, resolve } = Promise.withResolvers<Newcomers>();
  const socket: Socket = isTls
    ? connectTls({ host, port, servername: tls.servername ?? host, ...tlsOptions(tls) })
    : connect({ host, port });
  const timer = startAwakeLimit(limit.timeoutMs, () => resolve('silent'));
  const onAbort = (): void => resolve('failed');
  limit.signal.addEventListener('abort', onAbort, { once: true });
  socket.once(isTls ? 'secureConnect' : 'connect', () => socket.write(greeting));
  socket.once('data', (bytes) => resolve(bytes[0] === methodFrame ? 'answered' : 'failed'));
  socket.once('close', () => resolve('failed'));
  socket.on('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'failed'));
  try {
    return await promise;
  } finally {
    timer.stop();
    limit.signal.removeEventListener('abort', onAbort);
    socket.destroy();
  }
}
