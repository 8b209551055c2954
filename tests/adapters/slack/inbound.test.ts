import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type InboundContext, readClicks, readCommand, readForm, readMessage } from '../../../src/adapters/slack/inbound.ts';

const context: InboundContext = {
  identity: { teamId: 'T1', botUserId: 'U0BOT', botId: 'B1', enterpriseId: null },
  nowMs: 1_700_000_000_000,
  makeResponder: () => ({ whisper: async () => undefined, openForm: async () => false }),
};

function body(event: Readonly<Record<string, unknown>>) {
  return {
    team_id: 'T1',
    event: { type: 'message', channel: 'C1', channel_type: 'channel', user: 'U1', text: 'x', ts: '1700000001.000100', ...event },
  };
}

describe('readMessage()', () => {
  it('hears people and nobody else', () => {
    const addressed = { text: '<@U0BOT> x' };
    const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, boolean | null])[] = [
      ['a mention', addressed, true],
      ['an app_mention', { ...addressed, type: 'app_mention' }, true],
      ['a direct message', { channel_type: 'im' }, true],
      ['talk in a channel', {}, false],
      ['talk in a thread', { thread_ts: '1700000000.000100' }, false],
      ['talk in a group message', { channel_type: 'mpim' }, false],
      ['a file with words', { ...addressed, subtype: 'file_share' }, true],
      ['a reply that is shown in the channel too', { ...addressed, subtype: 'thread_broadcast', thread_ts: '1700000000.000100' }, true],
      ['a bare mention', { text: '<@U0BOT>' }, true],
      ['an empty reply', { text: '', thread_ts: '1700000000.000100' }, null],
      ['an edit', { ...addressed, subtype: 'message_changed' }, null],
      ['a deletion', { ...addressed, subtype: 'message_deleted' }, null],
      ['a join', { ...addressed, subtype: 'channel_join' }, null],
      ['what a bot posts', { ...addressed, subtype: 'bot_message', bot_id: 'B2' }, null],
      ['what a bot user posts', { ...addressed, bot_id: 'B2' }, null],
      ['our own words', { ...addressed, user: 'U0BOT' }, null],
      ['Slackbot', { ...addressed, user: 'USLACKBOT' }, null],
      ['something hidden', { ...addressed, hidden: true }, null],
      ['nobody', { ...addressed, user: undefined }, null],
    ];

    for (const [name, event, expected] of cases) {
      const heard = readMessage(body(event), context);
      assert.equal(heard === null ? null : heard.type === 'message' && heard.isAddressed, expected, name);
    }
  });

  it('gives both events of one mention the same key', () => {
    const text = '<@U0BOT> x';

    assert.equal(readMessage(body({ text }), context)?.key, readMessage(body({ text, type: 'app_mention' }), context)?.key);
  });

  it('tells people of other workspaces', () => {
    const heard = readMessage(body({ text: '<@U0BOT> x', user_team: 'T2' }), context);

    assert.ok(heard?.type === 'message' && heard.actor.isExternal && heard.actor.workspace === 'T2' && heard.place.workspace === 'T1');
  });

  it('survives anything', () => {
    for (const value of [null, 1, 'x', [], {}, { event: null }, { event: { type: 'message' } }])
      assert.equal(readMessage(value, context), null);
  });
});

describe('readClicks()', () => {
  const click = {
    type: 'block_actions',
    user: { id: 'U1', team_id: 'T1', username: 'alice' },
    container: { message_ts: '1700000001.000100', channel_id: 'C1' },
    actions: [{ action_id: 'zhiban:approve#0', action_ts: '1700000002.000100', value: 'plan_1 abc' }],
  };

  it('takes who and where from the envelope, and the button from the action', () => {
    const [heard] = readClicks(click, context);

    assert.ok(heard?.type === 'click');
    assert.deepEqual([heard.actionId, heard.value, heard.actor.userId, heard.actor.name], ['approve', 'plan_1 abc', 'U1', 'alice']);
    assert.deepEqual(heard.card, {
      place: { adapter: 'slack', workspace: 'T1', channel: 'C1', thread: '1700000001.000100' },
      id: '1700000001.000100',
    });
    assert.equal(heard.at, '2023-11-14T22:13:22.000Z');
  });

  it('keeps the thread of a card that is a reply', () => {
    const [heard] = readClicks({ ...click, container: { ...click.container, thread_ts: '1700000000.000100' } }, context);

    assert.ok(heard?.type === 'click' && heard.place.thread === '1700000000.000100');
  });

  it('is empty for buttons of others and clicks on no message', () => {
    assert.deepEqual(readClicks({ ...click, actions: [{ action_id: 'other' }] }, context), []);
    assert.deepEqual(readClicks({ ...click, container: {} }, context), []);
    assert.deepEqual(readClicks({}, context), []);
  });
});

describe('readForm()', () => {
  it('is null for views of others', () => {
    assert.equal(readForm({ type: 'view_submission', user: { id: 'U1' }, view: { id: 'V1', callback_id: 'other' } }, context), null);
  });
});

describe('readCommand()', () => {
  const command = { command: '/zhiban', text: 'why slow?', user_id: 'U1', channel_id: 'C1', trigger_id: '1.2.3', team_id: 'T1' };

  it('is an addressed message under its anchor', () => {
    const heard = readCommand(command, context, '1700000001.000100');

    assert.ok(heard?.type === 'message' && heard.isAddressed);
    assert.deepEqual([heard.text, heard.messageId, heard.place.thread], ['why slow?', '1700000001.000100', undefined]);
  });

  it('has an id of its own without an anchor, and is null for anything else', () => {
    const heard = readCommand(command, context, null);

    assert.ok(heard?.type === 'message' && heard.messageId === heard.key);
    assert.equal(readCommand({}, context, null), null);
  });
});
