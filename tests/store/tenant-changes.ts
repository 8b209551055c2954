/** Ways to change records, for the wall between tenants. */

import { sameText } from '../../src/domain/text.ts';
import type { TenantStore } from '../../src/store/contract.ts';
import { at, place } from './fill-tenant.ts';
import { sampleAlert, sampleApproval, sampleEvidence, samplePlan } from './samples.ts';

/** Every way to change a record by its id; all of it must find nothing. */
export function changes(
  tenant: TenantStore,
  made: { readonly threadId: string; readonly messageId: string },
): readonly (() => Promise<unknown>)[] {
  return [
    () => tenant.incidents.change('inc_1', { title: 'taken' }),
    () => tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', {}),
    () => tenant.incidents.addSpent('inc_1', { probes: 1 }),
    () => tenant.alerts.upsert('inc_1', [sampleAlert({ fingerprint: 'f9' })], at),
    () => tenant.evidence.add(sampleEvidence({ id: 'ev_9' })),
    () => tenant.plans.create(samplePlan({ id: 'plan_9' })),
    () => tenant.plans.addApproval(sampleApproval({ personId: 'han' })),
    () => tenant.plans.changeStep('plan_1', 0, { state: 'failed' }),
    () => tenant.timeline.add({ incidentId: 'inc_1', at, kind: 'note', text: sameText('b'), actor: 'han' }),
    () => tenant.threads.create({ incidentId: 'inc_1', place: { ...place, channel: 'C9' }, locale: 'en', parent: null }),
    () => tenant.threads.setRoot(made.threadId, { place, id: 'r' }, 9),
    () => tenant.relay.add({ incidentId: 'inc_1', kind: 'stop', payload: {}, key: 'k9' }),
    () => tenant.chat.edit(made.messageId, { text: 'taken' }, at),
    () => tenant.model.save({ incidentId: 'inc_1', run: 9, turn: 1, profile: 'p', request: {}, response: {}, tokens: 1 }),
  ];
}
