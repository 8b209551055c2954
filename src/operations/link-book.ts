/**
 * The links as this process last read them, for lists of people and for whom to call. Rights are never read from here: who acts is looked
 * up when they act.
 */

import type { Store } from '../store/contract.ts';
import type { IdentityLink } from '../store/identity-contract.ts';
import type { OperationsLog } from './deps.ts';

export interface LinkBook {
  /** Oldest first. */
  readonly links: () => readonly IdentityLink[];
  close(): Promise<void>;
}

export interface LinkBookOptions {
  readonly store: Pick<Store, 'forTenant' | 'listen'>;
  readonly tenantId: string;
  readonly log: OperationsLog;
  /** Wake-ups within this time are one reading. */
  readonly restMs?: number;
  /** Wake-ups may be missed. */
  readonly pollMs?: number;
}

export async function openLinkBook({ store, tenantId, log, restMs = 1_000, pollMs = 30_000 }: LinkBookOptions): Promise<LinkBook> {
  const { identities } = store.forTenant(tenantId);
  let links = await identities.all();
  let timer: NodeJS.Timeout | null = null;
  let reading: Promise<void> = Promise.resolve();
  let isClosed = false;

  async function read(): Promise<void> {
    try {
      links = await identities.all();
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : '' }, 'Linked accounts could not be read; the next round tries again');
    }
  }

  function wake(): void {
    if (timer !== null || isClosed) return;
    timer = setTimeout(() => {
      timer = null;
      reading = read();
    }, restMs);
    timer.unref();
  }

  const stopListening = await store.listen((woken) => {
    if (woken === tenantId) wake();
  });
  const poll = setInterval(wake, pollMs);
  poll.unref();
  return {
    links: () => links,
    async close() {
      isClosed = true;
      clearInterval(poll);
      if (timer !== null) clearTimeout(timer);
      await stopListening();
      await reading;
    },
  };
}
