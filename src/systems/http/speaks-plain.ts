/** Finds out why a TLS handshake goes on and on: a server that speaks plain HTTP may wait for the rest of what it takes for a request. */

import { request as requestHttp } from 'node:http';
import { startAwakeLimit } from '../awake-limit.ts';

/**
 * Whether an address that was meant for TLS answers in plain HTTP. It is asked for `/`, without a login, on a connection of its own.
 * An answer of 400 proves nothing: servers of TLS say so that they were spoken to in plain.
 * Never throws; silence, a refusal and another protocol are false.
 */
export async function speaksPlain(url: URL, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  return await new Promise((resolve) => {
    const plain = new URL('/', url);
    const request = requestHttp(
      { host: plain.hostname.replace(/^\[|\]$/g, ''), port: plain.port === '' ? 443 : plain.port, path: '/', agent: false },
      (response) => settle(response.statusCode !== undefined && response.statusCode !== 400),
    );
    const settle = (isPlain: boolean): void => {
      timer.stop();
      signal.removeEventListener('abort', onAbort);
      request.destroy();
      resolve(isPlain);
    };
    const onAbort = (): void => settle(false);
    const timer = startAwakeLimit(timeoutMs, onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    request.on('error', () => settle(false));
    request.end();
  });
}
