/** Silences: made, changed and ended by people, and what was not told because of them and of the rest. */

import { randomUUID } from 'node:crypto';
import { checkNarrows, compileMatchers } from '../analysis/noise/matchers.ts';
import { titleOf } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { Incident } from '../domain/incident.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import { type Matcher, type Silence, silenceState, silenceStates } from '../domain/silence.ts';
import { isStorm } from '../domain/storm.ts';
import { suppressionStates } from '../domain/suppression.ts';
import type { Locale } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import { stormText } from '../text/storm.ts';
import type { Caller } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, findIncident, refusal, requireRole, withAudit } from './guard.ts';
import type { NoiseOperations, SilenceInput } from './noise-contract.ts';
import { silenceView, suppressedView } from './noise-view.ts';
import { matchersText, silenceMatchers } from './silence-target.ts';
import { tellHeldLadders } from './tell-ladder.ts';
import { countMatching, trySilence } from './try-silence.ts';

const limitMax = 500;
const commentLengthMax = 500;
const daysMax = 366;
const dayMs = 86_400_000;
/** Of one that holds until its incident is resolved: nobody should find it years later. */
const untilResolvedMs = 7 * dayMs;

type Silencing = Pick<
  NoiseOperations,
  'listSilences' | 'showSilence' | 'trySilence' | 'addSilence' | 'expireSilence' | 'whyNotTold' | 'listSuppressed'
>;

export function createSilences(deps: OperationsDeps): Silencing {
  const tenant = (caller: Caller): TenantStore => deps.store.forTenant(caller.tenantId);
  return {
    async listSilences(caller, { state, limit = 100 }) {
      requireRole(deps, caller, 'viewer', 'see');
      const states = state === undefined ? (['active', 'pending'] as const) : state === 'all' ? silenceStates : oneOf(silenceStates, state);
      const [found, held] = await Promise.all([
        tenant(caller).silences.list({ states, nowMs: deps.clock.now(), limit: bound(limit) }),
        tenant(caller).suppressions.heldByCause(),
      ]);
      return found.map((silence) => silenceView(silence, deps.clock.now(), held.get(silence.id) ?? 0));
    },
    async showSilence(caller, id) {
      requireRole(deps, caller, 'viewer', 'see');
      return viewOf(deps, tenant(caller), await findSilence(tenant(caller), id, caller.locale));
    },
    async trySilence(caller, { matchers, target }) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = tenant(caller);
      return trySilence(deps, store, await matchersOf(deps, store, { matchers, target }, caller.locale));
    },
    addSilence: (caller, input) => addSilence(deps, caller, input),
    expireSilence: (caller, id) => expireSilence(deps, caller, id),
    async whyNotTold(caller, words, limit = 20) {
      requireRole(deps, caller, 'viewer', 'see');
      return why(tenant(caller), words, bound(limit), caller.locale);
    },
    async listSuppressed(caller, { state, limit = 100, ...filter }) {
      requireRole(deps, caller, 'viewer', 'see');
      const states = state === undefined ? {} : { states: oneOf(suppressionStates, state) };
      const rows = await tenant(caller).suppressions.list({ ...filter, ...states, limit: bound(limit) });
      return rows.map((row) => suppressedView(row, caller.locale));
    },
  };
}

async function addSilence(deps: OperationsDeps, caller: Caller, input: SilenceInput): ReturnType<NoiseOperations['addSilence']> {
  const target = input.id ?? input.target ?? 'silence';
  const saved = await withAudit(deps, caller, { action: 'silence.add', target }, async (store) => {
    requireRole(deps, caller, 'responder', 'silence');
    const before = input.id === undefined ? null : await findSilence(store, input.id, caller.locale);
    const silence = await silenceOf(deps, store, caller, input, before);
    await store.transaction((inside) => saveSilence(deps, inside, caller, silence, before));
    return silence;
  });
  deps.wake();
  const store = deps.store.forTenant(caller.tenantId);
  return { silence: await viewOf(deps, store, saved), matching: await countMatching(deps, store, saved.matchers) };
}

/** As Alertmanager does: what matches something else now is another silence, and the one before ends. */
async function saveSilence(
  deps: OperationsDeps,
  inside: TenantStore,
  caller: Caller,
  silence: Silence,
  before: Silence | null,
): Promise<void> {
  const nowMs = deps.clock.now();
  const at = new Date(nowMs).toISOString();
  if (before !== null && before.id !== silence.id && silenceState(before, nowMs) !== 'expired') {
    await inside.silences.save({ ...before, endsAt: at, updatedAt: at });
    await inside.suppressions.recheck(before.id, nowMs);
  }
  await inside.silences.save(silence);
  await inside.suppressions.recheck(silence.id, nowMs);
  await inside.suppressions.bumpRevision();
  await tellHeldLadders(inside, nowMs);
  const details = { matchers: matchersText(silence.matchers), until: silence.endsAt, comment: silence.comment };
  await auditLine(inside, caller, at, { action: 'silence.add', incidentId: null, target: silence.id, outcome: 'ok', details });
}

async function silenceOf(
  deps: OperationsDeps,
  store: TenantStore,
  caller: Caller,
  input: SilenceInput,
  before: Silence | null,
): Promise<Silence> {
  const { locale } = caller;
  const nowMs = deps.clock.now();
  const matchers = await matchersOf(deps, store, input, locale);
  const startMs = input.startsAt === undefined ? nowMs : Date.parse(input.startsAt);
  const incident = input.untilResolved === undefined ? null : await openIncident(store, input.untilResolved, locale);
  const lastsMs = incident === null ? (input.durationMs ?? 0) : untilResolvedMs;
  const endMs = input.endsAt === undefined ? startMs + lastsMs : Date.parse(input.endsAt);
  const isInTime = endMs > startMs && endMs > nowMs && endMs - Math.max(startMs, nowMs) <= daysMax * dayMs;
  if (!isInTime) throw new ZhibanError('invalid', refusal(locale, 'silence-time', { days: daysMax }));
  const comment = maskSecrets(input.comment).replace(/\s+/g, ' ').trim().slice(0, commentLengthMax);
  if (comment === '') throw new ZhibanError('invalid', refusal(locale, 'silence-comment'));
  const now = new Date(nowMs).toISOString();
  const isSame = before !== null && silenceState(before, nowMs) !== 'expired' && matchersText(before.matchers) === matchersText(matchers);
  return {
    id: isSame ? before.id : randomUUID(),
    matchers,
    // What began stays begun; what should have begun long ago begins now.
    startsAt: isSame && silenceState(before, nowMs) === 'active' ? before.startsAt : new Date(Math.max(startMs, nowMs)).toISOString(),
    endsAt: new Date(endMs).toISOString(),
    comment,
    createdBy: caller.person.name,
    createdAt: isSame ? before.createdAt : now,
    updatedAt: now,
    incidentId: incident?.id ?? (isSame ? before.incidentId : null),
  };
}

async function openIncident(store: TenantStore, idOrCode: string, locale: Locale): Promise<Incident> {
  const incident = await findIncident(store, idOrCode, locale);
  if (incident.status !== 'resolved') return incident;
  throw new ZhibanError('conflict', refusal(locale, 'resolved-already', { code: incident.code }));
}

async function matchersOf(
  deps: OperationsDeps,
  store: TenantStore,
  input: Pick<SilenceInput, 'matchers' | 'target'>,
  locale: Locale,
): Promise<readonly Matcher[]> {
  try {
    const matchers = input.matchers ?? (await silenceMatchers(deps, store, input.target ?? '', locale));
    compileMatchers(matchers);
    checkNarrows(matchers);
    return matchers;
  } catch (error) {
    if (!(error instanceof ZhibanError) || error.kind !== 'invalid' || input.matchers === undefined) throw error;
    throw new ZhibanError('invalid', refusal(locale, 'silence-matchers', { issue: error.message }), { cause: error });
  }
}

async function expireSilence(deps: OperationsDeps, caller: Caller, id: string): ReturnType<NoiseOperations['expireSilence']> {
  const done = await withAudit(deps, caller, { action: 'silence.expire', target: id }, async (store) => {
    requireRole(deps, caller, 'responder', 'silence');
    const silence = await findSilence(store, id, caller.locale);
    const nowMs = deps.clock.now();
    if (silenceState(silence, nowMs) === 'expired') return { silence, isChanged: false };
    const at = new Date(nowMs).toISOString();
    const over = { ...silence, startsAt: new Date(Math.min(nowMs, Date.parse(silence.startsAt))).toISOString(), endsAt: at, updatedAt: at };
    await store.transaction(async (inside) => {
      await inside.silences.save(over);
      await inside.suppressions.recheck(silence.id, nowMs);
      await inside.suppressions.bumpRevision();
      await tellHeldLadders(inside, nowMs);
      await auditLine(inside, caller, at, { action: 'silence.expire', incidentId: null, target: silence.id, outcome: 'ok' });
    });
    return { silence: over, isChanged: true };
  });
  if (done.isChanged) deps.wake();
  return { ...done, silence: await viewOf(deps, deps.store.forTenant(caller.tenantId), done.silence) };
}

async function findSilence(store: TenantStore, id: string, locale: Locale): Promise<Silence> {
  const name = id.trim().toLowerCase();
  const found = name === '' ? [] : await store.silences.beginning(name);
  const exact = found.find((silence) => silence.id === name);
  if (exact !== undefined) return exact;
  const [only, another] = found;
  if (only === undefined) throw new ZhibanError('not-found', refusal(locale, 'no-silence', { name: name.slice(0, 80) }));
  if (another !== undefined) throw new ZhibanError('invalid', refusal(locale, 'which-silence', { name: name.slice(0, 80) }));
  return only;
}

async function viewOf(deps: OperationsDeps, store: TenantStore, silence: Silence) {
  return silenceView(silence, deps.clock.now(), (await store.suppressions.heldByCause()).get(silence.id) ?? 0);
}

async function why(store: TenantStore, words: string, limit: number, locale: Locale): ReturnType<NoiseOperations['whyNotTold']> {
  const q = words.trim().slice(0, 200);
  const [rows, firing] = await Promise.all([store.suppressions.list({ q, limit }), store.alerts.firing({ limit: 10_000 })]);
  const asked = q.toLowerCase().split(/\s+/);
  const told = firing.filter(({ id, fingerprint, labels, annotations }) => {
    const said = [...Object.values(labels), ...Object.values(annotations)].join('\n').toLowerCase();
    return id === q || fingerprint === q || (q !== '' && asked.every((word) => said.includes(word)));
  });
  const incidents = new Map<string, Incident | null>();
  const shown = told.slice(0, limit);
  for (const { incidentId } of shown) if (!incidents.has(incidentId)) incidents.set(incidentId, await store.incidents.get(incidentId));
  return {
    items: rows.map((row) => suppressedView(row, locale)),
    told: shown.map((alert) => {
      const incident = incidents.get(alert.incidentId) ?? null;
      const together = incident !== null && isStorm(incident) ? stormText.told[locale] : null;
      const { fingerprint, incidentId } = alert;
      return { title: titleOf(alert), fingerprint, incidentId, code: incident?.code ?? '', together };
    }),
  };
}

function oneOf<T extends string>(known: readonly T[], given: string): readonly [T] {
  const found = known.find((each) => each === given);
  if (found === undefined) throw new ZhibanError('invalid', `state is one of ${known.join(', ')}`);
  return [found];
}

function bound(limit: number): number {
  return Math.max(1, Math.min(limitMax, limit));
}
