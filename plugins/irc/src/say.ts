/** Messages to channels: one at a time, each asked after, so that it is known whether the server has taken it. */

import { ChatError, type Clock } from 'zhiban/plugin';
import type { Connection } from './connection.ts';
import type { IrcLine } from './line.ts';

export interface Say {
  /** All lines, one below the other and nothing between them. Throws ChatError. */
  say(target: string, lines: readonly string[]): Promise<void>;
  hear(line: IrcLine): void;
  /** The connection is another one, or none. */
  use(connection: Connection | null): void;
}

interface Waiting {
  readonly token: string;
  readonly target: string;
  refusal: ChatError | null;
  settle(isAnswered: boolean): void;
}

const rateWaitMs = 2_000;
const asksMax = 2;

export function createSay(clock: Clock, answerMs: number): Say {
  let connection: Connection | null = null;
  let queue: Promise<void> = Promise.resolve();
  let waiting: Waiting | null = null;
  let tokens = 0;

  async function send(target: string, lines: readonly string[]): Promise<void> {
    const used = connection;
    if (used === null) throw away();
    const refused: { error: ChatError | null } = { error: null };
    for (const line of lines) await used.send(`PRIVMSG ${target} :${line}`).catch(() => Promise.reject(away()));
    for (let asked = 0; asked < asksMax; asked += 1) {
      if (connection !== used) break;
      if (await ask(used, target, refused)) {
        if (refused.error !== null) throw refused.error;
        return;
      }
    }
    // Whether it arrived nobody knows: on another connection that can be asked for no more.
    if (connection === used) used.end();
    throw new ChatError('transient', 'The IRC server did not answer in time');
  }

  /** A ping behind the words: its answer says that they were dealt with. */
  async function ask(used: Connection, target: string, refused: { error: ChatError | null }): Promise<boolean> {
    tokens += 1;
    const token = `zb${tokens}`;
    const patience = new AbortController();
    const answered = new Promise<boolean>((resolve) => {
      waiting = { token, target, refusal: null, settle: resolve };
      clock.sleep(answerMs, patience.signal).then(
        () => resolve(false),
        () => undefined,
      );
    });
    const mine = waiting;
    await used.send(`PING :${token}`).catch(() => undefined);
    const isAnswered = await answered;
    patience.abort();
    refused.error ??= (mine as Waiting | null)?.refusal ?? null;
    waiting = null;
    return isAnswered;
  }

  return {
    say(target, lines) {
      const said = queue.then(() => send(target, lines));
      queue = said.catch(() => undefined);
      return said;
    },
    hear({ command, params }) {
      if (waiting === null) return;
      if (command === 'PONG' && params.at(-1) === waiting.token) waiting.settle(true);
      else waiting.refusal ??= refusalOf(command, params, waiting.target);
    },
    use(next) {
      connection = next;
      waiting?.settle(false);
    },
  };
}

function refusalOf(command: string, params: readonly string[], target: string): ChatError | null {
  const [, about = ''] = params;
  if (command === '263' && about.toUpperCase() === 'PRIVMSG')
    return new ChatError('rate', 'The IRC server asks to wait', { retryAfterMs: rateWaitMs });
  if (about.toLowerCase() !== target.toLowerCase()) return null;
  if (command === '437') return new ChatError('transient', `${target} can't be reached for a while`);
  if (command === '404') return new ChatError('forbidden', `Nothing may be said in ${target}: the bot needs voice there, or is banned`);
  if (command === '403' || command === '442') return new ChatError('transient', `The bot is not in ${target} yet`);
  if (command === '401') return new ChatError('gone', `There is nobody called ${target}`);
  return null;
}

function away(): ChatError {
  return new ChatError('transient', 'Not connected to the IRC server');
}
