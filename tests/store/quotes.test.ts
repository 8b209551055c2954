import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Place } from '../../src/domain/place.ts';
import { sameText } from '../../src/domain/text.ts';
import { onBoth } from './on-both.ts';
import { sampleIncident } from './samples.ts';

const group: Place = { adapter: 'dingtalk', workspace: 'ding1', channel: 'cid1' };
const routed: Place = { ...group, workspace: '' };

onBoth('createQuoteStore()', (given) => {
  it('finds a thread by its card, the id that quotes carry, the message that opened it, and a line that was said', async () => {
    const tenant = await given().tenantWithIncident();
    const asked = { ...group, thread: 'msg-1' };
    const thread = await tenant.threads.create({ incidentId: 'inc_1', place: asked, locale: 'en', parent: { place: group, id: 'msg-1' } });
    await tenant.threads.setRoot(thread.id, { place: { ...group, thread: 'carrier-1' }, id: 'zb-1' }, 1);
    await tenant.outbox.say({ incidentId: 'inc_1', slot: 'verdict', priority: 'state', text: sameText('done') });
    const [line] = await tenant.outbox.claim(1, 1_000, 500);
    await tenant.outbox.sent(line?.id ?? '', { place: group, id: 'pqk-1' });
    const find = async (id: string, place = group) => (await tenant.threads.findByMessage(place, id))?.id;

    for (const id of ['zb-1', 'carrier-1', 'msg-1', 'pqk-1']) assert.equal(await find(id), thread.id, id);
    assert.equal(await find('pqk-2'), undefined);
    assert.equal(await find('pqk-1', { ...group, channel: 'cid2' }), undefined);
    assert.equal(await find('pqk-1', { ...group, adapter: 'slack' }), undefined);
  });

  it('lists what is open in a channel, the newest first, and nothing that is over', async () => {
    const tenant = await given().tenantWithIncident();
    for (const id of ['inc_2', 'inc_3', 'inc_4']) await tenant.incidents.create(sampleIncident({ id, groupKey: id }));
    for (const incidentId of ['inc_1', 'inc_2', 'inc_3'])
      await tenant.threads.create({ incidentId, place: routed, locale: 'en', parent: null });
    await tenant.threads.create({ incidentId: 'inc_4', place: { ...routed, channel: 'cid2' }, locale: 'en', parent: null });
    await tenant.incidents.moveStatus('inc_2', ['triggered'], 'resolved', {});

    const open = await tenant.threads.openIn(group, 10);

    assert.deepEqual(
      open.map(({ thread, code }) => [thread.incidentId, code]),
      [
        ['inc_3', 'ZB-3'],
        ['inc_1', 'ZB-1'],
      ],
    );
    assert.equal((await tenant.threads.openIn(group, 1)).length, 1);
  });
});
