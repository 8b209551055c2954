/**
 * memcached's text protocol over one kept connection: at the limit of connections a new one would be turned away. There is no
 * client on npm that is kept up and shows more than `stats`; what is needed here is small.
 */

import type { ConnectContext, SystemClient } from '../contract.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { KeptSession } from '../session/kept-session.ts';
import { converse } from '../tcp/converse.ts';
import { openSocket, type TcpTarget } from '../tcp/open-socket.ts';
import { failureOfLine, MemcachedSession } from './session.ts';
import type { MemcachedEntry } from './system.ts';

export type Stats = ReadonlyMap<string, string>;

export interface MemcachedClient extends SystemClient {
  /** `host:port`, for texts. */
  readonly address: string;
  /** `stats`, or `stats NAME`. Throws SessionFailure; `unsupported` when this version does not know it. */
  stats(name: string, limit: SessionLimit): Promise<Stats>;
  /** One line out, the last line of the answer back. Throws SessionFailure for an error of the server. */
  command(words: string, limit: SessionLimit): Promise<string>;
  /** Comes in as a newcomer does, over a connection of its own. Throws SessionFailure when it is not let in. */
  knock(limit: SessionLimit): Promise<void>;
  /** What the server's log of its own work says during a moment (`watch`), over a connection of its own. */
  watch(words: string, forMs: number, linesMax: number, limit: SessionLimit): Promise<readonly string[]>;
}

const warmWithinMs = 3_000;
const openWithinMs = 2_500;

export function createMemcachedClient(entry: MemcachedEntry, context: ConnectContext): MemcachedClient {
  const address = `${entry.host}:${String(entry.port)}`;
  const server = `memcached ${address}`;
  const target: TcpTarget = { server, host: entry.host, port: entry.port, tls: entry.tls };

  async function open(limit: SessionLimit): Promise<MemcachedSession> {
    const short = { ...limit, timeoutMs: Math.min(limit.timeoutMs, openWithinMs) };
    const session = await openOnce(target, server, short);
    try {
      const login = loginOf(entry, context);
      if (login !== '') await mustAnswer(session.ask(login.trimEnd(), short), server, /^STORED$/);
      // A server at its limit takes the connection and only then turns it away; one that expects TLS hangs up.
      await mustAnswer(session.ask('version', short), server, /^VERSION /);
      return session;
    } catch (error) {
      session.destroy();
      throw error;
    }
  }

  const kept = new KeptSession(server, context.clock, open);
  const ask = (words: string, limit: SessionLimit): Promise<readonly string[]> => kept.use((session) => session.ask(words, limit), limit);
  return {
    address,
    async stats(name, limit) {
      const lines = await ask(name === '' ? 'stats' : `stats ${name}`, limit);
      const last = lines.at(-1) ?? '';
      if (last !== 'END') throw failureOfLine(server, last);
      return statsOf(lines);
    },
    async command(words, limit) {
      const last = (await ask(words, limit)).at(-1) ?? '';
      if (/^(ERROR|CLIENT_ERROR|SERVER_ERROR|MEMLIMIT_)/.test(last)) throw failureOfLine(server, last);
      return last;
    },
    async knock(limit) {
      const session = await open(limit);
      session.destroy();
    },
    async watch(words, forMs, linesMax, limit) {
      const session = await open(limit);
      try {
        return await session.listen(`watch ${words}`, forMs, linesMax, limit);
      } finally {
        session.destroy();
      }
    },
    async warm() {
      const limit = { timeoutMs: warmWithinMs, signal: AbortSignal.timeout(warmWithinMs) };
      await kept.use(() => Promise.resolve(), limit).catch(() => undefined);
    },
    close: () => kept.close(),
  };
}

/** `set` with the login as the value, before anything else; empty where there is none. */
function loginOf(entry: MemcachedEntry, context: ConnectContext): string {
  if (entry.username === undefined || entry.password === undefined) return '';
  const login = `${entry.username} ${context.resolveSecret(entry.password)}`;
  return `set auth 0 0 ${String(Buffer.byteLength(login))}\r\n${login}\r\n`;
}

/** A first answer that is missing or wrong says why nobody is let in. */
async function mustAnswer(asked: Promise<readonly string[]>, server: string, expected: RegExp): Promise<void> {
  try {
    const last = (await asked).at(-1) ?? '';
    if (!expected.test(last)) throw failureOfLine(server, last);
  } catch (error) {
    if (!(error instanceof SessionFailure) || error.stage !== 'command' || error.problem === 'stopped') throw error;
    const isCut = error.problem === 'reset';
    const message = isCut ? `${server} closed the connection at the first word: it may expect TLS, or SASL` : error.message;
    throw new SessionFailure(message, { problem: error.problem, stage: 'login', code: error.code, cause: error });
  }
}

/** A server without TLS keeps waiting for the end of a line in the handshake; spoken to plainly, it answers. */
async function openOnce(target: TcpTarget, server: string, limit: SessionLimit): Promise<MemcachedSession> {
  try {
    const { socket } = await openSocket(target, limit);
    return new MemcachedSession(server, socket);
  } catch (error) {
    if (target.tls === undefined || !(error instanceof SessionFailure) || error.problem !== 'hung') throw error;
    const plainly = converse(
      { ...target, tls: undefined },
      { words: 'version\r\n', bytesMax: 256, isWhole: (heard) => heard.includes('\n') },
      limit,
    );
    const answer = await plainly.catch(() => '');
    if (answer === '') throw error;
    throw new SessionFailure(`Cannot connect to ${server}: TLS was expected, but the server speaks without it`, {
      problem: 'tls',
      stage: 'connect',
      cause: error,
    });
  }
}

/** `STAT name value` each. */
export function statsOf(lines: readonly string[]): Stats {
  const pairs = lines.flatMap((line) => {
    const match = /^STAT (\S+) (.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
  });
  return new Map(pairs);
}
