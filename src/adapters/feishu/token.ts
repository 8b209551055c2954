/** The tenant's access token: fetched once for all who ask at the same time, kept for most of its life, forgotten when it is refused. */

import type { Clock } from '../../domain/clock.ts';

export interface FreshToken {
  readonly token: string;
  readonly lifeSeconds: number;
}

export interface TokenSource {
  /** Throws what the fetching throws; the next one to ask tries again. */
  get(): Promise<string>;
  /** Only when it is still the one that is kept: others may have fetched a good one meanwhile. */
  forget(token: string): void;
}

/** Feishu gives the same token again while half an hour of it remains, so asking early costs nothing. */
const earlySeconds = 180;

export function createTokenSource(clock: Clock, fetchToken: () => Promise<FreshToken>): TokenSource {
  let kept: { readonly token: string; readonly until: number } | null = null;
  let pending: Promise<string> | null = null;

  async function renew(): Promise<string> {
    try {
      const { token, lifeSeconds } = await fetchToken();
      kept = { token, until: clock.now() + Math.max(lifeSeconds - earlySeconds, lifeSeconds / 2) * 1_000 };
      return token;
    } finally {
      pending = null;
    }
  }

  return {
    async get() {
      if (kept !== null && clock.now() < kept.until) return kept.token;
      pending ??= renew();
      return pending;
    },
    forget(token) {
      if (kept?.token === token) kept = null;
    },
  };
}
