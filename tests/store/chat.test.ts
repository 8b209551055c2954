import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ConsoleChatStore } from '../../src/store/chat-contract.ts';
import { onBoth } from './on-both.ts';

type NewMessage = Parameters<ConsoleChatStore['post']>[0];

const message = (idempotencyKey: string, change: Partial<NewMessage> = {}): NewMessage => ({
  ...{ channel: 'oncall', threadId: null, author: 'li', authorName: '李雷', isBot: false, body: { text: idempotencyKey } },
  ...{ incidentId: null, idempotencyKey, at: '2026-11-21T01:00:00.000Z' },
  ...change,
});

onBoth('createConsoleChatStore()', (given) => {
  it('posts the same key once, of twenty at once', async () => {
    const tenant = await given().tenant();

    const posted = await Promise.all(Array.from({ length: 20 }, () => tenant.chat.post(message('a'))));

    const { idempotencyKey: _, ...own } = message('a');
    assert.equal(new Set(posted.map((each) => each.id)).size, 1);
    assert.deepEqual(posted[0], { ...own, id: posted[0]?.id, editedAt: null, replies: 0 });
    const events = await tenant.events.after(0, 10);
    assert.deepEqual(
      events.map((event) => [event.kind, event.payload]),
      [['message', { channel: 'oncall', id: posted[0]?.id, threadId: null }]],
    );
  });

  it('counts replies and lists them oldest first', async () => {
    const tenant = await given().tenant();
    const root = await tenant.chat.post(message('root'));
    for (const key of ['one', 'two', 'three']) await tenant.chat.post(message(key, { threadId: root.id }));
    await tenant.chat.post(message('three', { threadId: root.id }));

    const last = await tenant.chat.thread(root.id, 2);

    assert.deepEqual(
      last.map((each) => each.body.text),
      ['two', 'three'],
    );
    assert.equal((await tenant.chat.get(root.id))?.replies, 3);
    assert.equal((await tenant.chat.roots('oncall', 10)).length, 1);
  });

  it('pages back through the roots of a channel', async () => {
    const tenant = await given().tenant();
    for (const key of ['a', 'b', 'c', 'd']) await tenant.chat.post(message(key));
    await tenant.chat.post(message('x', { channel: 'other' }));

    const last = await tenant.chat.roots('oncall', 2);
    const before = await tenant.chat.roots('oncall', 5, last[0]?.id);

    assert.deepEqual(
      last.map((each) => each.body.text),
      ['c', 'd'],
    );
    assert.deepEqual(
      before.map((each) => each.body.text),
      ['a', 'b'],
    );
  });

  it('edits in place and tells of it', async () => {
    const tenant = await given().tenant();
    const { id } = await tenant.chat.post(message('a'));

    await tenant.chat.edit(id, { text: 'b' }, '2026-11-21T01:05:00Z');

    const edited = await tenant.chat.get(id);
    assert.deepEqual([edited?.body, edited?.editedAt], [{ text: 'b' }, '2026-11-21T01:05:00.000Z']);
    assert.equal((await tenant.events.after(0, 10)).length, 2);
    await assert.rejects(tenant.chat.edit('msg_9', {}, '2026-11-21T01:05:00Z'), { kind: 'not-found' });
  });

  it('refuses a reply under nothing', async () => {
    const tenant = await given().tenant();

    await assert.rejects(tenant.chat.post(message('a', { threadId: 'msg_9' })), { kind: 'not-found' });
    assert.equal(await tenant.chat.get('msg_9'), null);
  });
});
