import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ChatError, type Inbound } from '../../../src/adapters/contract.ts';
import type { FeishuAdapter } from '../../../src/adapters/feishu/adapter.ts';
import { uploadContent } from '../../../src/adapters/feishu/files.ts';
import { feishuLimits } from '../../../src/adapters/feishu/limits.ts';
import { chatLink } from '../../../src/adapters/feishu/link.ts';
import { threadOf, uuidOf } from '../../../src/adapters/feishu/messages.ts';
import { FeishuOutbound } from '../../../src/adapters/feishu/outbound.ts';
import { fetchProfile } from '../../../src/adapters/feishu/people.ts';
import { createRooms } from '../../../src/adapters/feishu/rooms.ts';
import { exampleCard, options, say, until } from '../../contracts/adapter-peer.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';
import { createAdapter } from './feishu-harness.ts';

const dayMs = 24 * 3_600_000;

describe('FeishuOutbound', () => {
  let peer: FeishuPeer;
  let adapter: FeishuAdapter;
  let logs: string[];
  let skewMs: number;
  const clock = { ...realClock, now: () => Date.now() + skewMs };
  const place = { adapter: 'feishu', workspace: '', channel: 'oc_ops1' };

  beforeEach(async () => {
    logs = [];
    skewMs = 0;
    peer = new FeishuPeer();
    await peer.start();
    adapter = createAdapter(peer, 'http', createLog(logs), { clock });
    await adapter.start(() => undefined);
    await until(() => adapter.health().state === 'up', 'up');
  });
  afterEach(async () => {
    await adapter.stop();
    await peer.stop();
  });

  it('every send carries a key of at most 50 characters, the same for the same message', async () => {
    await say(adapter, place, 'x', `key-${'long'.repeat(50)}`);
    const [call] = peer.callsOf('im.message.create');

    assert.ok(typeof call?.body === 'object' && call.body !== null && 'uuid' in call.body);
    assert.equal(call.body.uuid, uuidOf(`key-${'long'.repeat(50)}`));
    assert.ok(uuidOf('x'.repeat(500)).length <= feishuLimits.uuidCharsMax);
    assert.ok(FeishuOutbound.name);
  });

  it('a line below a message goes into its topic; where the chat knows no topics, below the message', async () => {
    const root = await say(adapter, place, 'root', 'root');
    const line = await say(adapter, root.place, 'line', 'line');
    const chat = peer.world.chats.get('oc_topics');
    assert.ok(chat);
    chat.knowsTopics = false;
    const other = await say(adapter, { ...place, channel: 'oc_topics' }, 'root', 'other');
    const plain = await say(adapter, other.place, 'line', 'plain');

    assert.notEqual(peer.world.find(line.id)?.threadId, undefined);
    assert.deepEqual([peer.world.find(plain.id)?.rootId, peer.world.find(plain.id)?.threadId], [other.id, undefined]);
    assert.equal(threadOf({ ...place, thread: 'not-a-message' }), undefined);
  });

  it('a card that Feishu refuses goes out as plain words, and can be edited into a card again', async () => {
    peer.faults.add({ api: 'im.message.create', kind: 'code', times: 1, code: 230099 });
    const ref = await adapter.post(place, { card: exampleCard() }, options('card'));
    const plain = peer.world.find(ref.id)?.content ?? '';
    await adapter.edit(ref, { card: exampleCard() }, options('again'));

    assert.ok(plain.includes('312 of 320 connections') && !plain.includes('callback'));
    assert.ok(peer.world.find(ref.id)?.content.includes('callback'));
    assert.ok(logs.some((line) => line.includes('Feishu refused a card')));
  });

  it('a card that somebody deleted is posted afresh, and says so', async () => {
    const ref = await adapter.post(place, { card: exampleCard() }, options('card'));
    const message = peer.world.find(ref.id);
    assert.ok(message);
    message.isRecalled = true;

    const after = await adapter.edit(ref, { card: exampleCard() }, options('rev 2'));

    assert.notEqual(after.id, ref.id);
    assert.match(peer.world.find(after.id)?.content ?? '', /goes on here/);
    assert.equal(peer.world.find(after.id)?.rootId, undefined, 'a card of the chat stays one');
  });

  it('before a card is 14 days old a fresh one takes over, and the old one says where to look', async () => {
    const ref = await adapter.post(place, { card: exampleCard() }, options('card'));
    skewMs = 13 * dayMs;
    const young = await adapter.edit(ref, { card: exampleCard() }, options('rev 2'));
    skewMs = 13.6 * dayMs;
    const after = await adapter.edit(ref, { card: exampleCard() }, options('rev 3'));

    assert.equal(young.id, ref.id);
    assert.notEqual(after.id, ref.id);
    const old = peer.world.find(ref.id)?.content ?? '';
    assert.ok(old.includes('newer card') && !old.includes('callback'));
  });

  it('the age of a card from an earlier life is asked for once', async () => {
    const ref = await adapter.post(place, { card: exampleCard() }, options('card'));
    const message = peer.world.find(ref.id);
    assert.ok(message);
    message.createdMs = Date.now() - 13.7 * dayMs;
    const reborn = createAdapter(peer, 'http', createLog(logs));
    await reborn.start(() => undefined);

    const after = await reborn.edit(ref, { card: exampleCard() }, options('rev 2'));
    await reborn.edit(after, { card: exampleCard() }, options('rev 3'));
    await reborn.stop();

    assert.notEqual(after.id, ref.id);
    assert.equal(peer.callsOf('im.message.get').length, 1);
  });

  it('a private word is a card for one in a group, a message between two, and a call where neither works', async () => {
    const actor = { adapter: 'feishu', workspace: '', userId: peer.world.users[0]?.openId ?? '', isBot: false, isExternal: false };
    const root = await say(adapter, place, 'root', 'root');

    await adapter.whisper(root.place, actor, { level: 'warn', text: 'for you alone' });
    peer.faults.add({ api: 'ephemeral.send', kind: 'code', times: 1, code: 18053 });
    await adapter.whisper(root.place, actor, { level: 'info', text: 'called' });

    assert.deepEqual(
      peer.world.ephemerals.map(({ openId, text }) => [openId, text]),
      [[actor.userId, '⚠️ for you alone']],
    );
    const called = peer.botMessages().at(-1);
    assert.equal(called?.rootId, root.id);
    assert.match(called?.content ?? '', new RegExp(`"user_id":"${actor.userId}"`));
  });

  it('between two, a private word is a message without a call', async () => {
    const heard: Inbound[] = [];
    const direct = createAdapter(peer, 'socket', createLog(logs));
    await direct.start((event) => void heard.push(event));
    await until(() => direct.health().state === 'up', 'up');
    const said = peer.say({ text: 'approve ZB-1', chatId: 'oc_direct1' });
    await until(() => heard.length === 1, 'heard');

    await heard[0]?.responder.whisper({ level: 'warn', text: 'which one?' });
    await direct.stop();

    const [told] = peer.botMessages('oc_direct1');
    assert.equal(told?.parentId, said.id);
    assert.ok(told?.content.includes('which one?') && !told.content.includes('"at"'));
    assert.equal(peer.world.ephemerals.length, 0);
  });

  it('files and pictures are left with Feishu and shown, once', async () => {
    const file = { name: 'report.md', title: 'Report', bytes: Buffer.from('# 报告\n'.repeat(1_000)) };
    const png = { name: 'graph.png', title: 'Latency', bytes: Buffer.from('89504e470d0a1a0a', 'hex') };

    const [one, again] = await Promise.all([
      adapter.upload?.(place, file, options('file')),
      adapter.upload?.(place, file, options('file')),
    ]);
    const picture = await adapter.upload?.(place, png, options('png'));

    assert.equal(one?.id, again?.id);
    assert.deepEqual(
      [...peer.world.files.values()].filter(({ isImage }) => !isImage).map(({ name, bytes }) => [name, bytes.equals(file.bytes)]),
      [['report.md', true]],
    );
    const shown = peer.world.find(picture?.id ?? '');
    assert.equal(shown?.type, 'post');
    assert.match(shown?.content ?? '', /Latency.*img_v3/);
  });

  it('a file beyond the limit is refused before a byte is sent', async () => {
    const file = { name: 'dump', title: 'dump', bytes: new Uint8Array(feishuLimits.fileBytesMax + 1) };
    const unused = { call: () => assert.fail('sent'), checkSecret: () => assert.fail('asked') };

    await assert.rejects(uploadContent(unused, file, 'en'), (error: unknown) => error instanceof ChatError && error.kind === 'too-large');
  });

  it('tells what Feishu vouches for about a member, and nothing about others', async () => {
    const [alice, wang] = await Promise.all(peer.world.users.map(({ openId }) => adapter.profileOf?.(openId)));

    assert.deepEqual(alice, { name: 'Alice', email: 'alice@example.com', phone: '+8613800000001' });
    assert.deepEqual(wang, { name: '王芳', email: null, phone: '+8613800000002' });
    assert.equal(await adapter.profileOf?.('ou_nobody0000'), null);
    assert.equal(await fetchProfile({ call: () => assert.fail('asked'), checkSecret: () => assert.fail('asked') }, '../../x'), null);
  });

  it('urges people on a message of ours, by every means', async () => {
    const ref = await say(adapter, place, 'look', 'look');
    const ids = peer.world.users.map(({ openId }) => openId);

    for (const means of ['app', 'sms', 'phone'] as const) await adapter.urge?.(ref, [...ids, 'all'], means);

    assert.deepEqual(
      peer.world.urged.map(({ means, openIds }) => [means, openIds.length]),
      [
        ['app', 2],
        ['sms', 2],
        ['phone', 2],
      ],
    );
    await assert.rejects(adapter.urge?.(ref, ['ou_stranger00'], 'app') ?? Promise.resolve(), /none of those/);
  });

  it('opens one room for a key, with its people, and closes it once', async () => {
    const members = peer.world.users.map(({ openId }) => openId);
    const room = {
      key: 'inc_1',
      name: `ZB-1 ${'长'.repeat(80)}`,
      topic: 'critical',
      memberIds: [...members, 'all'],
      locale: 'zh-CN',
    } as const;

    const opened = await adapter.rooms?.open(room);
    const again = await adapter.rooms?.open(room);
    assert.ok(opened);
    await adapter.rooms?.invite(opened, members);
    await adapter.rooms?.setTopic(opened, '已恢复');
    const chat = peer.world.chats.get(opened.channel);
    await adapter.rooms?.close(opened);
    await adapter.rooms?.close(opened);

    assert.equal(again?.channel, opened.channel);
    assert.deepEqual([chat?.members.size, chat?.description, chat?.isDissolved], [2, '已恢复', true]);
    assert.equal(typeof createRooms, 'function');
  });

  it('links to the chat in the client of the same brand', async () => {
    const ref = await say(adapter, place, 'x', 'x');

    assert.equal(await adapter.linkTo?.(ref), 'https://applink.feishu.cn/client/chat/open?openChatId=oc_ops1');
    assert.equal(chatLink('https://open.larksuite.com', 'oc_ops1'), 'https://applink.larksuite.com/client/chat/open?openChatId=oc_ops1');
    assert.equal(chatLink('https://open.feishu.cn', 'evil&x'), null);
  });
});
