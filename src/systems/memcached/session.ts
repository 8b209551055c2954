/** One connection that speaks memcached's text protocol: one command at a time, answers bounded. */

import type { Socket } from 'node:net';
import { failureOfSocket, SessionFailure, type SessionLimit } from '../session/failure.ts';
import type { DriverSession } from '../session/kept-session.ts';
import { within } from '../session/within.ts';

/** `stats conns` of some thousand connections fits in. */
const answerBytesMax = 4_194_304;

/** The last line of an answer: of stats, of what is known of a key, of a command that changes, of an error. */
const lastLine = /^(END|OK|RESET|STORED|NOT_STORED|EN|ME .*|VERSION .*|BUSY.*|(ERROR|CLIENT_ERROR|SERVER_ERROR|MEMLIMIT_\w+)\b.*)$/;

export class MemcachedSession implements DriverSession {
  readonly #server: string;
  readonly #socket: Socket;
  #isOpen = true;
  #lines: string[] = [];
  #rest = '';
  #bytes = 0;
  #linesWanted: number | null = null;
  #lost: SessionFailure | null = null;
  /** memcached says nothing unasked, unless it turns somebody away. */
  #isAsked = false;
  #asking: { resolve: (lines: readonly string[]) => void; reject: (failure: SessionFailure) => void } | null = null;

  constructor(server: string, socket: Socket) {
    this.#server = server;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#hear(chunk));
    socket.on('error', (error) => this.#lose(failureOfSocket(server, error, 'command')));
    socket.on('close', () => this.#lose(new SessionFailure(`${server} closed the connection`, { problem: 'reset', stage: 'command' })));
  }

  isOpen = (): boolean => this.#isOpen;

  destroy(): void {
    this.#isOpen = false;
    this.#socket.destroy();
  }

  /** The lines of the answer, the last one included. Throws SessionFailure; the caller bounds the wait and drops a session that kept silent. */
  ask(words: string, limit: SessionLimit): Promise<readonly string[]> {
    const answer = new Promise<readonly string[]>((resolve, reject) => {
      if (this.#lost !== null) return reject(this.#lost);
      const [greeting] = this.#isAsked ? [] : this.#lines;
      if (greeting !== undefined) return reject(failureOfLine(this.#server, greeting.trim()));
      this.#isAsked = true;
      [this.#lines, this.#rest, this.#bytes] = [[], '', 0];
      this.#asking = { resolve, reject };
      this.#socket.write(`${words}\r\n`);
    });
    return within(answer, limit, this.#server, () => 'command');
  }

  /**
   * Starts `watch` and takes the lines that follow, until time or lines are up; the connection is of no use for anything else
   * afterwards. Throws SessionFailure.
   */
  async listen(words: string, forMs: number, linesMax: number, limit: SessionLimit): Promise<readonly string[]> {
    this.#linesWanted = linesMax + 1;
    const heard = this.ask(words, limit);
    const timer = setTimeout(() => this.#answer(), forMs);
    try {
      const [first = '', ...lines] = await heard;
      if (first !== 'OK') throw failureOfLine(this.#server, first);
      return lines.slice(0, linesMax);
    } finally {
      clearTimeout(timer);
    }
  }

  #hear(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > answerBytesMax) {
      this.#lose(
        new SessionFailure(`The answer of ${this.#server} is longer than ${String(answerBytesMax)} bytes`, {
          problem: 'reply',
          stage: 'command',
        }),
      );
      return;
    }
    // Lines of the log end without a return.
    const lines = (this.#rest + chunk.toString('latin1')).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    this.#lines.push(...lines);
    const isWhole = this.#linesWanted === null ? lastLine.test(this.#lines.at(-1) ?? '') : this.#lines.length >= this.#linesWanted;
    if (isWhole) this.#answer();
  }

  #answer(): void {
    if (!this.#isAsked) return;
    const heard = this.#lines;
    this.#lines = [];
    this.#asking?.resolve(heard);
    this.#asking = null;
  }

  #lose(failure: SessionFailure): void {
    // What it said before it hung up tells more than that it did: "ERROR Too many open connections".
    const said = [...this.#lines, this.#rest].find((line) => line.trim() !== '' && !line.startsWith('STAT '));
    this.#lost ??= said === undefined ? failure : failureOfLine(this.#server, said.trim());
    this.destroy();
    this.#asking?.reject(this.#lost);
    this.#asking = null;
  }
}

/** From a line that is no answer; memcached's errors never echo what was sent, but for a word of statistics. */
export function failureOfLine(server: string, line: string): SessionFailure {
  const text = line.slice(0, 200);
  const given = { stage: 'command', code: /^[A-Z_]+/.exec(line)?.[0] ?? '' } as const;
  const message = `${server} answered: ${text}`;
  if (/too many open connections/i.test(line)) return new SessionFailure(message, { ...given, stage: 'login', problem: 'limit' });
  if (/unauthenticated|authentication/i.test(line)) return new SessionFailure(message, { ...given, stage: 'login', problem: 'auth' });
  if (/disabled|not allowed/i.test(line)) return new SessionFailure(message, { ...given, problem: 'no-permission' });
  if (/^ERROR$/.test(line)) return new SessionFailure(message, { ...given, problem: 'unsupported' });
  return new SessionFailure(message, { ...given, problem: 'reply' });
}
