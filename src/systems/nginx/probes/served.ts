/** Which certificate the running nginx shows at an address of its own machine, to hold against the file that it should be from. */

import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { startAwakeLimit } from '../../awake-limit.ts';
import type { LookContext } from '../../contract.ts';

const limitMs = 2_000;

export interface TlsAddress {
  readonly host: string;
  readonly port: number;
}

/** `listen 127.0.0.1:8443 ssl`, `443 ssl`, `[::]:443 ssl`: where this machine itself can reach it; null for a socket file. */
export function addressOf(listen: string): TlsAddress | null {
  const parts = /^(?:(\[[\da-f:]+\]|[^:[\]]+):)?(\d+)$/i.exec(listen);
  if (parts === null) return null;
  const [, given = '*', port] = parts;
  const host = given.replace(/^\[|\]$/g, '');
  return { host: /^(\*|0\.0\.0\.0)$/.test(host) ? '127.0.0.1' : host === '::' ? '::1' : host, port: Number(port) };
}

/** Its SHA-256 fingerprint, as `X509Certificate` writes it; null where none was shown in time. Never throws. */
export function shownFingerprint({ host, port }: TlsAddress, name: string | null, context: LookContext): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, ...(name === null || isIP(name) > 0 ? {} : { servername: name }) });
    const end = (fingerprint: string | null): void => {
      timer.stop();
      context.signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(fingerprint);
    };
    const stop = (): void => end(null);
    const timer = startAwakeLimit(limitMs, stop);
    context.signal.addEventListener('abort', stop, { once: true });
    socket.on('error', stop);
    socket.once('secureConnect', () => end(socket.getPeerX509Certificate()?.fingerprint256 ?? null));
    if (context.signal.aborted) stop();
  });
}
