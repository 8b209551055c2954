import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAlerts } from '../../src/operations/alerts.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people, person } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('createAlerts() lists for viewers, by incident code, service, severity and matchers, and says what it can not read', async () => {
  const desk = await openDesk(store);
  const vera = desk.as(people.vera);
  const { id, code } = await desk.store.incidents.create(sampleIncident({ groupKey: 'g' }));
  const alert = (name: string, labels: Readonly<Record<string, string>>) => ({
    ...{ source: 'alertmanager', fingerprint: name, groupKey: 'g', status: 'firing' as const, labels: { alertname: name, ...labels } },
    ...{ annotations: {}, startsAt: '2026-11-21T02:00:00.000Z', endsAt: null, generatorUrl: null },
  });
  const alerts = [alert('Lag', { service: 'pay', severity: 'critical' }), alert('Cpu', { service: 'shop' })];
  await desk.store.alerts.upsert(id, alerts, '2026-11-21T02:00:00.000Z');
  const names = async (asked: Parameters<typeof desk.operations.listAlerts>[1]) =>
    (await desk.operations.listAlerts(vera, asked)).items.map(({ labels }) => labels.alertname).sort();

  assert.deepEqual(await names({ incident: code }), ['Cpu', 'Lag']);
  assert.deepEqual(await names({ service: 'pay' }), ['Lag']);
  assert.deepEqual(await names({ severity: 'warning, info' }), ['Cpu']);
  assert.deepEqual(await names({ match: ['{alertname=~"L.*", service="pay"}'] }), ['Lag']);
  const [item] = (await desk.operations.listAlerts(vera, { limit: 1 })).items;
  assert.deepEqual([item?.incidentCode, item === undefined ? null : 'groupKey' in item], [code, false]);
  await assert.rejects(desk.operations.listAlerts(vera, { severity: 'loud' }), { kind: 'invalid', message: /'loud'/ });
  await assert.rejects(desk.operations.listAlerts(vera, { match: ['a=~"("'] }), { kind: 'invalid' });
  await assert.rejects(desk.operations.listAlerts(vera, { incident: 'ZB-9999' }), { kind: 'not-found' });
  await assert.rejects(desk.operations.listAlerts(desk.as(person('nobody')), {}), { kind: 'forbidden' });
  assert.equal(typeof createAlerts, 'function');
});
