/** A second opinion: our outbound code before an emulator of Slack that others wrote. */

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createEmulator, type Emulator } from 'emulate';
import { z } from 'zod';
import { createSlackClient } from '../../../src/adapters/slack/client.ts';
import { fetchIdentity, type SlackIdentity } from '../../../src/adapters/slack/identity.ts';
import { defaultSlackPace } from '../../../src/adapters/slack/limits.ts';
import { SlackOutbound } from '../../../src/adapters/slack/outbound.ts';
import { createSdkLogger } from '../../../src/adapters/slack/sdk-logger.ts';
import { paragraph } from '../../../src/domain/card.ts';
import { systemClock } from '../../support/system-clock.ts';
import { exampleCards } from './example-cards.ts';
import { createLog, quickPace } from './slack-harness.ts';

const token = 'xoxb-emulated-bot-token';
let emulator: Emulator;

before(async () => {
  const seed = {
    slack: {
      users: [{ name: 'zhiban', real_name: 'Zhiban', email: 'zhiban@example.com' }],
      channels: [{ name: 'ops' }],
      tokens: [{ token, user: 'zhiban', scopes: ['chat:write', 'channels:read', 'channels:history', 'files:read', 'files:write'] }],
    },
  };
  emulator = await createEmulator({ service: 'slack', port: await freePort(), seed });
});

after(async () => {
  await emulator.close();
});

describe('SlackOutbound before emulate', () => {
  it('posts a card, replies in its thread, edits in place, and finds its posts again', async () => {
    const { outbound, read, channel } = await createOutbound();
    const [example] = exampleCards;
    assert.ok(example);
    const place = { adapter: 'slack', workspace: 'T000000001', channel };

    const root = await outbound.post(place, { card: example.card }, { idempotencyKey: 'root', locale: 'en', priority: 'state' });
    const line = await outbound.post(
      root.place,
      { rich: [paragraph('a < b & c')] },
      { idempotencyKey: 'line', locale: 'en', priority: 'state' },
    );
    await outbound.edit(
      root,
      { card: { ...example.card, fallbackText: 'edited' } },
      { idempotencyKey: 'edit', locale: 'en', priority: 'state' },
    );
    const reborn = await createOutbound();
    const again = await reborn.outbound.post(
      root.place,
      { rich: [paragraph('a < b & c')] },
      { idempotencyKey: 'line', locale: 'en', priority: 'state' },
    );

    const thread = await read('conversations.replies', { channel, ts: root.id });
    assert.deepEqual(
      thread.map((message) => [message.ts, message.thread_ts ?? root.id]),
      [
        [root.id, root.id],
        [line.id, root.id],
      ],
    );
    assert.match(thread[0]?.text ?? '', /edited/);
    assert.equal(thread[1]?.text, 'a &lt; b &amp; c');
    assert.equal(again.id, line.id);
    await outbound.stop();
    await reborn.outbound.stop();
  });

  it('sends a text that is too long for messages as a file in the thread', async () => {
    const { outbound, read, channel } = await createOutbound();
    const place = { adapter: 'slack', workspace: 'T000000001', channel };
    const text = Array.from({ length: 3_000 }, (_, index) => `line ${index}`).join('\n');

    const first = await outbound.post(
      place,
      { rich: [{ type: 'code', text }] },
      { idempotencyKey: 'long', locale: 'en', priority: 'state' },
    );
    await outbound.stop();

    const thread = await read('conversations.replies', { channel, ts: first.id });
    assert.equal(thread.length, 2);
    assert.match(thread[1]?.files?.[0]?.name ?? '', /^zhiban-[0-9a-f]{16}\.md$/);
  });

  it('shows a notice to one person only', async () => {
    const { outbound, read, channel } = await createOutbound();
    const before = await read('conversations.history', { channel });

    const isShown = await outbound.whisper({ adapter: 'slack', workspace: 'T000000001', channel }, 'U000000001', {
      level: 'ok',
      text: 'done',
    });

    assert.equal(isShown, true);
    assert.equal((await read('conversations.history', { channel })).length, before.length);
  });
});

const messages = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      thread_ts: z.string().optional(),
      text: z.string(),
      files: z.array(z.object({ name: z.string() })).optional(),
    }),
  ),
});
const channels = z.object({ channels: z.array(z.object({ id: z.string() })) });

async function createOutbound() {
  const log = createLog([]);
  const { LogLevel } = await import('@slack/bolt');
  const client = await createSlackClient({
    token,
    apiUrl: `${emulator.url}/api/`,
    callTimeoutMs: 5_000,
    formTimeoutMs: 2_000,
    logger: createSdkLogger(log, LogLevel.WARN),
    redact: (text) => text,
  });
  const identity: SlackIdentity = await fetchIdentity(client);
  const outbound = new SlackOutbound({
    client,
    clock: systemClock,
    log,
    pace: { ...defaultSlackPace, ...quickPace },
    identity: () => identity,
    onAuthFailure: () => undefined,
  });
  const list = await client.call('conversations.list', {}, channels);
  const channel = list.channels[0]?.id ?? '';
  const read = async (method: string, parameters: Record<string, string>) => (await client.call(method, parameters, messages)).messages;
  return { outbound, read, channel };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
