import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ChatAdapter } from '../../../src/adapters/contract.ts';
import { ChatError } from '../../../src/adapters/contract.ts';
import { noticeText } from '../../../src/adapters/dingtalk/outbound.ts';
import { quotaKey } from '../../../src/adapters/dingtalk/quota.ts';
import { paragraph } from '../../../src/domain/card.ts';
import type { Place } from '../../../src/domain/place.ts';
import { exampleCard, options, until } from '../../contracts/adapter-peer.ts';
import { seenBy } from '../../peers/dingtalk/corp.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { buttonsOf } from '../../peers/dingtalk/template.ts';
import { createAdapter, createMemory, type Made, seen } from './dingtalk-harness.ts';

let peer: DingtalkPeer;
const open: ChatAdapter[] = [];
const place: Place = { adapter: 'dingtalk', workspace: 'dingcorp0001', channel: 'cidOPS0001==' };
const webhook = '/robot/sendBySession';
const group = '/v1.0/robot/groupMessages/send';

beforeEach(async () => {
  peer = new DingtalkPeer();
  await peer.start();
});
afterEach(async () => {
  for (const adapter of open.splice(0)) await adapter.stop();
  await peer.stop();
});

async function started(made: Made = {}): Promise<{ readonly adapter: ChatAdapter; readonly heard: unknown[] }> {
  const adapter = createAdapter(peer, { memory: createMemory(), ...made });
  const heard: unknown[] = [];
  open.push(adapter);
  await adapter.start((event) => void heard.push(event));
  await until(() => adapter.health().state === 'up', 'up');
  return { adapter, heard };
}

describe('DingtalkOutbound with a template', () => {
  it('shows the buttons of a decision to those who may decide, and takes them back from who no longer may', async () => {
    const { adapter } = await started();
    const card = { ...exampleCard(), deciders: ['staff-alice'] };
    const ref = await adapter.post(place, { card }, options('c'));
    const shown = peer.corp.card(ref.id) ?? assert.fail('no card');
    const labels = (userId: string) => buttonsOf(shown, userId).map(({ label }) => label);

    const before = [labels('staff-alice'), labels('staff-bob')];
    await adapter.edit(ref, { card: { ...card, deciders: ['staff-bob'] } }, options('c2'));

    assert.deepEqual(before, [['Approve', 'Reject', 'Investigate again'], ['Investigate again']]);
    assert.deepEqual([labels('staff-alice'), labels('staff-bob')], [['Investigate again'], ['Approve', 'Reject', 'Investigate again']]);
  });

  it('keeps what a person was told when the card is edited', async () => {
    const { adapter } = await started();
    const ref = await adapter.post(place, { card: exampleCard() }, options('c'));
    const shown = peer.corp.card(ref.id) ?? assert.fail('no card');
    shown.personal['staff-bob'] = { notice: '⚠️ not you' };

    await adapter.edit(ref, { card: { ...exampleCard(), subtitle: 'now' } }, options('c2'));

    assert.deepEqual(
      [seenBy(shown, 'staff-bob').notice, seenBy(shown, 'staff-bob').subtitle, shown.shared.title],
      ['⚠️ not you', 'now', `🔎 ${exampleCard().title}`],
    );
  });

  it('calls people by the card itself, and by nothing that is no id', async () => {
    const { adapter } = await started();

    const ref = await adapter.post(place, { card: exampleCard() }, { ...options('c'), mention: ['staff-alice', 'a b'] });

    assert.deepEqual(peer.corp.card(ref.id)?.pings, ['staff-alice']);
  });

  it('says a plan in full below the card when the card has no room for it, once, also in another life', async () => {
    const memory = createMemory();
    const { adapter } = await started({ memory });
    const plan = { id: 'plan', label: '处置方案', lines: [paragraph('很长的一步。'.repeat(200))] } as const;
    const card = { ...exampleCard(), sections: [plan] };

    const ref = await adapter.post(place, { card }, options('c'));
    await adapter.edit(ref, { card }, options('c2'));
    const { adapter: second } = await started({ memory });
    await second.edit(ref, { card: { ...card, subtitle: 'x' } }, options('c3'));

    assert.equal(peer.corp.lines(place.channel).length, 1);
    assert.ok(seen(peer.corp.lines(place.channel)[0]?.text ?? '').startsWith('#### ZB-1 · 处置方案'));
  });

  it('names a card by the id that quotes carry', async () => {
    const { adapter } = await started();

    const ref = await adapter.post(place, { card: exampleCard() }, options('c'));

    assert.equal(ref.place.thread, peer.corp.card(ref.id)?.carrierId);
  });

  it('says that a card is gone, and that the robot is not in the group', async () => {
    const { adapter } = await started();
    const ref = await adapter.post(place, { card: exampleCard() }, options('c'));

    const gone = await adapter
      .edit({ ...ref, id: 'zb-0000000000000000' }, { card: exampleCard() }, options('x'))
      .catch((error: unknown) => error);
    const outside = await adapter
      .post({ ...place, channel: 'cidELSE==' }, { card: exampleCard() }, options('y'))
      .catch((error: unknown) => error);

    assert.ok(gone instanceof ChatError && gone.kind === 'gone');
    assert.ok(outside instanceof ChatError && outside.kind === 'forbidden');
  });

  it('shows progress rarely when the month’s calls run out, and decisions at once', async () => {
    const memory = createMemory();
    memory.values.set(quotaKey(Date.now()), 85);
    const { adapter } = await started({ memory, change: { callsPerMonth: 100 } });
    const card = { ...exampleCard(), tone: 'investigating' } as const;
    const ref = await adapter.post(place, { card }, options('c'));
    const progress = { ...options('p'), priority: 'progress' } as const;

    await adapter.edit(ref, { card }, progress);
    const later = await adapter.edit(ref, { card }, progress).catch((error: unknown) => error);
    await adapter.edit(ref, { card: { ...card, tone: 'resolved' } }, progress);

    assert.ok(later instanceof ChatError && later.kind === 'rate' && (later.retryAfterMs ?? 0) > 60_000);
    assert.equal(peer.callsOf('/v1.0/card/instances').length, 2);
    assert.match(adapter.health().reason ?? '', /^\d+ of 100 calls this month$/);
  });
});

describe('DingtalkOutbound without a template', () => {
  it('posts an ActionCard, says changes of state in words, asks for approval with buttons, and is silent about progress', async () => {
    const memory = createMemory();
    const { adapter } = await started({ memory, change: { cardTemplateId: undefined } });
    const base = { ...exampleCard(), buttons: [], overflow: [], tone: 'investigating' } as const;

    const ref = await adapter.post(place, { card: base }, options('r1'));
    await adapter.edit(ref, { card: { ...base, subtitle: 'progress' } }, options('r2'));
    await adapter.edit(ref, { card: exampleCard() }, options('r3'));
    await adapter.edit(ref, { card: { ...exampleCard(), subtitle: 'progress' } }, options('r4'));
    const { adapter: second } = await started({ memory, change: { cardTemplateId: undefined } });
    await second.edit(ref, { card: exampleCard() }, options('r5'));
    await second.edit(ref, { card: { ...base, tone: 'resolved', emoji: '✅' } }, options('r6'));

    const lines = peer.corp.lines(place.channel);
    assert.deepEqual(
      lines.map(({ msgKey }) => msgKey),
      ['sampleMarkdown', 'sampleActionCard3', 'sampleMarkdown'],
    );
    assert.ok((lines[1]?.links.Approve ?? '').startsWith('dtmd://dingtalkclient/sendMessage?content=approve%20plan_1'));
  });
});

describe('DingtalkOutbound’s lines', () => {
  it('answer a message at its own address, and by the robot when that has expired', async () => {
    const { adapter, heard } = await started();
    const { msgId } = peer.say({ text: 'hello' });
    peer.webhookLifeMs = 0;
    const { msgId: late } = peer.say({ text: 'hello again' });
    await until(() => heard.length === 2, 'heard');

    await adapter.post({ ...place, thread: msgId }, { rich: [paragraph('one')] }, options('a'));
    await adapter.post({ ...place, thread: late }, { rich: [paragraph('two')] }, options('b'));

    assert.deepEqual(
      peer.corp.lines(place.channel).map(({ way, text }) => [way, text]),
      [
        ['webhook', 'one'],
        ['group', 'two'],
      ],
    );
  });

  it('go by the robot when a reply address is refused, and nowhere that leads elsewhere', async () => {
    const { adapter, heard } = await started();
    const { msgId } = peer.say({ text: 'hello' });
    const { msgId: hostile } = peer.say({ text: 'hello', extra: { sessionWebhook: 'http://169.254.169.254/latest' } });
    await until(() => heard.length === 2, 'heard');
    peer.fail(webhook, 'refuse', 1, { code: 'session.notExist' });

    await adapter.post({ ...place, thread: msgId }, { rich: [paragraph('one')] }, options('a'));
    await adapter.post({ ...place, thread: hostile }, { rich: [paragraph('two')] }, options('b'));

    assert.deepEqual(
      peer.corp.lines(place.channel).map(({ way }) => way),
      ['group', 'group'],
    );
  });

  it('call people where that is possible: the id is in the text and in the at-field', async () => {
    const { adapter, heard } = await started();
    await adapter.post(place, { rich: [paragraph('before anybody spoke')] }, { ...options('a'), mention: ['staff-alice'] });
    peer.say({ text: 'hello' });
    await until(() => heard.length === 1, 'heard');

    await adapter.post(place, { rich: [paragraph('look')] }, { ...options('b'), mention: ['staff-alice', 'all'] });

    const [before, after] = peer.corp.lines(place.channel);
    assert.deepEqual([before?.pings, before?.way], [[], 'group']);
    assert.deepEqual([after?.pings, after?.way], [['staff-alice'], 'webhook']);
  });

  it('reach one person in the one-to-one chat', async () => {
    const { adapter } = await started();

    await adapter.post({ ...place, channel: 'user:staff-bob' }, { rich: [paragraph('hi')] }, options('a'));
    const card = await adapter.post({ ...place, channel: 'user:staff-bob' }, { card: exampleCard() }, options('c'));

    assert.deepEqual(
      peer.corp.lines('user:staff-bob').map(({ way }) => way),
      ['person'],
    );
    assert.equal(peer.corp.card(card.id)?.channel, 'user:staff-bob');
  });

  it('wait when DingTalk says so, whatever code it says it with', async () => {
    const { adapter } = await started();
    for (const kind of ['forbidden-rate', 'too-fast'] as const) peer.fail(group, kind);

    await adapter.post(place, { rich: [paragraph('one')] }, options('a'));

    assert.equal(peer.callsOf(group).length, 3);
    assert.equal(peer.corp.lines(place.channel).length, 1);
  });

  it('become a file when they are long, and a picture of one’s own is shown', async () => {
    const { adapter } = await started();
    const text = Array.from({ length: 3_000 }, (_, index) => `第 ${index} 行 查询用了 ${index} ms`).join('\n');

    await adapter.post(place, { rich: [{ type: 'code', text }] }, options('a'));
    await adapter.upload?.(place, { name: 'graph.png', title: 'graph', bytes: Buffer.from('png') }, options('f'));
    const tooLarge = adapter.upload?.(place, { name: 'x', title: 'x', bytes: new Uint8Array(20_000_001) }, options('g'));

    await assert.rejects(tooLarge ?? assert.fail(), (error) => error instanceof ChatError && error.kind === 'too-large');
    const lines = peer.corp.lines(place.channel);
    assert.deepEqual(
      lines.map(({ msgKey }) => msgKey),
      ['sampleMarkdown', 'sampleFile', 'sampleImageMsg'],
    );
    assert.equal(lines[1]?.file?.content, text);
    assert.equal(lines[2]?.file?.name, 'graph.png');
  });
});

it('the adapter is fatal when its secret is changed, says so, and comes back when it is good again', async () => {
  const { adapter } = await started();
  peer.isSecretGood = false;

  const failure = await adapter.post(place, { rich: [paragraph('x')] }, options('a')).catch((error: unknown) => error);
  const while_ = adapter.health();
  peer.isSecretGood = true;
  await until(() => adapter.health().state === 'up', 'up');

  assert.ok(failure instanceof ChatError && failure.kind === 'auth');
  assert.deepEqual([while_.state, while_.reason], ['fatal', 'needs another clientId or clientSecret: invalidClientIdOrSecret']);
});

it('noticeText() begins with a mark', () => assert.equal(noticeText({ level: 'warn', text: 'x' }), '⚠️ x'));
