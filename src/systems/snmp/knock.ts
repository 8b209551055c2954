/**
 * Whether an SNMP agent is there at all. Every agent that speaks version 3 answers the discovery of its engine, whoever asks (RFC 3414, 4);
 * and a socket that is connected hears when the port is closed.
 */

import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export type KnockOutcome = 'answered' | 'refused' | 'silent';

/** A version 3 message without a user and with an empty GET. */
const discovery = Buffer.from(
  '3038020103300e020101020300ffe3040104020103' + '0410300e0400020100020100040004000400' + '301104000400a00b0201010201000201003000',
  'hex',
);

export function knock(
  address: string,
  port: number,
  limit: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<KnockOutcome> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const settle = (outcome: KnockOutcome): void => {
      clearTimeout(timer);
      limit.signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.close();
      resolve(outcome);
    };
    const onAbort = (): void => settle('silent');
    const timer = setTimeout(onAbort, limit.timeoutMs);
    limit.signal.addEventListener('abort', onAbort, { once: true });
    socket.once('message', () => settle('answered'));
    socket.once('error', (error) => settle('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'silent'));
    socket.connect(port, address, () => socket.send(discovery));
  });
}
