/** What people may do with alert sources: see how each does, and try what would come of a message. */

import { type IncomingAlert, titleOf } from '../domain/alert.ts';
import type { SourceView, TrialIncident, TrialItem } from '../domain/alert-source.ts';
import { ZhibanError } from '../domain/errors.ts';
import { auditLine, requireRole, withAudit } from '../operations/guard.ts';
import type { TenantStore } from '../store/contract.ts';
import { formOf } from './configured-sources.ts';
import type { SourceDesk, TrialRequest } from './contract.ts';
import { bodyOf } from './feeds/body-of.ts';
import { addressOf } from './feeds/run-feed.ts';
import type { MappedAlert } from './mapping/to-alerts.ts';
import type { Form } from './read-message.ts';
import { findSource } from './registry.ts';
import type { SourceTallies } from './source-tallies.ts';
import { createUnreadDesk, type UnreadDeskDeps } from './unread-desk.ts';
import { keyOf } from './unread-of.ts';

export interface SourceDeskDeps extends UnreadDeskDeps {
  readonly tallies: SourceTallies;
  /** Of those that aren't HTTP. */
  readonly states: () => ReadonlyMap<string, Pick<SourceView, 'state' | 'reason'>>;
  /** Paths below /hooks that are built in or of plugins. */
  readonly hooks: readonly string[];
}

const itemsMax = 50;

export function createSourceDesk(deps: SourceDeskDeps): SourceDesk {
  return {
    async list(caller) {
      requireRole(deps, caller, 'viewer', 'see');
      const [states, unread] = [deps.states(), await deps.store.forTenant(caller.tenantId).unread.counts()];
      const configured = deps.configured.list().map((source) => {
        const { name, kind } = source;
        const { state, reason } = states.get(name) ?? (kind === 'http' ? untroubled : coming);
        const key = keyOf(source);
        return { name, kind, address: addressOf(source), state, reason, ...deps.tallies.of(key), unread: unread[key] ?? 0 };
      });
      const hooks = deps.hooks.map((name) => ({
        ...{ ...untroubled, name, kind: 'hook', address: `/hooks/${name}`, ...deps.tallies.of(name), unread: 0 },
      }));
      return [...configured, ...hooks];
    },
    async try(caller, request) {
      requireRole(deps, caller, 'responder', 'try');
      const receivedAt = new Date(deps.clock.now()).toISOString();
      const body = await bodyOfTrial(deps, request, receivedAt);
      const { items, problem } = await deps.read(formOfTrial(deps, request), { body, meta: request.meta ?? {}, receivedAt });
      const store = deps.store.forTenant(caller.tenantId);
      const shown: TrialItem[] = [];
      for (const item of items.slice(0, itemsMax)) shown.push(await itemOf(store, item));
      return { body, problem, items: shown, total: items.length };
    },
    async tellToken(caller, name) {
      await withAudit(deps, caller, { action: 'alert-source.token', target: name }, async (store) => {
        requireRole(deps, caller, 'admin', 'token');
        const at = new Date(deps.clock.now()).toISOString();
        await auditLine(store, caller, at, { action: 'alert-source.token', incidentId: null, target: name, outcome: 'ok' });
      });
    },
    ...createUnreadDesk(deps),
  };
}

const untroubled = { state: 'up', reason: null } as const;
const coming = { state: 'connecting', reason: null } as const;

/** A text is in the form of the source: a line of syslog. */
async function bodyOfTrial({ configured }: SourceDeskDeps, { payload, source }: TrialRequest, now: string): Promise<unknown> {
  const own = source === undefined ? null : configured.find(source);
  return typeof payload === 'string' && own !== null ? (await bodyOf(own, payload, now)).body : payload;
}

function formOfTrial({ configured }: SourceDeskDeps, { source, mapping }: TrialRequest): Form {
  if (source === undefined) {
    if (mapping !== undefined) return { source: 'try', mapping };
    const text = { en: 'expected a source or a mapping', 'zh-CN': '需要指定告警源（source）或映射（mapping）' };
    throw new ZhibanError('invalid', text.en, { details: { text } });
  }
  const own = configured.find(source);
  const form = own === null ? (findSource(source) === null ? null : { source, as: source }) : formOf(own);
  if (form !== null) return mapping === undefined ? form : { source: form.source, mapping };
  const text = { en: `There is no alert source '${source}'`, 'zh-CN': `没有名为 '${source}' 的告警源` };
  throw new ZhibanError('not-found', text.en, { details: { text } });
}

async function itemOf(store: TenantStore, { alert, isLeftOut, fields }: MappedAlert): Promise<TrialItem> {
  return { alert, isLeftOut, fields, incident: alert === null ? null : await incidentOf(store, alert) };
}

/** As grouping would decide it if nothing else came before. */
async function incidentOf(store: TenantStore, alert: IncomingAlert): Promise<TrialIncident> {
  const open = await store.incidents.openOfGroup(alert.groupKey);
  if (open !== null) return { does: 'joins', code: open.code, title: open.title };
  const title = titleOf(alert);
  if (alert.status === 'resolved') return { does: 'none', code: null, title };
  const previous = await store.incidents.latestOfGroup(alert.groupKey);
  return previous === null ? { does: 'opens', code: null, title } : { does: 'opens-again', code: previous.code, title };
}
