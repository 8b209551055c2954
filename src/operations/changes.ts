/** Changes that people and pipelines tell of: kept, shown, and suspects of what begins after them. */

import { type Change, type ChangeKind, changeKinds } from '../domain/change.ts';
import { ZhibanError } from '../domain/errors.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import type { Caller, ChangeInput, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, namesText, refusal, requireRole, withAudit } from './guard.ts';

const listMax = 200;
/** Nobody tells of what comes tomorrow as if it had happened; clocks may be a little apart. */
const aheadMaxMs = 300_000;

export function createChanges(deps: OperationsDeps): Pick<Operations, 'addChange' | 'listChanges'> {
  return {
    async addChange(caller, input) {
      return withAudit(deps, caller, { action: 'change.add', target: input.title.slice(0, 80) }, async (store) => {
        requireRole(deps, caller, 'responder', 'change');
        const change = checked(deps, caller, input);
        return store.transaction(async (inside) => {
          const added = await inside.changes.add(change, input.key ?? `${change.at} ${change.title} ${change.systemIds.join(' ')}`);
          const details = { kind: change.kind, systems: change.systemIds, at: change.at, isNew: added.isNew };
          const at = new Date(deps.clock.now()).toISOString();
          await auditLine(inside, caller, at, { action: 'change.add', incidentId: null, target: added.change.id, outcome: 'ok', details });
          return added.change;
        });
      });
    },
    async listChanges(caller, { hours = 24, limit = 50 }) {
      requireRole(deps, caller, 'viewer', 'see');
      const [from, to] = [deps.clock.now() - hours * 3_600_000, deps.clock.now() + aheadMaxMs].map((ms) => new Date(ms).toISOString());
      return deps.store.forTenant(caller.tenantId).changes.between(from ?? '', to ?? '', Math.min(listMax, Math.max(1, limit)));
    },
  };
}

function checked(deps: OperationsDeps, caller: Caller, input: ChangeInput): Omit<Change, 'id'> {
  const title = maskSecrets(input.title.trim()).slice(0, 200);
  if (title === '') throw new ZhibanError('invalid', 'title is empty: say what was changed');
  const named = input.isLoose === true ? (input.systems ?? []).flatMap((name) => systemsCalled(deps, name)) : (input.systems ?? []);
  const systemIds = [...new Set(named)].sort();
  const unknown = systemIds.filter((id) => deps.pool.get(id) === null);
  if (unknown.length > 0) {
    const known = deps.pool.list().map(({ entry }) => entry.id);
    const names = { unknown: namesText(unknown, caller.locale), known: namesText(known, caller.locale) };
    throw new ZhibanError('invalid', refusal(caller.locale, 'unknown-systems', names));
  }
  const nowMs = deps.clock.now();
  const atMs = input.at === undefined ? nowMs : Date.parse(input.at);
  if (!Number.isFinite(atMs)) throw new ZhibanError('invalid', `at is no time in ISO 8601: '${String(input.at).slice(0, 40)}'`);
  if (atMs > nowMs + aheadMaxMs) throw new ZhibanError('invalid', 'at lies in the future: tell of a change once it has taken effect');
  return {
    at: new Date(atMs).toISOString(),
    kind: kindOf(input.kind),
    systemIds,
    title,
    version: input.version?.slice(0, 100) ?? null,
    author: input.author?.slice(0, 100) ?? caller.person.name,
    url: input.url ?? null,
    source: caller.door,
  };
}

function systemsCalled(deps: OperationsDeps, name: string): readonly string[] {
  const isCalled = (word: string | undefined): boolean => word?.toLowerCase() === name.toLowerCase();
  return deps.pool
    .list()
    .filter(({ entry }) => isCalled(entry.id) || isCalled(entry.labels.service) || isCalled(entry.labels.app))
    .map(({ entry }) => entry.id);
}

function kindOf(given = 'deploy'): ChangeKind {
  const kind = changeKinds.find((each) => each === given);
  if (kind === undefined) throw new ZhibanError('invalid', `kind is one of ${changeKinds.join(', ')}, not '${given.slice(0, 40)}'`);
  return kind;
}
