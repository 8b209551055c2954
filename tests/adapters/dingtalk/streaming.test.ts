import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type ChatAdapter, ChatError, type Streaming } from '../../../src/adapters/contract.ts';
import { quotaKey } from '../../../src/adapters/dingtalk/quota.ts';
import { createStreaming } from '../../../src/adapters/dingtalk/streaming.ts';
import { paragraph } from '../../../src/domain/card.ts';
import type { Place } from '../../../src/domain/place.ts';
import { options, until } from '../../contracts/adapter-peer.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { createAdapter, createMemory, type Made } from './dingtalk-harness.ts';

describe('createStreaming()', () => {
  let peer: DingtalkPeer;
  const open: ChatAdapter[] = [];
  const place: Place = { adapter: 'dingtalk', workspace: 'dingcorp0001', channel: 'cidOPS0001==' };

  beforeEach(async () => {
    peer = new DingtalkPeer();
    await peer.start();
  });
  afterEach(async () => {
    for (const adapter of open.splice(0)) await adapter.stop();
    await peer.stop();
  });

  async function streaming(made: Made = {}): Promise<Streaming> {
    const change = { aiCardTemplateId: peer.corp.aiTemplateId, ...made.change };
    const adapter = createAdapter(peer, { memory: createMemory(), ...made, change });
    open.push(adapter);
    await adapter.start(() => undefined);
    await until(() => adapter.health().state === 'up', 'up');
    return adapter.streaming ?? assert.fail('no streaming');
  }

  it('lets an AI card grow and ends it, spending few calls', async () => {
    const { start, update, finish } = await streaming();

    const streamed = await start(place, [paragraph('One.')], options('begun'));
    await update(streamed, [paragraph('One. Two.')], options('begun'));
    await update(streamed, [paragraph('One. Two. Three.')], options('begun'));
    const sent = await finish(streamed, [paragraph('One. Two. Three. Four.')], options('line'));

    const [card] = peer.corp.cards();
    assert.deepEqual(card?.texts, ['One.', 'One. Two.', 'One. Two. Three. Four.']);
    assert.equal(card?.isFinal, true);
    assert.equal(card?.templateId, peer.corp.aiTemplateId);
    assert.deepEqual(sent, streamed.message);
    assert.equal(sent.place.thread, card?.carrierId, 'a quote of the answer finds its incident');
    assert.ok(createStreaming.name);
  });

  it('begins one card for one key, and ends it once in what people see, also in another process', async () => {
    const first = await streaming();
    const streamed = await first.start(place, [paragraph('One.')], options('begun'));
    await first.start(place, [paragraph('One.')], options('begun'));
    const second = await streaming();

    for (const each of [first, second]) await each.finish(streamed, [paragraph('End.')], options('line'));

    assert.equal(peer.corp.cards().length, 1);
    assert.equal(peer.corp.cards()[0]?.shared.content, 'End.');
    assert.equal(peer.corp.lines().length, 0);
  });

  it('begins nothing when the month’s calls run out, and is not there without a template', async () => {
    const memory = createMemory();
    await memory.set(quotaKey(Date.now()), 900);
    const { start } = await streaming({ memory, change: { callsPerMonth: 1_000 } });

    await assert.rejects(
      start(place, [paragraph('One.')], options('begun')),
      (error) => error instanceof ChatError && error.kind === 'rate',
    );
    assert.equal(peer.corp.cards().length, 0);
    assert.equal(createAdapter(peer, { memory }).streaming, undefined);
  });
});
