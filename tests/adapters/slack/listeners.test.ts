import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Inbound } from '../../../src/adapters/contract.ts';
import type { SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import { exampleCard, until } from '../../contracts/adapter-peer.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import { createAdapter, createLog } from './slack-harness.ts';

describe('createBoltApp()', () => {
  let peer: SlackPeer;
  let adapter: SlackAdapter;
  let events: Inbound[];

  beforeEach(async () => {
    events = [];
    peer = new SlackPeer();
    await peer.start();
    adapter = createAdapter(peer, 'socket', createLog([]));
    await adapter.start((event) => void events.push(event));
    await until(() => adapter.health().state === 'up', 'up');
  });

  afterEach(async () => {
    await adapter.stop();
    await peer.stop();
  });

  it('a slash command is acknowledged, shown in the channel, and heard under what is shown', async () => {
    const ack = await peer.command('why is orders-db slow?').ack;
    await until(() => events.length === 1, 'heard');

    const [shown] = peer.botMessages();
    const [event] = events;
    assert.notEqual(ack, null);
    assert.equal(shown?.text, '<@U0ALICE01>: why is orders-db slow?');
    assert.ok(event?.type === 'message' && event.isAddressed && event.messageId === shown.ts);
  });

  it('a slash command without words shows nothing and is heard', async () => {
    await peer.command('').ack;
    await until(() => events.length === 1, 'heard');

    assert.equal(peer.botMessages().length, 0);
    assert.ok(events[0]?.type === 'message' && events[0].text === '');
  });

  it('a slash command where the bot is no member is answered with the way to invite it', async () => {
    await peer.command('help', 'U0ALICE01', 'C0PRIVATE').ack;
    await until(() => events.length === 1, 'heard');

    assert.match(peer.workspace.ephemerals[0]?.text ?? '', /\/invite @zhiban/);
  });

  it('everything else that wants an answer gets one', async () => {
    const user = { id: 'U0ALICE01' };
    const team = { id: peer.workspace.teamId };
    const payloads = [
      { type: 'shortcut', callback_id: 'x', user, team, trigger_id: '1', action_ts: '1' },
      {
        type: 'message_action',
        callback_id: 'x',
        user,
        team,
        trigger_id: '1',
        channel: { id: 'C1' },
        message: {},
        response_url: 'http://x',
      },
      { type: 'view_closed', user, team, view: { id: 'V1', callback_id: 'other' } },
      { type: 'view_submission', user, team, view: { id: 'V1', callback_id: 'other' } },
      { type: 'block_suggestion', action_id: 'x', block_id: 'b', value: 'v', user, team },
      { type: 'interactive_message', callback_id: 'x', actions: [{ name: 'a', type: 'button' }], user, team, channel: { id: 'C1' } },
    ];

    const acks = await Promise.all(payloads.map((payload) => peer.deliver('interactive', payload).ack));

    assert.deepEqual(
      acks.map((ack) => ack !== null),
      payloads.map(() => true),
    );
    assert.equal(events.length, 0);
  });

  it('a form is opened once, and not at all when its trigger is too old', async () => {
    const card = await adapter.post(
      { adapter: 'slack', workspace: '', channel: 'C0OPS0001' },
      { card: exampleCard() },
      { idempotencyKey: 'k', locale: 'en', priority: 'state' },
    );
    const message = peer.botMessages().find((one) => one.ts === card.id);
    assert.ok(message);
    const form = {
      id: 'reject:p',
      title: 'Reject',
      submit: 'Reject',
      fields: [{ id: 'reason', label: 'Why', isMultiline: true, isRequired: true }],
    };

    await peer.click(message, 'Reject').ack;
    await until(() => events.length === 1, 'heard');
    const opened = await events[0]?.responder.openForm(form);
    const again = await events[0]?.responder.openForm(form);

    assert.deepEqual([opened, again, peer.workspace.views.length], [true, false, 1]);
  });

  it('the answer to a form is told in the thread that it came from', async () => {
    const card = await adapter.post(
      { adapter: 'slack', workspace: '', channel: 'C0OPS0001' },
      { card: exampleCard() },
      { idempotencyKey: 'k', locale: 'en', priority: 'state' },
    );
    const message = peer.botMessages().find((one) => one.ts === card.id);
    assert.ok(message);
    await peer.click(message, 'Reject').ack;
    await until(() => events.length === 1, 'heard');
    await events[0]?.responder.openForm({
      id: 'f',
      title: '驳回',
      submit: '驳回',
      fields: [{ id: 'reason', label: '原因', isMultiline: true, isRequired: true }],
    });
    await peer.submit({ reason: '大促' }).ack;
    await until(() => events.length === 2, 'heard the form');

    await events[1]?.responder.whisper({ level: 'ok', text: '已驳回' });

    assert.deepEqual(peer.workspace.ephemerals, [{ channel: 'C0OPS0001', user: 'U0ALICE01', text: '✅ 已驳回', thread_ts: card.id }]);
  });

  it('a whisper takes the other way when the first is closed', async () => {
    const card = await adapter.post(
      { adapter: 'slack', workspace: '', channel: 'C0OPS0001' },
      { card: exampleCard() },
      { idempotencyKey: 'k', locale: 'en', priority: 'state' },
    );
    const message = peer.botMessages().find((one) => one.ts === card.id);
    assert.ok(message);
    await peer.click(message, 'Approve').ack;
    await until(() => events.length === 1, 'heard');
    peer.faults.add({ method: 'chat.postEphemeral', kind: 'error', times: 1, code: 'not_in_channel' });

    await events[0]?.responder.whisper({ level: 'info', text: 'told' });

    assert.equal(peer.workspace.ephemerals[0]?.text, 'ℹ️ told');
  });
});
