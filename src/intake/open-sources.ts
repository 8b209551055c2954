/** The alert sources of the configuration with everything that reads their messages: for the intake, for the API, for whoever listens. */

import type { AlertSource } from '../config/alert-sources.ts';
import { contextOf, type IntakeDeps } from './accept.ts';
import { type ConfiguredSources, createConfiguredSources } from './configured-sources.ts';
import type { SourceDesk } from './contract.ts';
import { createEvaluator } from './mapping/evaluator.ts';
import { createReadMessage, type ReadMessage } from './read-message.ts';
import { createSourceDesk, type SourceDeskDeps } from './source-desk.ts';
import { createSourceTallies, type SourceTallies } from './source-tallies.ts';

export interface SourcesDeps
  extends Pick<SourceDeskDeps, 'store' | 'clock' | 'people' | 'hooks' | 'states' | 'take'>,
    Pick<IntakeDeps, 'jsonMapping' | 'utcOffset' | 'groupBy' | 'resolveTimeoutMs' | 'alertsMax' | 'locale'> {
  readonly alertSources: () => readonly AlertSource[];
}

export interface Sources {
  readonly configured: ConfiguredSources;
  readonly desk: SourceDesk;
  readonly read: ReadMessage;
  readonly tallies: SourceTallies;
  close(): Promise<void>;
}

export function openSources(deps: SourcesDeps): Sources {
  const evaluator = createEvaluator({ itemsMax: deps.alertsMax() });
  const read = createReadMessage({ evaluator, contextAt: (now) => contextOf(deps, now), locale: deps.locale });
  const configured = createConfiguredSources({
    sources: deps.alertSources,
    read,
    keep: (tenantId, message) => deps.store.forTenant(tenantId).unread.add([message]),
  });
  const tallies = createSourceTallies(deps.clock);
  return { configured, read, tallies, desk: createSourceDesk({ ...deps, read, configured, tallies }), close: () => evaluator.close() };
}
