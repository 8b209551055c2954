import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ChatError } from '../../../src/adapters/contract.ts';
import type { SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import { paragraph, type Rich } from '../../../src/domain/card.ts';
import { exampleCard, until } from '../../contracts/adapter-peer.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import { createAdapter, createLog } from './slack-harness.ts';

const place = { adapter: 'slack', workspace: '', channel: 'C0OPS0001' };
const options = (idempotencyKey: string, more = {}) => ({ idempotencyKey, locale: 'en', priority: 'state', ...more }) as const;
const rich = (text: string): { readonly rich: readonly Rich[] } => ({ rich: [paragraph(text)] });

describe('SlackOutbound', () => {
  let peer: SlackPeer;
  let adapter: SlackAdapter;
  let logs: string[];

  beforeEach(async () => {
    peer = new SlackPeer();
    await peer.start();
    logs = [];
    adapter = createAdapter(peer, 'socket', createLog(logs));
    await adapter.start(() => undefined);
    await until(() => adapter.health().state === 'up', 'up');
  });

  afterEach(async () => {
    await adapter.stop();
    await peer.stop();
  });

  it('post() gives back where it stands: the workspace, the channel, and a thread to reply in', async () => {
    const root = await adapter.post(place, rich('root'), options('a'));
    const line = await adapter.post(root.place, rich('line'), options('b'));

    assert.deepEqual(root.place, { adapter: 'slack', workspace: 'T0ZHIBAN1', channel: 'C0OPS0001', thread: root.id });
    assert.deepEqual(line.place, root.place);
  });

  it('post() marks each message with its key, and neither unfurls nor links by itself', async () => {
    await adapter.post(place, rich('see http://x.example'), options('key-7'));

    const [call] = peer.callsOf('chat.postMessage');
    assert.deepEqual(JSON.parse(call?.parameters.metadata ?? '{}'), { event_type: 'zhiban_message', event_payload: { key: 'key-7' } });
    assert.equal(call?.parameters.unfurl_links, 'false');
    assert.match(call?.parameters.blocks ?? '', /"verbatim":true/);
  });

  for (const kind of ['drop-after', 'http-after', 'hang-after'] as const) {
    it(`post() is visible once when the answer is lost (${kind}), also twice in a row`, async () => {
      const root = await adapter.post(place, rich('root'), options('root'));
      peer.faults.add({ method: 'chat.postMessage', kind, times: 1 });

      await adapter.post(root.place, rich('line'), options('line'));

      assert.equal(peer.botMessages().length, 2);
    });
  }

  it('post() sends again when nothing has arrived', async () => {
    peer.faults.add({ method: 'chat.postMessage', kind: 'drop-before', times: 1 });

    await adapter.post(place, rich('root'), options('root'));

    assert.equal(peer.botMessages().length, 1);
    assert.equal(peer.callsOf('chat.postMessage').length, 2);
  });

  it('post() does not look first when it is told that the key is new, and does when it may not be', async () => {
    await adapter.post(place, rich('a'), options('a', { isRetry: false }));
    const looksWhenNew = peer.callsOf('conversations.history').length;
    await adapter.post(place, rich('b'), options('b', { isRetry: true }));

    assert.deepEqual([looksWhenNew, peer.callsOf('conversations.history').length], [0, 1]);
  });

  it('post() finds its message behind a thousand others', async () => {
    const root = await adapter.post(place, rich('root'), options('root'));
    const line = await adapter.post(root.place, rich('line'), options('line'));
    for (let index = 0; index < 700; index += 1) peer.say({ text: `talk ${index}`, thread: root.id });
    const reborn = createAdapter(peer, 'socket', createLog([]));
    await reborn.start(() => undefined);

    const again = await reborn.post(root.place, rich('line'), options('line'));
    await reborn.stop();

    assert.equal(again.id, line.id);
  });

  it('post() is not fooled by a message of another app that carries the key', async () => {
    peer.say({
      text: 'fake',
      user: 'U0EVIL001',
      extra: { bot_id: 'B0EVIL001', metadata: { event_type: 'zhiban_message', event_payload: { key: 'k' } } },
    });

    await adapter.post(place, rich('real'), options('k'));

    assert.equal(peer.botMessages().length, 1);
  });

  it('post() goes out although the channel cannot be read back, and says so', async () => {
    peer.faults.add({ method: 'conversations.history', kind: 'error', times: 1, code: 'missing_scope' });

    await adapter.post(place, rich('x'), options('x'));

    assert.equal(peer.botMessages().length, 1);
    assert.ok(logs.some((line) => line.includes('may show twice')));
  });

  it('post() takes a reply back that landed outside of its thread', async () => {
    const root = await adapter.post(place, rich('root'), options('root'));
    peer.faults.add({ method: 'chat.postMessage', kind: 'misplace', times: 1 });

    const failure = await adapter.post(root.place, rich('line'), options('line')).catch((error: unknown) => error);

    assert.ok(failure instanceof ChatError && failure.kind === 'gone');
    assert.equal(peer.botMessages().length, 1);
  });

  it('post() sends a card as text when Slack refuses its blocks', async () => {
    peer.faults.add({ method: 'chat.postMessage', kind: 'error', times: 1, code: 'invalid_blocks' });

    await adapter.post(place, { card: exampleCard() }, options('card'));

    assert.match(peer.botMessages()[0]?.text ?? '', /connections exhausted/);
    assert.ok(logs.some((line) => line.includes('refused a card')));
  });

  it('post() goes on where it stopped when one of several parts failed', async () => {
    const long: Rich[] = Array.from({ length: 3 }, (_, index) => paragraph(`${index} ${'word '.repeat(500)}`));
    peer.faults.add({ method: 'chat.postMessage', kind: 'slow', times: 1, ms: 1 });
    peer.faults.add({ method: 'chat.postMessage', kind: 'error', times: 1, code: 'internal_error' });
    peer.faults.add({ method: 'chat.postMessage', kind: 'error', times: 1, code: 'internal_error' });

    const failure = await adapter.post(place, { rich: long }, options('long')).catch((error: unknown) => error);
    const root = await adapter.post(place, { rich: long }, options('long'));

    assert.ok(failure instanceof ChatError && failure.kind === 'transient');
    assert.deepEqual(
      peer.botMessages().map((message) => [message.text[0], message.thread_ts ?? null]),
      [
        ['0', null],
        ['1', root.id],
        ['2', root.id],
      ],
    );
  });

  it('post() shares the file of a long text once', async () => {
    const long = { rich: [{ type: 'code', text: 'line of a log\n'.repeat(3_000) }] } as const;
    peer.faults.add({ method: 'files.completeUploadExternal', kind: 'drop-after', times: 1 });

    await adapter.post(place, long, options('long')).catch(() => undefined);
    await adapter.post(place, long, options('long'));

    const [first, file, ...rest] = peer.botMessages();
    assert.equal(rest.length, 0);
    assert.equal(file?.thread_ts, first?.ts);
    assert.equal(file?.files?.[0]?.content.match(/line of a log/g)?.length, 3_000);
  });

  it('post() waits as long as a rate limit says while other methods go on', async () => {
    const root = await adapter.post(place, { card: exampleCard() }, options('root'));
    peer.faults.add({ method: 'chat.postMessage', kind: 'rate', times: 1, retryAfterSeconds: 1 });
    const order: string[] = [];

    const line = adapter.post(root.place, rich('line'), options('line')).then(() => order.push('post'));
    const edit = adapter.edit(root, { card: { ...exampleCard(), revision: 2 } }, options('r2')).then(() => order.push('edit'));
    await Promise.all([line, edit]);

    assert.deepEqual(order, ['edit', 'post']);
  });

  it('post() keeps to a real limit of one a second by being refused a few times at most', async () => {
    peer.postsPerSecondMax = 3;

    await Promise.all(
      Array.from({ length: 6 }, (_, index) => adapter.post(place, rich(`line ${index}`), options(`k${index}`, { isRetry: false }))),
    );

    assert.equal(peer.botMessages().length, 6);
    assert.ok(peer.callsOf('chat.postMessage').length <= 10);
  });

  it('edit() posts afresh when the message is gone, once, in the same thread', async () => {
    const root = await adapter.post(place, rich('root'), options('root'));
    const line = await adapter.post(root.place, rich('line'), options('line'));
    peer.workspace.messages.splice(
      peer.workspace.messages.findIndex((message) => message.ts === line.id),
      1,
    );

    const fresh = await adapter.edit(line, rich('line, edited'), options('edit'));
    const again = await adapter.edit(line, rich('line, edited'), options('edit'));

    assert.notEqual(fresh.id, line.id);
    assert.equal(again.id, fresh.id);
    assert.equal(peer.botMessages().find((message) => message.ts === fresh.id)?.thread_ts, root.id);
  });

  it('edit() is repeated when its answer is lost', async () => {
    const root = await adapter.post(place, { card: exampleCard() }, options('root'));
    peer.faults.add({ method: 'chat.update', kind: 'drop-before', times: 1 });

    await adapter.edit(root, { card: { ...exampleCard(), title: 'ZB-1 edited' } }, options('r2'));

    assert.match(JSON.stringify(peer.botMessages()[0]?.blocks), /ZB-1 edited/);
  });

  it('edit() turns a card into text without leaving its buttons', async () => {
    const root = await adapter.post(place, { card: exampleCard() }, options('root'));

    await adapter.edit(root, rich('moved'), options('r2'));

    assert.deepEqual(peer.botMessages()[0]?.attachments, []);
  });

  it('whisper() never fails the caller', async () => {
    const actor = { adapter: 'slack', workspace: 'T0ZHIBAN1', userId: 'U0ALICE01', isBot: false, isExternal: false };

    await adapter.whisper({ ...place, channel: 'C0UNKNOWN' }, actor, { level: 'info', text: 'x' });
    await adapter.whisper(place, actor, { level: 'ok', text: 'only <you>' });

    assert.deepEqual(peer.workspace.ephemerals, [{ channel: 'C0OPS0001', user: 'U0ALICE01', text: '✅ only &lt;you&gt;' }]);
  });

  it('linkTo() gives the address people can open, null when there is none', async () => {
    const root = await adapter.post(place, rich('root'), options('root'));

    assert.match((await adapter.linkTo?.(root)) ?? '', /^https:\/\/zhiban\.slack\.com\/archives\/C0OPS0001\/p\d+$/);
    assert.equal(await adapter.linkTo?.({ ...root, id: '1.1' }), null);
  });
});
