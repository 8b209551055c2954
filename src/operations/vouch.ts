/** What a platform vouches for about an account: asked once in a while, and never waited for long. */

import type { ChatAdapter, Profile } from '../adapters/contract.ts';
import { createRecentKeys } from '../adapters/rich/recent-keys.ts';
import type { Clock } from '../domain/clock.ts';
import type { OperationsLog } from './deps.ts';

/** Null when the platform tells nothing, can't be asked, or is too slow; what it says late is known the next time. */
export type Vouch = (account: { readonly adapter: string; readonly userId: string }) => Promise<Profile | null>;

export interface VouchDeps {
  readonly adapters: () => ReadonlyMap<string, Pick<ChatAdapter, 'profileOf'>>;
  readonly clock: Clock;
  readonly log: OperationsLog;
  /** How long an answer is waited for; 2 s unless told otherwise. */
  readonly withinMs?: number;
}

/** People change their address rarely, and somebody new in the directory shouldn't wait for long. */
const kept = { entriesMax: 5_000, keepMs: 10 * 60_000 } as const;
/** After a failure the platform is left alone for a while. */
const failuresKept = { entriesMax: 5_000, keepMs: 30_000 } as const;

export function createVouch({ adapters, clock, log, withinMs = 2_000 }: VouchDeps): Vouch {
  const told = createRecentKeys<Promise<Profile | null>>(clock, kept);
  const failed = createRecentKeys<true>(clock, failuresKept);

  function ask(adapter: Pick<ChatAdapter, 'profileOf'>, name: string, userId: string, key: string): Promise<Profile | null> {
    const answer = (adapter.profileOf?.(userId) ?? Promise.resolve(null)).catch((error: unknown) => {
      told.remove(key);
      failed.set(key, true);
      log.warn({ adapter: name, reason: error instanceof Error ? error.message : '' }, 'A platform could not tell who somebody is');
      return null;
    });
    told.set(key, answer);
    return answer;
  }

  return async ({ adapter: name, userId }) => {
    const adapter = adapters().get(name);
    const key = JSON.stringify([name, userId]);
    if (adapter?.profileOf === undefined || failed.get(key)) return null;
    return within(told.get(key) ?? ask(adapter, name, userId, key), withinMs);
  };
}

async function within(answer: Promise<Profile | null>, ms: number): Promise<Profile | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
