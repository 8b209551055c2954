/** `handleMoves()`, as it is heard in a channel: through the whole bot. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert, sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function deskWithTwo() {
  const at = await openBotDesk(store);
  for (const [id, groupKey] of [
    ['inc_1', 'g'],
    ['inc_2', 'h'],
  ] as const) {
    await at.store.incidents.create(sampleIncident({ id, groupKey }));
    await at.store.alerts.upsert(id, [sampleAlert({ groupKey })], '2026-11-21T02:00:00.000Z');
  }
  return at;
}

test('handleMoves() merges by code and in the thread, and takes it back, in both languages', async () => {
  const at = await deskWithTwo();

  await at.hear('U-rita', 'merge ZB-2 into ZB-1');
  await at.hear('U-rita', 'undo merge ZB-2');
  await at.hear('U-rita', '合并到 ZB-1', { place: await at.threadOf('inc_2'), locale: 'zh-CN' });
  await at.hear('U-rita', '撤销合并', { place: await at.threadOf('inc_2'), locale: 'zh-CN' });

  assert.deepEqual(
    at.whispers.map(({ text }) => text),
    [
      'ZB-2 is merged into ZB-1 (1 alerts). `undo merge ZB-2` takes it back.',
      'The merge of ZB-2 and ZB-1 is undone.',
      'ZB-2 已合并到 ZB-1（1 条告警）。说“撤销合并 ZB-2”可以撤销。',
      '已撤销 ZB-2 与 ZB-1 之间的合并。',
    ],
  );
});

test('handleMoves() splits by label, asks which incident, and refuses who may not', async () => {
  const at = await deskWithTwo();
  await at.store.alerts.upsert(
    'inc_1',
    [sampleAlert({ fingerprint: 'f2', groupKey: 'g', labels: { alertname: 'Other' } })],
    '2026-11-21T02:00:00.000Z',
  );

  await at.hear('U-rita', 'split ZB-1 alertname=Other');
  await at.hear('U-rita', 'merge into ZB-1');
  await at.hear('U-vera', 'merge ZB-2 into ZB-1');

  const texts = at.whispers.map(({ text }) => text);
  assert.match(texts[0] ?? '', /^ZB-3 is split off ZB-1 \(1 alerts\)/);
  assert.match(texts[1] ?? '', /Which incident/);
  assert.match(texts[2] ?? '', /may not merge or split incidents/);
});

test('the card of what was merged away says where it went, and its one button takes it back', async () => {
  const at = await deskWithTwo();
  await at.hear('U-rita', 'merge ZB-2 into ZB-1');

  await at.click('U-rita', 'unmerge', 'inc_2');

  assert.match(at.whispers.at(-1)?.text ?? '', /The merge of ZB-2 and ZB-1 is undone/);
  assert.equal((await at.store.incidents.get('inc_2'))?.mergedInto, null);
});
