/** The checks that every operation begins with: who asks, for what, and whether it is there. Refusals are audited and say who can. */

import { ZhibanError } from '../domain/errors.ts';
import type { Incident } from '../domain/incident.ts';
import type { Plan } from '../domain/plan.ts';
import { hasRole, type Role } from '../domain/policy.ts';
import { fill, type Locale, type TextValue } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import { deeds, refusals } from '../text/refusals.ts';
import type { Caller } from './contract.ts';
import type { OperationsDeps } from './deps.ts';

const nameLengthMax = 80;
/** More names than this help nobody. */
const namesMax = 8;

export function requireRole(deps: Pick<OperationsDeps, 'people'>, caller: Caller, role: Role, deed: keyof typeof deeds): void {
  const { person, locale } = caller;
  if (hasRole(person, role)) return;
  const who = namesWith(deps, role);
  const text = refusal(locale, 'deed', { person: person.name, deed: deeds[deed][locale], role, who: namesText(who, locale) });
  throw new ZhibanError('forbidden', text, { details: { needed: role, who } });
}

/** Names of the people who have at least this role. */
export function namesWith(deps: Pick<OperationsDeps, 'people'>, role: Role, exceptId = ''): readonly string[] {
  return deps
    .people()
    .filter((person) => hasRole(person, role) && person.id !== exceptId)
    .map((person) => person.name);
}

export function namesText(names: readonly string[], locale: Locale): string {
  const more = names.length > namesMax ? ['…'] : [];
  return [...names.slice(0, namesMax), ...more].join(locale === 'en' ? ', ' : '、') || '—';
}

export function refusal(locale: Locale, key: keyof typeof refusals, values: Readonly<Record<string, TextValue>> = {}): string {
  return fill(refusals[key][locale], values);
}

/** By id, or by code in any case: `zb-42` is what people type. */
export async function findIncident(store: TenantStore, idOrCode: string, locale: Locale): Promise<Incident> {
  const name = idOrCode.trim();
  const found = /^#?zb-\d+$/i.test(name)
    ? await store.incidents.getByCode(name.replace('#', '').toUpperCase())
    : await store.incidents.get(name);
  if (found === null) throw new ZhibanError('not-found', refusal(locale, 'no-incident', { name: name.slice(0, nameLengthMax) }));
  return found;
}

/** What is said to it belongs to the one that has its alerts now. */
export function refuseMerged(caller: Caller, { code, mergedInto }: Incident): void {
  if (mergedInto === null || mergedInto === undefined) return;
  throw new ZhibanError('conflict', refusal(caller.locale, 'merged-away', { code, into: mergedInto }), { details: { mergedInto } });
}

export async function findPlan(store: TenantStore, planId: string, locale: Locale): Promise<Plan> {
  const plan = await store.plans.get(planId);
  if (plan === null) throw new ZhibanError('not-found', refusal(locale, 'no-plan', { name: planId.slice(0, nameLengthMax) }));
  return plan;
}

export async function auditLine(
  inside: TenantStore,
  caller: Caller,
  at: string,
  line: {
    readonly action: string;
    readonly incidentId: string | null;
    readonly target: string;
    readonly outcome: 'ok' | 'refused' | 'failed';
    readonly details?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await inside.audit.append({ at, actor: caller.person.id, door: caller.door, details: {}, ...line });
}

/** Does it; a refusal is in the audit log before the person hears of it. */
export async function withAudit<T>(
  deps: Pick<OperationsDeps, 'store' | 'clock'>,
  caller: Caller,
  deed: { readonly action: string; readonly target: string },
  work: (store: TenantStore) => Promise<T>,
): Promise<T> {
  const store = deps.store.forTenant(caller.tenantId);
  try {
    return await work(store);
  } catch (error) {
    if (!(error instanceof ZhibanError) || error.kind === 'unavailable') throw error;
    await auditLine(store, caller, new Date(deps.clock.now()).toISOString(), {
      action: deed.action,
      incidentId: await incidentIdOf(store, deed.target),
      target: deed.target.slice(0, nameLengthMax),
      outcome: 'refused',
      details: { kind: error.kind, reason: error.message },
    });
    throw error;
  }
}

/** Of a plan, an incident or a code; null for what isn't there. */
async function incidentIdOf(store: TenantStore, target: string): Promise<string | null> {
  const plan = await store.plans.get(target);
  if (plan !== null) return plan.incidentId;
  return findIncident(store, target, 'en').then(
    (incident) => incident.id,
    () => null,
  );
}
