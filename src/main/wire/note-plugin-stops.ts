/** Every stop of a plugin that nobody asked for is audited. */

import type { Clock } from '../../domain/clock.ts';
import type { PluginEvent } from '../../plugins/process/keep-plugin.ts';
import type { TenantStore } from '../../store/contract.ts';

export interface PluginStopDeps {
  readonly store: Pick<TenantStore, 'audit'>;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

export function createNotePluginStops({ store, clock, log }: PluginStopDeps): (event: PluginEvent) => void {
  return ({ plugin, version, kind, reason, againInMs }) => {
    const line = {
      at: new Date(clock.now()).toISOString(),
      actor: 'zhiban',
      door: 'plugins',
      action: 'plugin.stopped',
      incidentId: null,
      target: plugin,
      outcome: 'failed',
      details: { version, kind, reason: reason.en, againInMs },
    } as const;
    store.audit
      .append(line)
      .catch((error: unknown) => log.warn({ plugin, reason: String(error) }, 'A stop of a plugin could not be audited'));
  };
}
