import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAlerts } from '../../src/operations/alerts.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert, sampleIncident, sampleSuppressed } from '../store/samples.ts';
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

test('createAlerts() lists what was kept back among the others, with its reasons, page by page', async () => {
  const desk = await openDesk(store);
  const vera = desk.as(people.vera);
  const { id } = await desk.store.incidents.create(sampleIncident({ groupKey: 'g' }));
  const at = (minute: number) => `2026-11-21T02:0${minute}:00.000Z`;
  const told = [1, 3, 5].map((minute) => sampleAlert({ fingerprint: `told${minute}`, startsAt: at(minute) }));
  await desk.store.alerts.upsert(id, told, at(5));
  const kept = (minute: number, change: Parameters<typeof sampleSuppressed>[0] = {}) =>
    sampleSuppressed({ id: `sup_${minute}`, fingerprint: `kept${minute}`, startsAt: at(minute), ...change });
  await desk.store.suppressions.save([
    kept(2),
    kept(3),
    kept(4, { state: 'ended', status: 'resolved', labels: { severity: 'critical', cluster: 'c9' } }),
    kept(0, { fingerprint: 'told1', state: 'told' }),
  ]);
  const ask = (asked: Parameters<typeof desk.operations.listAlerts>[1]) => desk.operations.listAlerts(vera, asked);
  const names = async (asked: Parameters<typeof ask>[0]) => (await ask(asked)).items.map(({ fingerprint }) => fingerprint);

  assert.deepEqual(await names({}), ['told5', 'kept4', 'kept3', 'told3', 'kept2', 'told1']);
  assert.deepEqual(await names({ suppressed: 'exclude' }), ['told5', 'told3', 'told1']);
  assert.deepEqual(await names({ suppressed: 'only', status: 'firing' }), ['kept3', 'kept2']);
  assert.deepEqual(await names({ suppressed: 'only', severity: 'critical', match: ['cluster="c9"'], q: 'C9' }), ['kept4']);
  assert.deepEqual(await names({ fingerprint: 'told1' }), ['told1', 'told1']);
  assert.deepEqual(await names({ incident: id }), ['told5', 'told3', 'told1']);
  const walked: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await ask({ limit: 2, ...(typeof cursor === 'string' ? { cursor } : {}) });
    walked.push(...page.items.map(({ fingerprint }) => fingerprint));
    cursor = page.nextCursor;
  } while (cursor !== null);
  assert.deepEqual(walked, await names({}));
  const [item] = (await ask({ fingerprint: 'kept2' })).items;
  assert.deepEqual(
    [item?.incidentCode, item?.suppressed?.state, item?.severity, item?.title],
    [null, 'held', 'warning', 'connections exhausted'],
  );
  assert.match(item?.suppressed?.reasons[0]?.text ?? '', /silenced by Li/);
});
