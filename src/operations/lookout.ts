/** Looks for what was committed and isn't done yet: when it is rung for, and after a while in any case, since another process may have written it. */

import type { Store, TenantStore } from '../store/contract.ts';
import { createBell } from './bell.ts';
import type { OperationsLog } from './deps.ts';

export interface Lookout {
  start(): void;
  /** Looks soon; called after each commit. A ring while it looks is followed by another look. */
  kick(): void;
  /** Returns when the look that is under way has ended; a rest ends at once. */
  stop(): Promise<void>;
}

interface LookoutDeps {
  readonly store: Pick<Store, 'tenantIds' | 'forTenant'>;
  readonly log: Pick<OperationsLog, 'warn'>;
}

export interface Watch {
  /** One look at one tenant. True when there may be more of it, which is then looked for without a rest. */
  look(store: TenantStore): Promise<boolean>;
  /** The longest rest between two looks. */
  readonly restMs: number;
  /** For the log, when a look fails; it is tried again after the rest. */
  readonly complaint: string;
}

/** Two looks never overlap. A tenant whose look fails holds up no other. */
export function createLookout(deps: LookoutDeps, watch: Watch): Lookout {
  const bell = createBell();
  let isStopped = false;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (!isStopped) {
      bell.reset();
      const isMore = await lookEverywhere(deps, watch);
      if (!isMore && !isStopped) await bell.wait(watch.restMs);
    }
  }

  return {
    start() {
      running ??= run();
    },
    kick: () => bell.ring(),
    async stop() {
      isStopped = true;
      bell.ring();
      await running;
    },
  };
}

async function lookEverywhere({ store, log }: LookoutDeps, { look, complaint }: Watch): Promise<boolean> {
  const complain = (error: unknown): void => log.warn({ reason: String(error) }, complaint);
  let isMore = false;
  try {
    for (const tenantId of await store.tenantIds()) {
      const foundMore = await look(store.forTenant(tenantId)).catch(complain);
      if (foundMore === true) isMore = true;
    }
  } catch (error) {
    complain(error);
  }
  return isMore;
}
