/**
 * A fresh bare connection that says one harmless thing, to tell why the usual way failed. `GET` without a key is
 * refused before login is asked for and before `CLIENT PAUSE` holds it back: whoever answers it has a running event loop.
 */

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { startAwakeLimit } from '../awake-limit.ts';

export interface KnockTarget {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly ca?: string; readonly servername?: string; readonly insecure: boolean } | null;
}

export type Knock =
  | { readonly outcome: 'answered'; readonly line: string }
  | { readonly outcome: 'silent' }
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'failed'; readonly error: Error };

/** Never throws; ends within the limit, and reads at most 512 characters. */
export async function knock(
  target: KnockTarget,
  limit: { readonly timeoutMs: number; readonly signal: AbortSignal },
  words = 'GET',
): Promise<Knock> {
  if (limit.signal.aborted) return { outcome: 'silent' };
  return await new Promise((resolve) => {
    let isConnected = false;
    let heard = '';
    const socket = open(target, () => {
      isConnected = true;
      socket.write(`${words}\r\n`);
    });
    const timer = startAwakeLimit(limit.timeoutMs, () => end(isConnected ? { outcome: 'silent' } : timedOut(target)));
    const onAbort = (): void => end({ outcome: 'silent' });
    limit.signal.addEventListener('abort', onAbort, { once: true });
    function end(outcome: Knock): void {
      timer.stop();
      limit.signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
      resolve(outcome);
    }
    socket.on('data', (chunk: Buffer) => {
      heard = (heard + chunk.toString('latin1')).slice(0, 512);
      const [line] = heard.split('\r\n');
      if (heard.includes('\n') && line !== undefined) end({ outcome: 'answered', line: line.trim() });
    });
    socket.on('error', (error: Error) => end(heard === '' ? { outcome: 'failed', error } : { outcome: 'answered', line: heard.trim() }));
    socket.on('close', () => end(heard === '' ? { outcome: 'closed' } : { outcome: 'answered', line: heard.trim() }));
  });
}

function open(target: KnockTarget, onConnect: () => void): Socket {
  if (target.tls === null) return connectTcp({ host: target.host, port: target.port }, onConnect);
  return connectTls(
    {
      host: target.host,
      port: target.port,
      rejectUnauthorized: !target.tls.insecure,
      ...(target.tls.ca === undefined ? {} : { ca: target.tls.ca }),
      ...(target.tls.servername === undefined ? {} : { servername: target.tls.servername }),
    },
    onConnect,
  );
}

function timedOut(target: KnockTarget): Knock {
  const error = Object.assign(new Error(`connect ETIMEDOUT ${target.host}:${String(target.port)}`), { code: 'ETIMEDOUT' });
  return { outcome: 'failed', error };
}
