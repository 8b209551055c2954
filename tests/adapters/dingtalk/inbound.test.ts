import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readMessage } from '../../../src/adapters/dingtalk/inbound.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';

const peer = new DingtalkPeer();
const context = {
  nowMs: Date.parse('2026-11-28T10:00:00Z'),
  makeResponder: () => ({ whisper: async () => undefined, openForm: async () => false }),
};
const read = (said: Parameters<DingtalkPeer['messageData']>[0]) => readMessage(peer.messageData(said), context);

describe('readMessage()', () => {
  it('reads a mention in a group: who, where, the words without the space that the mention leaves', () => {
    const heard = read({ text: '为什么慢？' });

    const { place, actor, text, isAddressed } = heard?.event ?? assert.fail('not heard');
    assert.deepEqual(place, { adapter: 'dingtalk', workspace: 'dingcorp0001', channel: 'cidOPS0001==' });
    assert.deepEqual(actor, {
      adapter: 'dingtalk',
      workspace: 'dingcorp0001',
      userId: 'staff-alice',
      isBot: false,
      isExternal: false,
      name: 'Alice',
    });
    assert.deepEqual([text, isAddressed], ['为什么慢？', true]);
  });

  it('names a one-to-one chat after its person, since messages go there by the person’s id', () => {
    assert.equal(read({ text: 'hi', isPrivate: true })?.event.place.channel, 'user:staff-alice');
  });

  it('takes whoever has no staff id, or another organisation, for external', () => {
    const cases = [{ senderStaffId: '' }, { senderStaffId: undefined }, { senderCorpId: 'dingother' }];

    for (const extra of cases) assert.equal(read({ text: 'approve', extra })?.event.actor.isExternal, true, JSON.stringify(extra));
  });

  it('names what is quoted: our message by its key, a person’s by its id, and what it says', () => {
    const ours = read({ text: 'again', quote: 'pqk-1' })?.event;
    const theirs = read({
      text: 'x',
      extra: { text: { content: 'x', isReplyMsg: true, repliedMsg: { msgId: 'msg-7', content: { text: 'ZB-7 · hello' } } } },
    })?.event;
    const bare = read({ text: 'x', extra: { originalMsgId: 'msg-8' } })?.event;

    assert.equal(ours?.quotedId, 'pqk-1');
    assert.deepEqual([theirs?.quotedId, theirs?.quotedText], ['msg-7', 'ZB-7 · hello']);
    assert.equal(bare?.quotedId, 'msg-8');
    assert.equal('quotedId' in (read({ text: 'x' })?.event ?? {}), false);
  });

  it('hears rich text and speech, and passes over pictures', () => {
    const richText = { richText: [{ text: '看 ' }, { type: 'picture', downloadCode: 'x' }, { text: 'orders-db' }] };

    assert.equal(read({ text: '', extra: { msgtype: 'richText', content: richText } })?.event.text, '看 orders-db');
    assert.equal(read({ text: '', extra: { msgtype: 'audio', content: { recognition: '为什么慢' } } })?.event.text, '为什么慢');
    assert.equal(read({ text: '', extra: { msgtype: 'picture', content: {} } }), null);
  });

  it('tells when it was said: hours ago is hours ago', () => {
    assert.equal(read({ text: 'x', extra: { createAt: Date.parse('2026-11-28T02:00:00Z') } })?.event.at, '2026-11-28T02:00:00.000Z');
  });

  it('is null for what is no message, and for our own', () => {
    for (const data of [
      null,
      'x',
      {},
      { ...peer.messageData({ text: 'x' }), conversationType: '3' },
      { ...peer.messageData({ text: 'x' }), msgId: 5 },
    ])
      assert.equal(readMessage(data, context), null);
    assert.equal(read({ text: 'x', extra: { senderId: peer.corp.botUserId } }), null);
  });
});
