/** What every adapter must say: in its place, once, whole, harmless, and at the platform's pace. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type ChatAdapter, ChatError } from '../../adapters/contract.ts';
import { paragraph, type Rich } from '../../domain/card.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import { exampleCard, options, type Start, say } from './adapter-peer.ts';

/** What shows once whatever happens: a line where the platform lets us make sure of that, else a card. */
function certain(adapter: ChatAdapter, place: Place, text: string, key: string): Promise<MessageRef> {
  if (adapter.capabilities.repeatsDoubtfulLines !== true) return say(adapter, place, text, key);
  return adapter.post(place, { card: { ...exampleCard(), title: text } }, options(key));
}

export function describeSaying(start: Start): void {
  describePlaces(start);
  describeRepeats(start);
  describeText(start);
  describePace(start);
}

function describePlaces(start: Start): void {
  it('a post stands in the channel, a line in its thread', async () => {
    const { peer, adapter } = await start();

    const root = await adapter.post(peer.place, { card: exampleCard() }, options('root'));
    const line = await adapter.post(root.place, { rich: [paragraph('strengthened: too many connections')] }, options('line'));

    const seen = peer.visible();
    assert.deepEqual(
      seen.map((message) => [message.id, message.thread]),
      [
        [root.id, null],
        [line.id, adapter.capabilities.threads === 'none' ? null : root.id],
      ],
    );
    assert.match(seen[0]?.text ?? '', /orders-db: connections exhausted/);
    assert.deepEqual(seen[0]?.buttons.toSorted(), ['Approve', 'Investigate again', 'Reject']);
  });

  it('a card is edited in place; where a platform edits nothing, what is new stands below', async () => {
    const { peer, adapter } = await start();
    const root = await adapter.post(peer.place, { card: exampleCard() }, options('root'));

    const after = await adapter.edit(
      root,
      { card: { ...exampleCard(), title: 'ZB-1 orders-db: all is well', buttons: [] } },
      options('rev 2'),
    );

    const seen = peer.visible();
    const newest = seen.at(-1);
    assert.equal(after.id, root.id);
    assert.equal(seen.length, adapter.capabilities.cardEdit ? 1 : 2);
    assert.match(newest?.text ?? '', /all is well/);
    assert.deepEqual(newest?.buttons, ['Investigate again']);
  });

  it('the same key is visible once: again, at the same time, and in another life', async () => {
    const { peer, adapter, another } = await start();

    const both = await Promise.all([certain(adapter, peer.place, 'once', 'key-1'), certain(adapter, peer.place, 'once', 'key-1')]);
    const again = await certain(adapter, peer.place, 'once', 'key-1');
    const second = another();
    await second.start(() => undefined);
    const reborn = await certain(second, peer.place, 'once', 'key-1');
    const line = await certain(adapter, reborn.place, 'a line', 'key-2');
    const lineAgain = await certain(second, reborn.place, 'a line', 'key-2');
    await second.stop();

    assert.equal(new Set([...both, again, reborn].map((ref) => ref.id)).size, 1);
    assert.equal(line.id, lineAgain.id);
    assert.equal(peer.visible().length, 2);
  });
}

function describeRepeats(start: Start): void {
  it('a line is said once in one life, also when it is asked for twice at the same time', async () => {
    const { peer, adapter } = await start();

    const both = await Promise.all([say(adapter, peer.place, 'once', 'key-1'), say(adapter, peer.place, 'once', 'key-1')]);
    const again = await say(adapter, peer.place, 'once', 'key-1');

    assert.equal(new Set([...both, again].map((ref) => ref.id)).size, 1);
    assert.equal(peer.visible().length, 1);
  });

  it('a post whose answer is lost is visible once', async () => {
    const { peer, adapter } = await start();

    peer.failSends('lost-answer', 1);
    const root = await certain(adapter, peer.place, 'root', 'root');
    peer.failSends('lost-answer', 1);
    const line = await certain(adapter, root.place, 'line', 'line');

    assert.deepEqual(
      peer.visible().map((message) => message.id),
      [root.id, line.id],
    );
  });

  it('a post fails with a kind that says whether a retry can help, and is visible once after the retry', async () => {
    const { peer, adapter } = await start();

    peer.failSends('unavailable', 20);
    const failure = await say(adapter, peer.place, 'later', 'key').catch((error: unknown) => error);
    peer.failSends('unavailable', 0);
    await say(adapter, peer.place, 'later', 'key');

    assert.ok(failure instanceof ChatError);
    assert.equal(failure.kind, 'transient');
    assert.equal(peer.visible().length, 1);
  });

  it('long text comes in parts or as a file, with nothing lost and every fence closed', async () => {
    const { peer, adapter } = await start();
    const lines = Array.from({ length: 900 }, (_, index) => `第 ${index} 行 0x${index.toString(16)} query took ${index} ms`);
    const rich: Rich[] = [
      paragraph('慢查询：'),
      { type: 'code', text: lines.slice(0, 60).join('\n') },
      { type: 'code', text: lines.slice(60).join('\n') },
    ];

    const short = await adapter.post(peer.place, { rich: rich.slice(0, 2) }, options('short'));
    const long = await adapter.post(peer.otherPlace, { rich }, options('long'));

    const shortText = peer.visible(peer.place).map((message) => message.text);
    const longText = peer.visible(peer.otherPlace).map((message) => message.text);
    for (const line of lines.slice(0, 60)) assert.ok(shortText.join('\n').includes(line), `lost: ${line}`);
    for (const line of lines) assert.ok(longText.join('\n').includes(line), `lost: ${line}`);
    for (const text of [...shortText, ...longText]) assert.equal((text.match(/```/g) ?? []).length % 2, 0);
    assert.equal(peer.visible(peer.place)[0]?.id, short.id);
    assert.equal(peer.visible(peer.otherPlace)[0]?.id, long.id);
  });
}

function describeText(start: Start): void {
  it('a card that is far too big is shortened, never refused', async () => {
    const { peer, adapter } = await start();
    const lines = Array.from({ length: 400 }, (_, index) => paragraph(`${index} ${'很长的一行'.repeat(20)}`));
    const card = {
      ...exampleCard(),
      title: 'x'.repeat(500),
      sections: (['situation', 'cause', 'plan'] as const).map((id) => ({ id, label: id, lines })),
    };

    await adapter.post(peer.place, { card }, options('big'));

    const [first, ...below] = peer.visible();
    assert.equal(first?.buttons.length, 3);
    // A platform whose cards hold little may say the rest of the plan in words below.
    assert.ok(adapter.capabilities.threads === 'none' || below.length === 0);
    assert.ok(below.every(({ buttons, text }) => buttons.length === 0 && text.includes('很长的一行')));
  });

  it('text from a log stays text: nobody is called, nothing is linked, no emoji appears', async () => {
    const { peer, adapter } = await start();
    const hostile =
      '<!channel> <!here> @all <@U0ALICE01> <http://evil.example|click> [click](http://evil.example) <at id=all></at> :fire: & <b>bold</b>';

    const plain = await adapter.post(
      peer.place,
      { rich: [paragraph(hostile), { type: 'code', text: `${hostile}\n\`\`\`\n${hostile}` }] },
      options('text'),
    );
    const card = await adapter.post(
      peer.place,
      { card: { ...exampleCard(), title: hostile, sections: [{ id: 'cause', label: hostile, lines: [paragraph(hostile)] }] } },
      options('card'),
    );

    assert.deepEqual(peer.live(plain.id), []);
    assert.deepEqual(peer.live(card.id), []);
    assert.ok(peer.visible()[0]?.text.includes('<!channel>'));
  });

  it('edits of one message that wait are merged, and the newest is shown', async () => {
    const { peer, adapter } = await start();
    const root = await adapter.post(peer.place, { card: exampleCard() }, options('root'));
    const before = peer.sendCalls('edit');

    const revisions = Array.from({ length: 30 }, (_, index) => ({
      ...exampleCard(),
      revision: index + 2,
      subtitle: `revision ${index + 2}`,
    }));
    await Promise.all(revisions.map((card) => adapter.edit(root, { card }, { ...options(`r${card.revision}`), priority: 'progress' })));

    assert.match(peer.visible().at(-1)?.text ?? '', /revision 31/);
    assert.ok(peer.sendCalls('edit') - before <= 4, 'thirty edits became a few');
  });
}

function describePace(start: Start): void {
  it('a rate limit is honoured, and holds up neither another channel nor what comes after', async () => {
    const { peer, adapter } = await start();
    const order: string[] = [];

    peer.failSends('rate', 1, peer.place);
    const limited = say(adapter, peer.place, 'limited', 'a').then(() => order.push('limited'));
    const free = say(adapter, peer.otherPlace, 'free', 'b').then(() => order.push('free'));
    await Promise.all([limited, free]);

    assert.deepEqual(order, ['free', 'limited']);
    assert.equal(peer.visible(peer.place).length, 1);
    assert.equal(peer.sendCalls('post', peer.place), 2);
  });
}
