/** What the chat adapters turn away is counted, and audited in bunches: whoever floods an address must not flood the audit log. */

import type { AdapterContext } from '../../adapters/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import type { TenantStore } from '../../store/contract.ts';

export interface RefusalDeps {
  readonly store: Pick<TenantStore, 'audit'>;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
  readonly count: (adapter: string) => void;
}

/** The first of its kind is written at once; those that follow within this time come in one line at its end. */
const bunchMs = 60_000;

export function createNoteRefusals({ store, clock, log, count }: RefusalDeps): NonNullable<AdapterContext['onRefused']> {
  const following = new Map<string, number>();

  async function write(adapter: string, reason: string, times: number): Promise<void> {
    const at = new Date(clock.now()).toISOString();
    const line = {
      at,
      actor: 'unknown',
      door: adapter,
      action: 'chat.refused',
      incidentId: null,
      target: adapter,
      outcome: 'refused',
    } as const;
    await store.audit.append({ ...line, details: { reason, times } });
  }

  async function note(adapter: string, reason: string, key: string): Promise<void> {
    await write(adapter, reason, 1);
    await clock.sleep(bunchMs);
    const times = following.get(key) ?? 0;
    following.delete(key);
    if (times > 0) await write(adapter, reason, times);
  }

  return ({ adapter, reason }) => {
    count(adapter);
    const key = `${adapter}/${reason}`;
    const open = following.get(key);
    if (open !== undefined) return void following.set(key, open + 1);
    following.set(key, 0);
    note(adapter, reason, key).catch((error: unknown) => {
      following.delete(key);
      log.warn({ adapter, reason: String(error) }, 'A refusal could not be audited');
    });
  };
}
