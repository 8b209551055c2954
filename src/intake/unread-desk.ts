/** Messages of alert sources that could not be read: seen with the reason, read again once the mapping is mended, or thrown away. */

import type { AlertSource } from '../config/alert-sources.ts';
import type { IncomingAlert } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { Caller } from '../operations/contract.ts';
import type { OperationsDeps } from '../operations/deps.ts';
import { auditLine, requireRole } from '../operations/guard.ts';
import type { TenantStore } from '../store/contract.ts';
import type { Unread } from '../store/unread-contract.ts';
import { type ConfiguredSources, formOf } from './configured-sources.ts';
import type { Accepted, SourceDesk } from './contract.ts';
import { bodyOf } from './feeds/body-of.ts';
import { alertsOf, problemsOf, type ReadMessage } from './read-message.ts';
import { keyOf } from './unread-of.ts';

export interface UnreadDeskDeps extends Pick<OperationsDeps, 'store' | 'clock' | 'people'> {
  readonly read: ReadMessage;
  readonly configured: ConfiguredSources;
  readonly take: (tenantId: string, alerts: readonly IncomingAlert[]) => Promise<Accepted>;
}

const shownMax = 100;
const retriedMax = 1_000;

export function createUnreadDesk(deps: UnreadDeskDeps): Pick<SourceDesk, 'unread' | 'retry' | 'forget'> {
  return {
    async unread(caller, name) {
      requireRole(deps, caller, 'viewer', 'see');
      const source = sourceOf(deps, name);
      const found = await deps.store.forTenant(caller.tenantId).unread.list({ source: keyOf(source), limit: shownMax });
      return found.map(({ source: _source, ...view }) => view);
    },
    async retry(caller, name) {
      requireRole(deps, caller, 'responder', 'unread');
      const source = sourceOf(deps, name);
      const store = deps.store.forTenant(caller.tenantId);
      // Oldest first, as they came.
      const found = (await store.unread.list({ source: keyOf(source), limit: retriedMax })).toReversed();
      let [taken, alerts] = [0, 0];
      for (const message of found) {
        const read = await readAgain(deps, source, message);
        if (read === null) continue;
        // An alert twice is one alert; one that is lost is none.
        await deps.take(caller.tenantId, read);
        await store.unread.remove([message.id]);
        taken += 1;
        alerts += read.length;
      }
      const done = { taken, alerts, still: found.length - taken };
      await audit(deps, store, caller, { action: 'alert-source.retry', target: name, details: done });
      return done;
    },
    async forget(caller, name) {
      requireRole(deps, caller, 'responder', 'unread');
      const store = deps.store.forTenant(caller.tenantId);
      const forgotten = await store.unread.forget(keyOf(sourceOf(deps, name)));
      await audit(deps, store, caller, { action: 'alert-source.forget', target: name, details: { forgotten } });
      return { forgotten };
    },
  };
}

/** Null when it still can't be read. */
async function readAgain(
  deps: UnreadDeskDeps,
  source: AlertSource,
  { body, meta, isCut, firstAt }: Unread,
): Promise<readonly IncomingAlert[] | null> {
  if (isCut) return null;
  const again = await bodyOf(source, body, firstAt);
  if (again.problem !== null) return null;
  const mapped = await deps.read(formOf(source), { body: again.body, meta, receivedAt: firstAt });
  return problemsOf(mapped).length > 0 ? null : alertsOf(mapped);
}

async function audit(
  { clock }: UnreadDeskDeps,
  store: TenantStore,
  caller: Caller,
  line: { readonly action: string; readonly target: string; readonly details: Readonly<Record<string, unknown>> },
): Promise<void> {
  await auditLine(store, caller, new Date(clock.now()).toISOString(), { ...line, incidentId: null, outcome: 'ok' });
}

function sourceOf({ configured }: UnreadDeskDeps, name: string): AlertSource {
  const source = configured.find(name);
  if (source !== null) return source;
  const text = { en: `There is no alert source '${name}' in the configuration`, 'zh-CN': `配置中没有名为 '${name}' 的告警源` };
  throw new ZhibanError('not-found', text.en, { details: { text } });
}
