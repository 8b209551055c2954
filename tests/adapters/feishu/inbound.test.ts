import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventEnvelope, readClick, readMessage } from '../../../src/adapters/feishu/inbound.ts';
import { readText } from '../../../src/adapters/feishu/message-text.ts';
import { createResponder } from '../../../src/adapters/feishu/responder.ts';
import { eventBody, messageEvent, type Said } from '../../peers/feishu/payloads.ts';
import { type PeerMessage, World } from '../../peers/feishu/world.ts';

const world = new World();
const alice = world.users[0]?.openId ?? '';
const bot = { key: '@_user_1', openId: world.botOpenId, name: '值班' };
const context = {
  identity: { botOpenId: world.botOpenId, name: '值班' },
  nowMs: Date.parse('2026-11-01T00:00:00Z'),
  makeResponder: () => createResponder(null, async () => undefined),
};

function hear(content: unknown, { type = 'text', said = {}, parent, chatId = 'oc_ops1' }: Heard = {}) {
  const message = world.add({ chatId, senderId: alice, isOurs: false, type, content: JSON.stringify(content) }, parent);
  return readMessage(eventEnvelope.parse(messageEvent(world, message, said, 'token')), context);
}
interface Heard {
  readonly type?: string;
  readonly said?: Said;
  readonly parent?: PeerMessage;
  readonly chatId?: string;
}

describe('readMessage()', () => {
  it('strips our mention, and names the others', () => {
    const said = { mentions: [bot, { key: '@_user_10', openId: 'ou_other', name: '王芳' }] };

    const event = hear({ text: '@_user_1 问一下 @_user_10 和 @_all，@_user_3？' }, { said });

    assert.ok(event?.type === 'message');
    assert.equal(event.text, '问一下 @王芳 和 @all，@_user_3？');
    assert.equal(event.isAddressed, true);
  });

  it('reads the words of a rich message: title, links, code, mentions', () => {
    const content = {
      title: '数据库',
      content: [
        [
          { tag: 'at', user_id: '@_user_1', user_name: '值班' },
          { tag: 'text', text: ' 看这个：' },
        ],
        [
          { tag: 'a', text: '面板', href: 'https://g.example/d' },
          { tag: 'img', image_key: 'img_1' },
        ],
        [{ tag: 'code_block', language: 'SQL', text: 'select 1;' }],
      ],
    };

    const event = hear(content, { type: 'post', said: { mentions: [bot] } });

    assert.ok(event?.type === 'message');
    assert.equal(event.text, '数据库\n 看这个：\n面板 (https://g.example/d)\n\nselect 1;');
  });

  it('a reply belongs to its root, however deep it is', () => {
    const root = world.add({ chatId: 'oc_ops1', senderId: alice, isOurs: false, type: 'text', content: '{}' });
    const reply = world.add({ chatId: 'oc_ops1', senderId: alice, isOurs: false, type: 'text', content: '{}' }, root);

    const event = hear({ text: 'we deployed at nine' }, { parent: reply });

    assert.ok(event?.type === 'message');
    assert.equal(event.place.thread, root.id);
    assert.equal(event.isAddressed, false);
  });

  it('talk that doesn’t mention us is passed on as that; what bots say, and what has no words, is not', () => {
    for (const text of ['good morning', '@_all lunch']) {
      const event = hear({ text });
      assert.ok(event?.type === 'message' && !event.isAddressed);
    }
    assert.equal(hear({ image_key: 'img_1' }, { type: 'image' }), null);
    const app = world.add({
      chatId: 'oc_ops1',
      senderId: 'cli_aaaaaaaaaaaaaaaa',
      isOurs: false,
      type: 'text',
      content: '{"text":"@_user_1 x"}',
    });
    assert.equal(readMessage(eventEnvelope.parse(messageEvent(world, app, { mentions: [bot] }, 't')), context), null);
  });

  it('people of another company are external', () => {
    const event = hear({ text: '@_user_1 restart it' }, { said: { mentions: [bot], tenantKey: 'another' } });

    assert.equal(event?.actor.isExternal, true);
  });

  it('a picture sent to us alone is heard without words', () => {
    const event = hear({ image_key: 'img_1' }, { type: 'image', chatId: 'oc_direct1' });

    assert.ok(event?.type === 'message' && event.isAddressed && event.text === '');
  });

  it('carries the time at which it was said, however late it comes', () => {
    const message = world.add({ chatId: 'oc_direct1', senderId: alice, isOurs: false, type: 'text', content: '{"text":"stop all"}' });
    message.createdMs = Date.parse('2026-10-31T18:00:00Z');

    const event = readMessage(eventEnvelope.parse(messageEvent(world, message, {}, 't')), context);

    assert.equal(event?.at, '2026-10-31T18:00:00.000Z');
  });

  it('nothing that is malformed is heard, and nothing throws', () => {
    for (const event of [null, {}, { sender: {} }, { sender: { sender_id: {}, sender_type: 'user' }, message: {} }]) {
      const envelope = eventEnvelope.parse({ ...eventBody(world, 'im.message.receive_v1', {}, 't'), event });

      assert.equal(readMessage(envelope, context), null);
      assert.equal(readClick(envelope, context), null);
    }
  });
});

describe('readText()', () => {
  it('content that isn’t what it should be has no words', () => {
    for (const content of ['', 'null', '{"text":1}', '[[', '{"content":"x"}']) {
      assert.equal(readText('text', content, [], world.botOpenId), '');
      assert.equal(readText('post', content, [], world.botOpenId), '');
    }
    assert.equal(readText('interactive', '{"text":"x"}', [], world.botOpenId), '');
  });
});
