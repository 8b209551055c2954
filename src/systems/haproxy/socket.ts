/** HAProxy's runtime API: one command a connection, over a Unix socket of this machine or over TCP. */

import { connect, type Socket } from 'node:net';
import { startAwakeLimit } from '../awake-limit.ts';
import { SocketFailure, socketFailure } from './failure.ts';

export interface SocketLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const replyBytesMax = 8_388_608;

/** Throws SocketFailure, also when HAProxy says that it does not know the command or that the level is too low. */
export async function runCommand(address: string, command: string, limit: SocketLimit): Promise<string> {
  const reply = await converse(address, `${command}\n`, limit);
  const [first = ''] = reply.trim().split('\n');
  if (/^Permission denied/i.test(first))
    throw new SocketFailure(`The socket of HAProxy does not allow '${command}': its level is too low`, {
      problem: 'no-permission',
      stage: 'answer',
    });
  if (/^Unknown command/i.test(first))
    throw new SocketFailure(`This HAProxy does not know '${command}', or the socket's level hides it`, {
      problem: 'no-permission',
      stage: 'answer',
    });
  return reply;
}

function converse(address: string, line: string, limit: SocketLimit): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isConnected = false;
    const socket = open(address);
    const settle = (finish: () => void): void => {
      timer.stop();
      limit.signal.removeEventListener('abort', onAbort);
      socket.destroy();
      finish();
    };
    const timer = startAwakeLimit(limit.timeoutMs, () => settle(() => reject(silence(address, isConnected))));
    const onAbort = (): void =>
      settle(() =>
        reject(
          new SocketFailure(`The look at HAProxy ${address} was ended`, { problem: 'stopped', stage: isConnected ? 'answer' : 'connect' }),
        ),
      );
    limit.signal.addEventListener('abort', onAbort, { once: true });
    if (limit.signal.aborted) return onAbort();
    socket.once('connect', () => {
      isConnected = true;
      socket.write(line);
    });
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= replyBytesMax) chunks.push(chunk);
      else
        settle(() =>
          reject(
            new SocketFailure(`The answer of HAProxy is larger than ${String(replyBytesMax)} bytes`, { problem: 'reply', stage: 'answer' }),
          ),
        );
    });
    socket.once('error', (error) => settle(() => reject(socketFailure(address, error))));
    socket.once('end', () => settle(() => resolve(Buffer.concat(chunks).toString('utf8'))));
    socket.once('close', () =>
      settle(() => reject(socketFailure(address, Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' })))),
    );
    return undefined;
  });
}

function open(address: string): Socket {
  if (address.startsWith('/')) return connect(address);
  const end = address.lastIndexOf(':');
  return connect(Number(address.slice(end + 1)), address.slice(0, end).replace(/^\[|\]$/g, ''));
}

function silence(address: string, isConnected: boolean): SocketFailure {
  const what = isConnected ? 'is connected but does not answer' : 'did not accept a connection';
  return new SocketFailure(`HAProxy ${address} ${what} within the limit`, {
    problem: isConnected ? 'hung' : 'timed-out',
    stage: isConnected ? 'answer' : 'connect',
  });
}
