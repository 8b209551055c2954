/**
 * MONITOR over a bare connection, for a moment. The driver's own loses step when lines arrive together with the answer,
 * and throws where nobody can catch it. Of each line only command, first argument and source are kept, never a value.
 */

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { startAwakeLimit } from '../awake-limit.ts';
import type { RedisLimit } from './connection.ts';
import { failureOfReply, failureOfSocket, RedisFailure } from './failure.ts';
import type { KnockTarget } from './knock.ts';

export interface Overheard {
  readonly command: string;
  readonly key: string;
  readonly source: string;
}

export interface OverhearRequest {
  readonly address: string;
  readonly target: KnockTarget;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly forMs: number;
  readonly linesMax: number;
}

/** Throws RedisFailure. Ends after `forMs` or `linesMax`, whichever comes first; a line is read up to 4,096 characters. */
export async function overhear(request: OverhearRequest, limit: RedisLimit): Promise<readonly Overheard[]> {
  const heard: Overheard[] = [];
  return await new Promise((resolve, reject) => {
    const socket = open(request.target, () => socket.write(greeting(request)));
    let rest = '';
    let oksMissing = request.password === undefined ? 2 : 3;
    let timer = startAwakeLimit(limit.timeoutMs, () => end(unanswered(request.address)));
    const onAbort = (): void =>
      end(new RedisFailure(`The look at Redis ${request.address} was ended`, { problem: 'stopped', stage: 'command' }));
    limit.signal.addEventListener('abort', onAbort, { once: true });
    function end(failure?: RedisFailure): void {
      timer.stop();
      limit.signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
      if (failure === undefined) resolve(heard);
      else reject(failure);
    }
    function take(line: string): void {
      if (line.startsWith('-')) {
        end(failureOfReply(request.address, line.slice(1), 'command'));
        return;
      }
      const spoken = parseLine(line);
      if (spoken !== null && !isOurs(spoken)) heard.push(spoken);
      if (line !== '+OK' || oksMissing === 0) return;
      oksMissing -= 1;
      if (oksMissing > 0) return;
      timer.stop();
      timer = startAwakeLimit(request.forMs, () => end());
    }
    socket.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = (lines.pop() ?? '').slice(0, 4_096);
      for (const line of lines) if (heard.length < request.linesMax) take(line);
      if (heard.length >= request.linesMax) end();
    });
    socket.on('error', (error: Error) => end(failureOfSocket(request.address, error, 'connect')));
    socket.on('close', () =>
      end(new RedisFailure(`Redis ${request.address} closed the connection`, { problem: 'reset', stage: 'command' })),
    );
    if (limit.signal.aborted) onAbort();
  });
}

/** `+1700000000.1 [0 10.0.0.1:4000] "get" "key"`; null for anything else. */
export function parseLine(line: string): Overheard | null {
  const match = /^\+\d+\.\d+ \[\d+ ([^\]]*)\] "((?:[^"\\]|\\.)*)"(?: "((?:[^"\\]|\\.)*)")?/.exec(line);
  if (match === null) return null;
  return { source: match[1] ?? '', command: (match[2] ?? '').toLowerCase(), key: (match[3] ?? '').slice(0, 200) };
}

function isOurs(spoken: Overheard): boolean {
  return spoken.command === 'monitor' || spoken.command === 'auth';
}

function greeting({ username, password }: OverhearRequest): string {
  const login = password === undefined ? [] : [['AUTH', ...(username === undefined ? [] : [username]), password]];
  return [...login, ['CLIENT', 'SETNAME', 'zhiban'], ['MONITOR']].map(encode).join('');
}

function encode(words: readonly string[]): string {
  return `*${String(words.length)}\r\n${words.map((word) => `$${String(Buffer.byteLength(word))}\r\n${word}\r\n`).join('')}`;
}

function open(target: KnockTarget, onConnect: () => void): Socket {
  if (target.tls === null) return connectTcp({ host: target.host, port: target.port }, onConnect);
  const { ca, servername, insecure } = target.tls;
  return connectTls(
    {
      host: target.host,
      port: target.port,
      rejectUnauthorized: !insecure,
      ...(ca === undefined ? {} : { ca }),
      ...(servername === undefined ? {} : { servername }),
    },
    onConnect,
  );
}

function unanswered(address: string): RedisFailure {
  return new RedisFailure(`Redis ${address} is connected but does not answer within the limit`, { problem: 'hung', stage: 'command' });
}
