/** Asks the markets again and again whether something that runs has been revoked, and has it stopped then. */

import type { Clock } from '../../domain/clock.ts';
import type { Plugins } from '../open-plugins.ts';
import type { Markets } from './markets.ts';
import { revokedBecauseOf } from './revocations.ts';

export interface RevocationWatch {
  stop(): Promise<void>;
}

export interface RevocationWatchOptions {
  readonly markets: Pick<Markets, 'refresh'>;
  readonly plugins: Pick<Plugins, 'revoke'>;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly log: { error(fields: Readonly<Record<string, unknown>>, message: string): void };
}

/** A market that can't be asked revokes nothing: what was seen of it before holds. */
export function watchRevocations({ markets, plugins, clock, everyMs, log }: RevocationWatchOptions): RevocationWatch {
  const stopped = new AbortController();
  const { signal } = stopped;
  async function run(): Promise<void> {
    for (;;) {
      await clock.sleep(everyMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await plugins.revoke(revokedBecauseOf(await markets.refresh({ signal })));
      } catch (error) {
        log.error({ reason: String(error) }, 'It could not be looked whether plugins were revoked; it is tried again');
      }
    }
  }
  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
