/** What people do to an incident itself: take it over, call it resolved, steer the investigation. */

import { ZhibanError } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import type { Incident, Steer } from '../domain/incident.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import type { TenantStore } from '../store/contract.ts';
import { message } from '../text/messages.ts';
import type { Caller, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, findIncident, refusal, refuseMerged, requireRole, withAudit } from './guard.ts';
import { freeInhibited } from './noise/inhibitors.ts';
import { readIncident } from './read.ts';
import { sayElsewhere } from './say-elsewhere.ts';
import { tellLadder } from './tell-ladder.ts';

const textLengthMax = 2_000;

export function createStatus(deps: OperationsDeps): Pick<Operations, 'acknowledge' | 'resolve' | 'steer'> {
  return {
    async acknowledge(caller, idOrCode) {
      const at = new Date(deps.clock.now()).toISOString();
      await withAudit(deps, caller, { action: 'incident.acknowledge', target: idOrCode }, async (store) => {
        requireRole(deps, caller, 'responder', 'acknowledge');
        await store.transaction((inside) => acknowledgeInside(inside, caller, idOrCode, at));
      });
      deps.wake();
      return readIncident(deps.store.forTenant(caller.tenantId), idOrCode, caller.locale);
    },
    async resolve(caller, idOrCode, note) {
      const at = new Date(deps.clock.now()).toISOString();
      await withAudit(deps, caller, { action: 'incident.resolve', target: idOrCode }, async (store) => {
        requireRole(deps, caller, 'responder', 'resolve');
        await store.transaction((inside) => resolveInside(inside, caller, idOrCode, note, at));
      });
      deps.wake();
      return readIncident(deps.store.forTenant(caller.tenantId), idOrCode, caller.locale);
    },
    async steer(caller, idOrCode, input) {
      const key = input.key ?? newId('sig', deps.clock.now());
      const at = new Date(deps.clock.now()).toISOString();
      await withAudit(deps, caller, { action: `incident.${input.kind}`, target: idOrCode }, async (store) => {
        requireRole(deps, caller, 'responder', 'steer');
        const steer = { key, kind: input.kind, text: checkText(caller, input), personId: caller.person.id, at };
        await store.transaction((inside) => steerInside(inside, caller, idOrCode, steer));
      });
      deps.wake();
    },
  };
}

async function acknowledgeInside(inside: TenantStore, caller: Caller, idOrCode: string, at: string): Promise<void> {
  const incident = await findIncident(inside, idOrCode, caller.locale);
  const by = { acknowledgedAt: at, acknowledgedBy: caller.person.name };
  const moved = await inside.incidents.moveStatus(incident.id, ['triggered'], 'acknowledged', by);
  refuseMerged(caller, incident);
  if (moved === null && incident.status === 'resolved') {
    throw new ZhibanError('conflict', refusal(caller.locale, 'resolved-already', { code: incident.code }), {
      details: { state: incident.status },
    });
  }
  if (moved === null) return confirmStillOnIt(inside, caller, incident, at);
  await tellLadder(inside, moved);
  await inside.timeline.add({
    incidentId: incident.id,
    at,
    kind: 'status',
    text: message('incident.acknowledged', { person: caller.person.name }),
    actor: caller.person.id,
  });
  await sayElsewhere(inside, caller, { incidentId: incident.id, slot: `acknowledged-${at}`, key: 'incident.acknowledged' });
  await auditLine(inside, caller, at, {
    action: 'incident.acknowledge',
    incidentId: incident.id,
    target: incident.code,
    outcome: 'ok',
  });
}

/** Said of what is taken over already it is the answer to “still on it?”; where nobody has asked, it is nothing new. */
async function confirmStillOnIt(inside: TenantStore, caller: Caller, { id, code }: Incident, at: string): Promise<void> {
  const ladder = await inside.ladders.lock(id);
  if (ladder === null || ladder.state !== 'reminding' || ladder.askedAt === null) return;
  const text = message('incident.stillOnItYes', { person: caller.person.name });
  await inside.timeline.add({ incidentId: id, at, kind: 'status', text, actor: caller.person.id });
  await sayElsewhere(inside, caller, { incidentId: id, slot: `on-it-${at}`, key: 'incident.stillOnItYes' });
  await tellLadder(inside, await inside.incidents.change(id, {}));
  await auditLine(inside, caller, at, { action: 'incident.still-on-it', incidentId: id, target: code, outcome: 'ok' });
}

async function resolveInside(inside: TenantStore, caller: Caller, idOrCode: string, note: string, at: string): Promise<void> {
  const incident = await findIncident(inside, idOrCode, caller.locale);
  const moved = await inside.incidents.moveStatus(incident.id, ['triggered', 'acknowledged', 'mitigated'], 'resolved', {
    resolvedAt: at,
    phase: 'closed',
  });
  if (moved === null) return;
  // Nobody looks after what the alerts of a closed incident speak of.
  await freeInhibited(inside, await inside.alertMemory.removeInhibitorsOf(incident.id), Date.parse(at));
  const values = { note: maskSecrets(note).slice(0, textLengthMax) };
  const text = message('incident.resolvedBy', { ...values, person: caller.person.name });
  await sayElsewhere(inside, caller, {
    incidentId: incident.id,
    slot: `resolved-${incident.id}-${moved.revision}`,
    key: 'incident.resolvedBy',
    values,
  });
  await inside.timeline.add({ incidentId: incident.id, at, kind: 'status', text, actor: caller.person.id });
  await inside.relay.add({ incidentId: incident.id, kind: 'resolved', payload: {}, key: `resolved-${incident.id}-${moved.revision}` });
  await tellLadder(inside, moved);
  await auditLine(inside, caller, at, { action: 'incident.resolve', incidentId: incident.id, target: incident.code, outcome: 'ok' });
}

async function steerInside(inside: TenantStore, caller: Caller, idOrCode: string, steer: Steer): Promise<void> {
  const incident = await findIncident(inside, idOrCode, caller.locale);
  refuseMerged(caller, incident);
  if (incident.status === 'resolved') {
    throw new ZhibanError('conflict', refusal(caller.locale, 'resolved-ask-again', { code: incident.code }), {
      details: { state: incident.status },
    });
  }
  const { kind, text, key, at } = steer;
  await inside.timeline.add({
    incidentId: incident.id,
    at,
    kind: 'steer',
    text: message(`steer.${kind}`, { person: caller.person.name, text }),
    actor: caller.person.id,
    key: `steer-${key}`,
  });
  await sayElsewhere(inside, caller, { incidentId: incident.id, slot: `said-${key}`, key: `steer.${kind}`, values: { text } });
  await inside.relay.add({ incidentId: incident.id, kind: 'steer', payload: { steer }, key: `steer-${key}` });
  await auditLine(inside, caller, at, {
    action: `incident.${kind}`,
    incidentId: incident.id,
    target: incident.code,
    outcome: 'ok',
    details: { text },
  });
}

function checkText(caller: Caller, { kind, text: given }: { readonly kind: Steer['kind']; readonly text: string }): string {
  const text = maskSecrets(given).trim().slice(0, textLengthMax);
  const isNeeded = kind === 'fact' || kind === 'rule-out' || kind === 'question';
  if (text === '' && isNeeded) throw new ZhibanError('invalid', refusal(caller.locale, 'empty-text'));
  return text;
}
