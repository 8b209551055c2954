import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Inbound } from '../../src/adapters/contract.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type BotDesk, channel, openBotDesk, wordsOf } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

/** A channel without threads, with the cards of so many open incidents in it. */
async function channelWith(count: number): Promise<BotDesk> {
  const at = await openBotDesk(store, { threads: 'none' });
  for (let number = 1; number <= count; number += 1) {
    const id = `inc_${number}`;
    if ((await at.store.incidents.get(id)) === null)
      await at.store.incidents.create(sampleIncident({ id, groupKey: id, title: `valve ${number}` }));
    const thread = await at.store.threads.create({ incidentId: id, place: channel, locale: 'en', parent: null });
    await at.store.threads.setRoot(thread.id, { place: { ...channel, thread: `carrier-${number}` }, id: `card-${number}` }, 1);
  }
  return at;
}

const acknowledged = async (at: BotDesk): Promise<readonly string[]> =>
  (await at.store.incidents.list({ limit: 50 })).items.filter(({ acknowledgedBy }) => acknowledgedBy !== null).map(({ code }) => code);

const ways: readonly [way: string, text: string, change: Partial<Extract<Inbound, { type: 'message' }>>][] = [
  ['a quote of its card', 'ack', { quotedId: 'card-2' }],
  ['the id that a quote of its card carries', 'ack', { quotedId: 'carrier-2' }],
  ['the code that a quoted line begins with', 'ack', { quotedId: 'unknown', quotedText: 'ZB-2 · Strengthened: too many connections' }],
  ['its code before the command', 'ZB-2 ack', {}],
  ['its code with a mark and a colon', '#zb-2：接手', {}],
  ['its code behind the command', 'ack ZB-2', {}],
];

describe('whichIncident() where there are no threads', () => {
  for (const [way, text, change] of ways) {
    it(`knows the incident by ${way}`, async () => {
      const at = await channelWith(3);

      await at.hear('U-anna', text, change);

      assert.deepEqual(await acknowledged(at), ['ZB-2']);
    });
  }

  it('takes the only open incident for a command that names none', async () => {
    const at = await channelWith(1);

    await at.hear('U-anna', 'ack');

    assert.deepEqual(await acknowledged(at), ['ZB-1']);
  });

  it('asks one question when there are several, with their codes, and does nothing', async () => {
    const at = await channelWith(3);

    for (const text of ['ack', 'fact: we deployed at nine', 'investigate again', 'approve']) await at.hear('U-anna', text);

    assert.deepEqual(await acknowledged(at), []);
    assert.equal(at.posts.length, 4);
    for (const said of at.posts) assert.match(wordsOf(said), /Which incident\?.*ZB-3.*valve 3.*ZB-2.*valve 2.*ZB-1/s);
    assert.deepEqual(await at.relayed(), []);
  });

  it('opens a new incident for a plain question, and goes on with one that is quoted or named', async () => {
    const at = await channelWith(1);

    await at.hear('U-anna', 'why is main-valve slow?');
    await at.hear('U-anna', 'and since when?', { quotedId: 'card-1' });
    await at.hear('U-anna', 'ZB-1 what does the log say?');

    assert.equal((await at.store.incidents.list({ limit: 50 })).items.length, 2);
    assert.deepEqual(
      at.whispers.map(({ text }) => text),
      ['ZB-1 · Looking.', 'ZB-1 · Looking.'],
    );
  });

  it('answers with the code, so that it is clear what is meant', async () => {
    const at = await channelWith(2);

    await at.hear('U-anna', 'fact: we deployed at nine', { quotedId: 'card-2' });

    assert.match(at.whispers[0]?.text ?? '', /^ZB-2 · /);
  });

  it('takes an unknown code for words', async () => {
    const at = await channelWith(2);

    await at.hear('U-anna', 'ZB-99 ack');

    assert.deepEqual(await acknowledged(at), []);
  });
});

it('whichIncident() leaves platforms with threads to their threads', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident());
  await at.store.threads.create({ incidentId: 'inc_1', place: channel, locale: 'en', parent: null });

  await at.hear('U-anna', 'ack');
  await at.hear('U-anna', 'ack', { quotedId: 'root-1' });

  assert.deepEqual(await acknowledged(at), []);
  assert.equal(at.whispers.length, 2);
});
