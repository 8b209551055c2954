/** Finds out why a plain request is cut off or turned away: what listens there may want TLS. */

import { connect } from 'node:tls';
import { startAwakeLimit } from '../awake-limit.ts';

/** Whether an address that was asked in plain finishes a TLS handshake, whatever its certificate is like. Never throws. */
export async function speaksTls(url: URL, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  return await new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: url.port === '' ? 80 : Number(url.port), rejectUnauthorized: false });
    const settle = (isTls: boolean): void => {
      timer.stop();
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(isTls);
    };
    const onAbort = (): void => settle(false);
    const timer = startAwakeLimit(timeoutMs, onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('secureConnect', () => settle(true));
    socket.on('error', () => settle(false));
  });
}
