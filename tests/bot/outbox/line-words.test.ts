import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ChatAdapter } from '../../../src/adapters/contract.ts';
import { lineWords } from '../../../src/bot/outbox/line-words.ts';
import { paragraph } from '../../../src/domain/card.ts';
import { sameText } from '../../../src/domain/text.ts';
import type { Store } from '../../../src/store/contract.ts';
import { sampleIncident } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('lineWords() begins with the code where no thread says whose line it is, once', async () => {
  await store.ensureTenant('words', 'words');
  const tenant = store.forTenant('words');
  const incident = await tenant.incidents.create(sampleIncident());
  const place = { adapter: 'dingtalk', workspace: '', channel: 'cid1' };
  const thread = await tenant.threads.create({ incidentId: incident.id, place, locale: 'en', parent: null });
  const lineOf = (text: string) =>
    ({
      id: 'out_1',
      incidentId: incident.id,
      threadId: thread.id,
      slot: 's',
      priority: 'state',
      text: sameText(text),
      evidenceIds: [],
      attempts: 1,
      replayedAt: null,
      personIds: [],
      urge: null,
    }) as const;
  const said = (threads: 'native' | 'none', text: string) =>
    lineWords(tenant, { capabilities: { threads } } as ChatAdapter, thread, lineOf(text));

  assert.deepEqual(await said('none', 'one\ntwo'), [paragraph('ZB-1 · one'), paragraph('two')]);
  assert.deepEqual(await said('none', 'ZB-1 is over'), [paragraph('ZB-1 is over')]);
  assert.deepEqual(await said('native', 'one'), [paragraph('one')]);
});
