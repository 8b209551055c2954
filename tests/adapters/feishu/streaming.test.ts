import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ChatError, type Streaming } from '../../../src/adapters/contract.ts';
import type { FeishuAdapter } from '../../../src/adapters/feishu/adapter.ts';
import { createStreaming } from '../../../src/adapters/feishu/streaming.ts';
import { paragraph } from '../../../src/domain/card.ts';
import { options, until } from '../../contracts/adapter-peer.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';
import { createAdapter } from './feishu-harness.ts';

describe('createStreaming()', () => {
  let peer: FeishuPeer;
  let adapter: FeishuAdapter;
  let skewMs: number;
  const clock = { ...realClock, now: () => Date.now() + skewMs };
  const place = { adapter: 'feishu', workspace: '', channel: 'oc_ops1' };
  const streaming = (): Streaming => adapter.streaming ?? assert.fail('no streaming');
  const entities = () => [...peer.world.cardKit.values()];

  async function startAdapter(): Promise<FeishuAdapter> {
    const made = createAdapter(peer, 'http', createLog([]), { clock });
    await made.start(() => undefined);
    await until(() => made.health().state === 'up', 'up');
    return made;
  }

  beforeEach(async () => {
    skewMs = 0;
    peer = new FeishuPeer();
    await peer.start();
    adapter = await startAdapter();
  });
  afterEach(async () => {
    await adapter.stop();
    await peer.stop();
  });

  it('sends a card by its id, lets it grow, and leaves an ordinary card', async () => {
    const streamed = await streaming().start(place, [paragraph('One.')], options('begun'));
    assert.equal(entities()[0]?.isStreaming, true);
    await streaming().update(streamed, [paragraph('One. Two.')], options('begun'));
    const sent = await streaming().finish(streamed, [paragraph('One. Two. Three.')], options('line'));

    assert.deepEqual(sent, streamed.message);
    assert.deepEqual(entities()[0]?.texts, ['One.', 'One. Two.', 'One. Two. Three.']);
    assert.equal(entities()[0]?.isStreaming, false);
    assert.deepEqual(
      peer.botMessages().map(({ type, edits }) => [type, edits]),
      [['interactive', 2]],
    );
    assert.ok(createStreaming.name);
  });

  it('goes on with higher numbers in another process, and ends twice as once', async () => {
    const streamed = await streaming().start(place, [paragraph('One.')], options('begun'));
    for (const text of ['a', 'b', 'c']) await streaming().update(streamed, [paragraph(text)], options('begun'));
    await adapter.stop();
    adapter = await startAdapter();
    skewMs = 1_000;

    for (const _ of [1, 2]) await streaming().finish(streamed, [paragraph('End.')], options('line'));

    assert.equal(entities()[0]?.texts.at(-1), 'End.');
    assert.equal(peer.botMessages().length, 1);
  });

  it('ends a card whose time to grow is over', async () => {
    const streamed = await streaming().start(place, [paragraph('One.')], options('begun'));
    peer.faults.add({ api: 'cardkit.card.settings', kind: 'code', code: 300309, times: 1 });

    await streaming().finish(streamed, [paragraph('End.')], options('line'));

    assert.equal(entities()[0]?.texts.at(-1), 'End.');
  });

  it('refuses a text that one card can’t hold, and a card that it doesn’t know', async () => {
    const streamed = await streaming().start(place, [paragraph('One.')], options('begun'));
    const long = [paragraph('长'.repeat(9_000))];

    const isKind = (kind: string) => (error: unknown) => error instanceof ChatError && error.kind === kind;
    await assert.rejects(streaming().finish(streamed, long, options('line')), isKind('too-large'));
    await assert.rejects(streaming().finish({ ...streamed, card: '7' }, [paragraph('x')], options('line')), isKind('format'));
  });
});
