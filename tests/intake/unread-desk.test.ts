import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { alertSourcesConfig } from '../../src/config/alert-sources.ts';
import { createConfiguredSources } from '../../src/intake/configured-sources.ts';
import { createEvaluator } from '../../src/intake/mapping/evaluator.ts';
import { createReadMessage } from '../../src/intake/read-message.ts';
import { createUnreadDesk } from '../../src/intake/unread-desk.ts';
import type { Store } from '../../src/store/contract.ts';
import { type Desk, openDesk } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

const evaluator = createEvaluator();
const contextAt = () => ({ now: '', jsonMapping: null, utcOffset: '+08:00', groupBy: [], resolveTimeoutMs: 1 });
const read = createReadMessage({ evaluator, contextAt, locale: () => 'en' });
const erp = (name: string) => alertSourcesConfig.parse([{ name: 'erp', kind: 'http', mapping: { name } }]);
const person = (role: 'viewer' | 'responder') => ({ id: role, name: role, roles: [role], identities: {} });
let store: Store;
let desk: Desk;

before(async () => {
  store = await openMemoryStore(systemClock);
  desk = await openDesk(store);
});
after(async () => {
  await evaluator.close();
  await store.close();
});

test('createUnreadDesk() reads again what a mended mapping can read, oldest first, and leaves the rest', async () => {
  let sources = erp('rule');
  const taken: string[] = [];
  const configured = createConfiguredSources({ sources: () => sources, read, keep: async () => {} });
  const deps = { store, clock: systemClock, people: () => [], configured, read };
  const unread = createUnreadDesk({
    ...deps,
    async take(_tenant, alerts) {
      taken.push(...alerts.map(({ labels }) => labels.alertname ?? ''));
      return { accepted: alerts.length, incidentIds: [] };
    },
  });
  const kept = (body: string, isCut = false) => ({
    source: 'generic/erp',
    at: '2026-11-29T03:00:00.000Z',
    reason: { en: 'r', 'zh-CN': 'r' },
    meta: {},
    body,
    isCut,
  });
  await desk.store.unread.add([kept('{"title":"a"}')]);
  await desk.store.unread.add([kept('{"title":"b"}')]);
  await desk.store.unread.add([kept('{"title":"cut"}', true)]);
  await desk.store.unread.add([kept('no json')]);
  const responder = desk.as(person('responder'));

  const before = await unread.retry(responder, 'erp');
  sources = erp('title');
  const after = await unread.retry(responder, 'erp');

  assert.deepEqual(before, { taken: 0, alerts: 0, still: 4 });
  assert.deepEqual(after, { taken: 2, alerts: 2, still: 2 });
  assert.deepEqual(taken, ['a', 'b']);
  assert.deepEqual((await unread.unread(responder, 'erp')).length, 2);
  await assert.rejects(unread.retry(desk.as(person('viewer')), 'erp'), { kind: 'forbidden' });
  await assert.rejects(unread.forget(responder, 'nobody'), { kind: 'not-found' });
  assert.deepEqual(await unread.forget(responder, 'erp'), { forgotten: 2 });
});
