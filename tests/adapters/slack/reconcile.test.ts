import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SlackClient } from '../../../src/adapters/slack/client.ts';
import { fileNameOf, findMessage, hasFile, messageMetadata } from '../../../src/adapters/slack/reconcile.ts';

const identity = { teamId: 'T1', botUserId: 'U0BOT', botId: 'B1', enterpriseId: null };

function clientOf(pages: readonly unknown[]): SlackClient & { readonly asked: Readonly<Record<string, unknown>>[] } {
  const asked: Readonly<Record<string, unknown>>[] = [];
  let turn = 0;
  return {
    asked,
    async call(method, parameters, schema) {
      asked.push({ method, ...parameters });
      turn += 1;
      return schema.parse(pages[turn - 1]);
    },
    callQuickly: () => Promise.reject(new Error('not used')),
    upload: () => Promise.reject(new Error('not used')),
  };
}

const ours = { ts: '2.1', user: 'U0BOT', bot_id: 'B1', metadata: messageMetadata('k') };

describe('findMessage()', () => {
  it('turns pages until it is found, in the thread or in the channel', async () => {
    const client = clientOf([{ messages: [{ ts: '1.1' }], response_metadata: { next_cursor: 'c2' } }, { messages: [ours] }]);

    const found = await findMessage(client, identity, { channel: 'C1', thread: '1.1' }, 'k', 1_000_000_000);

    assert.deepEqual(found, { channel: 'C1', ts: '2.1' });
    assert.deepEqual(
      client.asked.map((one) => [one.method, one.ts, one.cursor]),
      [
        ['conversations.replies', '1.1', undefined],
        ['conversations.replies', '1.1', 'c2'],
      ],
    );
  });

  it('ends after five pages', async () => {
    const client = clientOf(Array.from({ length: 9 }, () => ({ messages: [], response_metadata: { next_cursor: 'more' } })));

    assert.equal(await findMessage(client, identity, { channel: 'C1', thread: undefined }, 'k', 0), null);
    assert.equal(client.asked.length, 5);
  });

  it('counts our own messages only', async () => {
    const foreign = { ...ours, user: 'U2', bot_id: 'B2' };

    assert.equal(await findMessage(clientOf([{ messages: [foreign] }]), identity, { channel: 'C1', thread: undefined }, 'k', 0), null);
    assert.notEqual(await findMessage(clientOf([{ messages: [foreign] }]), null, { channel: 'C1', thread: undefined }, 'k', 0), null);
  });
});

describe('hasFile()', () => {
  it('knows the file of a key by its name', async () => {
    const message = { ts: '2.2', user: 'U0BOT', files: [{ name: fileNameOf('k') }] };

    assert.equal(await hasFile(clientOf([{ messages: [message] }]), identity, { channel: 'C1', thread: '1.1' }, 'k', 0), true);
    assert.equal(await hasFile(clientOf([{ messages: [message] }]), identity, { channel: 'C1', thread: '1.1' }, 'other', 0), false);
  });
});
