import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ChatAdapter, OutgoingFile } from '../../../src/adapters/contract.ts';
import { linePicture, sendPicture } from '../../../src/bot/outbox/line-picture.ts';
import type { Series } from '../../../src/domain/evidence.ts';
import type { Store } from '../../../src/store/contract.ts';
import { sampleEvidence, sampleIncident } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
  await store.ensureTenant('pictures', 'pictures');
  const tenant = store.forTenant('pictures');
  await tenant.incidents.create(sampleIncident());
  const values = Array.from({ length: 60 }, (_, index) => (index > 50 ? 90 : 10 + (index % 3)));
  const series: Series[] = [{ name: 'depth{queue="订单"}', unit: '', times: values.map((_, index) => index * 60_000), values }];
  await tenant.evidence.add(sampleEvidence({ id: 'ev_seen', series, facts: {} }));
});
after(() => store.close());

const line = { slot: 'detection-det_1', evidenceIds: ['ev_seen'] };
const uploaded: OutgoingFile[] = [];
const able = {
  name: 'slack',
  upload: async (place: unknown, file: OutgoingFile) => {
    uploaded.push(file);
    return { place, id: 'm' };
  },
} as unknown as ChatAdapter;

test('linePicture() is an image where the platform takes files', async () => {
  const picture = await linePicture(store.forTenant('pictures'), able, line, 'zh-CN', 'UTC');

  assert.deepEqual(picture.bars, []);
  assert.equal(
    Buffer.from(picture.file?.bytes ?? [])
      .subarray(1, 4)
      .toString(),
    'PNG',
  );
});

test('linePicture() is a line of bars where it takes none, and nothing for other lines', async () => {
  const tenant = store.forTenant('pictures');

  const bars = await linePicture(tenant, {}, line, 'en', 'UTC');
  const other = await linePicture(tenant, able, { slot: 'verdict-1', evidenceIds: ['ev_seen'] }, 'en', 'UTC');

  assert.equal(bars.file, null);
  assert.match(JSON.stringify(bars.bars), /[▁▂]+█+ 10 – 90/);
  assert.deepEqual(other, { bars: [], file: null });
});

test('sendPicture() sends it, and a refusal is told in the log alone', async () => {
  const warnings: unknown[] = [];
  const log = { warn: (fields: unknown) => void warnings.push(fields) };
  const place = { adapter: 'slack', workspace: 'T', channel: 'C' };
  const options = { idempotencyKey: 'k', locale: 'en' as const, priority: 'progress' as const };
  const file = { name: 'chart.png', title: 'depth', bytes: new Uint8Array([1]) };
  const failing = { name: 'slack', upload: () => Promise.reject(new Error('missing_scope')) } as unknown as ChatAdapter;

  await sendPicture({ log }, able, place, { id: 'l', incidentId: 'inc_1' }, file, options);
  await sendPicture({ log }, failing, place, { id: 'l', incidentId: 'inc_1' }, file, options);

  assert.equal(uploaded.length, 1);
  assert.equal(warnings.length, 1);
});
