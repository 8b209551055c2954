/** Asks the server under which account somebody is logged in: a nick alone is anybody's. */

import type { Clock } from 'zhiban/plugin';
import type { Connection } from './connection.ts';
import { type IrcLine, lower } from './line.ts';

export interface Whois {
  /** Null when there is none, the server doesn't say, or the nick is another's by now: `mask` is the `user@host` of who spoke. */
  accountOf(nick: string, mask: string): Promise<string | null>;
  hear(line: IrcLine): void;
  use(connection: Connection | null): void;
}

export function createWhois(clock: Clock, answerMs: number): Whois {
  let connection: Connection | null = null;
  const waiting = new Map<
    string,
    { account: string | null; isSame: boolean; readonly mask: string; readonly settle: (account: string | null) => void }
  >();
  return {
    async accountOf(nick, mask) {
      const asked = connection;
      if (asked === null) return null;
      const patience = new AbortController();
      const answered = new Promise<string | null>((resolve) => {
        waiting.set(lower(nick), { account: null, isSame: false, mask, settle: resolve });
        clock.sleep(answerMs, patience.signal).then(
          () => resolve(null),
          () => undefined,
        );
      });
      await asked.send(`WHOIS ${nick}`).catch(() => undefined);
      const account = await answered;
      patience.abort();
      waiting.delete(lower(nick));
      return account;
    },
    hear({ command, params }) {
      const asked = waiting.get(lower(params[1] ?? ''));
      if (asked === undefined) return;
      if (command === '311') asked.isSame = `${params[2] ?? ''}@${params[3] ?? ''}` === asked.mask;
      // Is logged in as; 307 says only that the nick is registered, not by whom it is used.
      else if (command === '330') asked.account = params[2] ?? null;
      else if (command === '318' || command === '401') asked.settle(command === '318' && asked.isSame ? asked.account : null);
    },
    use(next) {
      connection = next;
      for (const { settle } of waiting.values()) settle(null);
    },
  };
}
