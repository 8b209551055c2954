import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Inbound, Notice } from '../../../src/adapters/contract.ts';
import { createHandlePayload } from '../../../src/adapters/feishu/listeners.ts';
import { createToastSlot } from '../../../src/adapters/feishu/responder.ts';
import { createRecentKeys } from '../../../src/adapters/rich/recent-keys.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import { clickEvent, eventBody } from '../../peers/feishu/payloads.ts';
import { World } from '../../peers/feishu/world.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';

const world = new World();
const card = world.add({ chatId: 'oc_ops1', senderId: world.botOpenId, isOurs: true, type: 'interactive', content: '{}' });
const approve = { tag: 'button', value: { zhiban: 'click', id: 'approve', value: 'plan_1:abc' } };

function listen(sink: (event: Inbound) => void, clock: Clock = realClock) {
  const told: Notice[] = [];
  const handle = createHandlePayload({
    appId: world.appId,
    identity: { botOpenId: world.botOpenId, name: '值班' },
    clock,
    log: createLog([]),
    toastWithinMs: 200,
    seen: createRecentKeys(realClock, { entriesMax: 100, keepMs: 60_000 }),
    sink,
    tell: async (_, notice) => void told.push(notice),
    onChat: () => undefined,
  });
  return { handle, told, click: () => clickEvent(world, card, approve, 'ou_a11ce0000', 't') };
}

describe('createHandlePayload()', () => {
  it('a word that comes at once is the toast of the click', async () => {
    const { handle, told, click } = listen((event) => void event.responder.whisper({ level: 'ok', text: '已批准' }));

    const answer = await handle(click());

    assert.deepEqual(answer, { toast: { type: 'success', content: '已批准' } });
    assert.equal(told.length, 0);
  });

  it('a word that comes too late, or is too long for a toast, is told in private; the click is answered all the same', async () => {
    const heard: Inbound[] = [];
    const waits: number[] = [];
    const counting: Clock = {
      ...realClock,
      sleep(ms, signal) {
        waits.push(ms);
        return realClock.sleep(ms, signal);
      },
    };
    const late = listen((event) => void heard.push(event), counting);
    const long = listen((event) => void event.responder.whisper({ level: 'info', text: 'line\n'.repeat(20) }));

    const lateAnswer = await late.handle(late.click());
    await heard[0]?.responder.whisper({ level: 'info', text: 'late' });
    const longAnswer = await long.handle(long.click());

    assert.deepEqual([lateAnswer, longAnswer], [{}, {}]);
    assert.deepEqual([late.told.length, long.told.length], [1, 1]);
    assert.deepEqual(waits, [200], 'within the budget of a click');
  });

  it('a second word is told in private: there is one toast', async () => {
    const { handle, told, click } = listen((event) => {
      void event.responder.whisper({ level: 'ok', text: 'first' });
      void event.responder.whisper({ level: 'warn', text: 'second' });
    });

    const answer = await handle(click());

    assert.match(JSON.stringify(answer), /first/);
    assert.deepEqual(
      told.map(({ text }) => text),
      ['second'],
    );
  });

  it('a listener that fails costs the person no waiting', async () => {
    const endless: Clock = { ...realClock, sleep: () => new Promise(() => undefined) };
    const { handle, click } = listen(() => {
      throw new Error('broken');
    }, endless);

    assert.deepEqual(await handle(click()), {});
  });

  it('the same event again is answered and not handed on', async () => {
    const heard: Inbound[] = [];
    const { handle, click } = listen((event) => void heard.push(event));
    const again = click();

    await handle(again);
    await handle(again);

    assert.equal(heard.length, 1);
  });

  it('events of another app, of unknown kinds and without sense are acknowledged and left alone', async () => {
    const heard: Inbound[] = [];
    const { handle, click } = listen((event) => void heard.push(event));
    const foreign = { ...click(), header: { ...Object(click().header), app_id: 'cli_ffffffffffffffff' } };

    const answers = [
      await handle(foreign),
      await handle(eventBody(world, 'im.chat.updated_v1', {}, 't')),
      await handle(null),
      await handle('x'),
    ];

    assert.deepEqual(answers, [undefined, undefined, undefined, undefined]);
    assert.equal(heard.length, 0);
  });
});

describe('createToastSlot()', () => {
  it('leaves no timer behind', async () => {
    const before = process.getActiveResourcesInfo().length;
    const slot = createToastSlot(realClock, 60_000);
    slot.offer({ level: 'error', text: 'no' });

    assert.deepEqual(await slot.answer(), { toast: { type: 'error', content: 'no' } });
    assert.ok(process.getActiveResourcesInfo().length <= before);
  });
});
