/** One record in every table, for tests that look at all of them. */

import { sameText } from '../../src/domain/text.ts';
import type { TenantStore } from '../../src/store/contract.ts';
import { sampleDetectionEvent, sampleDetectionRun, sampleDetectionSeries } from './detection-samples.ts';
import {
  fillNoise,
  sampleAlert,
  sampleApproval,
  sampleAudit,
  sampleEvidence,
  sampleIncident,
  sampleLadder,
  samplePage,
  samplePlan,
} from './samples.ts';

export const place = { adapter: 'slack', workspace: 'T1', channel: 'C1', thread: 't1' } as const;
export const at = '2026-11-21T01:00:00.000Z';
export const far = Date.UTC(2100, 0, 1);
export const identity = { adapter: 'slack', workspace: 'T1', userId: 'U1' } as const;

/** A merge, a group that was taken over, and an alert that was set apart. */
async function fillMoves(tenant: TenantStore, incidentId: string): Promise<void> {
  await tenant.moves.add({
    ...{ kind: 'merge', fromId: 'inc_0', toId: incidentId, at, personId: 'li', personName: 'Li', alerts: 1 },
    ...{ groupKeys: ['taken'], before: {} },
  });
  await tenant.moves.handOver({ fromId: 'inc_0', toId: incidentId, groupKeys: ['taken'], at });
  await tenant.incidents.create(sampleIncident({ id: 'inc_2', groupKey: 'split' }));
  await tenant.alerts.upsert('inc_2', [sampleAlert({ fingerprint: 'apart' })], at);
  const [alert] = await tenant.alerts.ofIncident('inc_2', 1);
  await tenant.moves.setApart({ incidentId: 'inc_2', alertIds: [alert?.id ?? ''], toGroupKey: 'split:1' });
}

/** One record in every aggregate; returns the ids that were given. */
export async function fillTenant(tenant: TenantStore) {
  const { id: incidentId } = await tenant.incidents.create(sampleIncident({ groupKey: 'g' }));
  await tenant.alerts.upsert(incidentId, [sampleAlert()], at);
  await tenant.storms.begin(incidentId, 1_000);
  await tenant.storms.addGroups(incidentId, [{ groupKey: 'in-storm', labels: {}, firing: 1, total: 1 }], 1_000);
  await tenant.evidence.add(sampleEvidence());
  await tenant.plans.create(samplePlan());
  await tenant.plans.addApproval(sampleApproval());
  await tenant.timeline.add({ incidentId, at, kind: 'note', text: sameText('a'), actor: 'li', key: 'k' });
  const thread = await tenant.threads.create({ incidentId, place, locale: 'en', parent: null });
  await tenant.outbox.say({ incidentId, slot: 's', priority: 'state', text: sameText('a') });
  await tenant.relay.add({ incidentId, kind: 'start', payload: {}, key: 'k' });
  await tenant.inbox.append([{ isUrgent: false, receivedAt: at, alerts: [sampleAlert()] }]);
  await tenant.unread.add([{ source: 'kafka/bus', at, reason: sameText('no'), meta: {}, body: 'x', isCut: false }]);
  await tenant.audit.append(sampleAudit());
  await tenant.interactions.claim('k', 1_000);
  const message = await tenant.chat.post({
    ...{ channel: 'c', threadId: null, author: 'li', authorName: 'Li', isBot: false, body: {}, incidentId, idempotencyKey: 'k', at },
  });
  await tenant.sessions.create({ tokenHash: 'h', kind: 'browser', personId: 'li', expiresAtMs: far });
  await tenant.sessions.create({ tokenHash: 'login', kind: 'login', personId: 'li', expiresAtMs: far });
  await tenant.model.save({ incidentId, run: 1, turn: 1, profile: 'p', request: {}, response: {}, tokens: 7 });
  await tenant.settings.set('k', 1);
  await tenant.identities.add({ ...identity, personId: 'li', name: null, how: 'admin', at, by: 'admin' });
  await tenant.identities.createCode({ ...identity, codeHash: 'c', name: null, expiresAtMs: far });
  const override = { scheduleId: 'primary', personId: 'li', insteadOf: null, from: at, to: '2026-11-22T01:00:00.000Z', reason: '' };
  await tenant.oncall.addOverride({ ...override, state: 'active', code: null, uid: null, at, by: 'li' });
  await tenant.oncall.addFeed({ tokenHash: 'f', scheduleId: null, personId: null, locale: 'en', at, by: 'li' });
  await tenant.ladders.save(sampleLadder());
  await tenant.ladders.addPages([samplePage(), samplePage({ personId: 'sam', state: 'waiting' })]);
  const room = { adapter: 'slack', name: 'zb-1', locale: 'en' as const, invite: [], closeAfterMs: 1, requestedBy: 'li' };
  await tenant.rooms.want({ ...room, incidentId });
  const announced = { incidentId, moment: 'opened' as const, momentKey: 'opened', momentAt: at, isDigest: false, dueAtMs: 1_000 };
  await tenant.moments.mark({ incidentId, moment: 'opened', key: 'opened', labels: {} });
  const target = { adapter: 'email', name: 'email', to: [], locale: 'en' as const };
  await tenant.changes.add({ at, kind: 'deploy', systemIds: [], title: 't', version: null, author: null, url: null, source: 'api' }, 'k');
  await tenant.deliveries.add([{ ...announced, target, priority: 'state' }]);
  await fillNoise(tenant);
  await tenant.detections.saveRun(sampleDetectionRun());
  await tenant.detections.saveSeries([sampleDetectionSeries()]);
  await tenant.detections.addSamples('d', [{ name: 's', timeMs: 1_000, value: 1 }]);
  await tenant.detections.begin(sampleDetectionEvent({ incidentId, mark: { mark: 'useless', personId: 'li', personName: 'Li', at } }));
  await fillMoves(tenant, incidentId);
  return { threadId: thread.id, messageId: message.id };
}
