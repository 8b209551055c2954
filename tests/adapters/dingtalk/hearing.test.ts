import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ChatAdapter, Inbound } from '../../../src/adapters/contract.ts';
import { createOwnCorp } from '../../../src/adapters/dingtalk/hearing.ts';
import type { Place } from '../../../src/domain/place.ts';
import { exampleCard, options, settle, until } from '../../contracts/adapter-peer.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { createAdapter, createMemory, type Made } from './dingtalk-harness.ts';

let peer: DingtalkPeer;
const open: ChatAdapter[] = [];
const place: Place = { adapter: 'dingtalk', workspace: 'dingcorp0001', channel: 'cidOPS0001==' };

beforeEach(async () => {
  peer = new DingtalkPeer();
  await peer.start();
});
afterEach(async () => {
  for (const adapter of open.splice(0)) await adapter.stop();
  await peer.stop();
});

async function started(made: Made = {}, onEvent: (event: Inbound) => void = () => undefined) {
  const adapter = createAdapter(peer, { memory: createMemory(), ...made });
  const events: Inbound[] = [];
  open.push(adapter);
  await adapter.start((event) => {
    events.push(event);
    onEvent(event);
  });
  await until(() => adapter.health().state === 'up', 'up');
  return { adapter, events };
}

const bare = (actionId: string, params: Readonly<Record<string, string>> = {}) => ({
  content: JSON.stringify({ cardPrivateData: { actionIds: [actionId], params } }),
});

describe('createHearing()', () => {
  it('answers a click within two seconds with what the clicker is told, and shows the same by an update', async () => {
    const { adapter } = await started({}, (event) => void event.responder.whisper({ level: 'ok', text: 'Approved; it is starting.' }));
    const card = await adapter.post(place, { card: exampleCard() }, options('c'));

    const answer = await peer.click(card.id, 'Approve').answer;
    await until(() => peer.callsOf('/v1.0/card/instances').length === 1, 'updated as well');

    assert.ok(answer !== null && answer.afterMs < 2_000);
    assert.match(JSON.stringify(answer.data), /"userPrivateData":\{"cardParamMap":\{"notice":"✅ Approved; it is starting."\}\}/);
    assert.equal(peer.corp.card(card.id)?.personal['staff-alice']?.notice, '✅ Approved; it is starting.');
    assert.equal(peer.corp.card(card.id)?.shared.title, `🔎 ${exampleCard().title}`);
  });

  it('answers a click in time also when nothing is said', async () => {
    const { adapter } = await started();
    const card = await adapter.post(place, { card: exampleCard() }, options('c'));

    const answer = await peer.click(card.id, 'Approve').answer;

    assert.ok(answer !== null && answer.afterMs < 2_000);
  });

  it('tells what is too long for a card in private', async () => {
    const { adapter } = await started({}, (event) => void event.responder.whisper({ level: 'info', text: '很长的说明。'.repeat(200) }));
    const card = await adapter.post(place, { card: exampleCard() }, options('c'));

    await peer.click(card.id, 'Approve').answer;
    await until(() => peer.corp.lines('user:staff-alice').length === 1, 'told');

    assert.ok(peer.corp.lines('user:staff-alice')[0]?.text.includes('很长的说明。'));
  });

  it('reads what the button means from what was shown, also in another life, when the template binds nothing', async () => {
    const memory = createMemory();
    const first = await started({ memory });
    const card = await first.adapter.post(place, { card: exampleCard() }, options('c'));
    await first.adapter.stop();
    const { events } = await started({ memory });

    await peer.clickRaw(card.id, bare('approve')).answer;
    await until(() => events.length === 1, 'heard');

    const [event] = events;
    assert.ok(event?.type === 'click' && event.value === 'plan_1 abcdef');
    assert.deepEqual([event.place.channel, event.card.id], [place.channel, card.id]);
  });

  it('does nothing for a click that means nothing, and says that the card is out of date', async () => {
    const { events } = await started();

    const answer = await peer.clickRaw('zb-of-yesterday', bare('approve')).answer;
    await settle();

    assert.match(JSON.stringify(answer?.data), /out of date/);
    assert.equal(events.length, 0);
  });

  it('takes a clicker of another organisation for external', async () => {
    const { adapter, events } = await started({ change: { corpId: peer.corp.corpId } });
    const card = await adapter.post(place, { card: exampleCard() }, options('c'));

    await peer.clickRaw(card.id, { ...bare('approve'), corpId: 'dingother' }).answer;
    await peer.clickRaw(card.id, bare('approve')).answer;
    await until(() => events.length === 2, 'heard');

    assert.deepEqual(
      events.map(({ actor }) => actor.isExternal),
      [true, false],
    );
  });

  it('hears a message once: sent twice under one id, under two, and out of order', async () => {
    const { events } = await started();
    const first = peer.messageData({ text: 'one' });
    const second = peer.messageData({ text: 'two' });
    const topic = '/v1.0/im/bot/messages/get';

    await Promise.all([second, first, second, first].map((data) => peer.deliver(topic, data).answer));
    await peer.deliver(topic, first, 'frame-same').answer;
    await settle();

    assert.deepEqual(
      events.map((event) => event.type === 'message' && event.text),
      ['two', 'one'],
    );
  });

  it('hands on what is hours old with its time, for the bot to judge', async () => {
    const { events } = await started();

    await peer.say({ text: 'approve', extra: { createAt: Date.now() - 8 * 3_600_000 } }).delivery.answer;
    await until(() => events.length === 1, 'heard');

    assert.ok(Date.now() - Date.parse(events[0]?.at ?? '') > 7 * 3_600_000);
  });

  it('tells a person in private, and at the message’s address where that can’t be done', async () => {
    const logs: string[] = [];
    const { events } = await started({ logs }, (event) => void event.responder.whisper({ level: 'warn', text: 'not you' }));

    peer.say({ text: 'approve' });
    await until(() => peer.corp.lines('user:staff-alice').length === 1, 'told in private');
    peer.fail('/v1.0/robot/oToMessages/batchSend', 'refuse', 5, { code: 'forbidden.noPermission' });
    peer.say({ text: 'approve' });
    await until(() => peer.corp.lines(place.channel).length === 1, 'told in the group');

    assert.equal(events.length, 2);
    assert.deepEqual(peer.corp.lines(place.channel)[0]?.pings, ['staff-alice']);
  });

  it('acknowledges whatever else the app is subscribed to', async () => {
    await started();

    const event = await peer.sockets.deliver('*', { any: 1 }, 'event-1', 'EVENT').answer;

    assert.deepEqual(event?.data, { status: 'SUCCESS' });
  });
});

describe('createOwnCorp()', () => {
  it('is what is configured, else what messages tell, else what the first click says; and outlives the process', async () => {
    const memory = createMemory();
    const configured = await createOwnCorp('ding1', memory);
    const learned = await createOwnCorp(undefined, memory);
    configured.learn('ding2');
    const first = learned.isForeign('ding9');
    learned.learn('ding3');
    const later = await createOwnCorp(undefined, memory);

    assert.deepEqual([configured.isForeign('ding1'), configured.isForeign('ding2'), configured.id()], [false, true, 'ding1']);
    assert.deepEqual([first, learned.isForeign('ding9'), learned.isForeign('ding3')], [false, true, false]);
    assert.equal(later.id(), 'ding3');
  });
});
