/** A chat in a plugin's process: what is heard is fenced and checked, a stop loses nothing that waits in the outbox. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type AdapterMemory, type ChatAdapter, ChatError, type Inbound, type Refusal } from '../../../src/adapters/contract.ts';
import { paragraph } from '../../../src/domain/card.ts';
import { chatsOf, openPlugins, type Plugins } from '../../../src/plugins/open-plugins.ts';
import { createLendMemory } from '../../../src/plugins/remote/lend-memory.ts';
import { createRemoteChat } from '../../../src/plugins/remote/remote-chat.ts';
import { until } from '../../support/child.ts';
import { systemClock } from '../../support/system-clock.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'talk');
const place = { adapter: 'chat:talk', workspace: 'talk', channel: 'ops' };
const withinMs = 120_000;

describe('a chat of a plugin', { timeout: 400_000 }, () => {
  const heard: Inbound[] = [];
  const refused: Refusal[] = [];
  const warned: string[] = [];
  const values = new Map<string, unknown>();
  const memory: AdapterMemory = { get: async (key) => values.get(key) ?? null, set: async (key, value) => void values.set(key, value) };
  let plugins: Plugins;
  let chat: ChatAdapter;

  const say = (text: string) => chat.post(place, { rich: [paragraph(text)] }, { idempotencyKey: text, locale: 'en', priority: 'state' });
  const textOf = (event: Inbound | undefined): string => (event?.type === 'message' ? event.text : '');
  const hears = (text: string): Promise<void> => until(() => heard.some((event) => textOf(event) === text), `heard ${text}`, withinMs);

  before(async () => {
    plugins = await openPlugins({
      ...{ entries: [{ path: folder, enabled: true, config: {} }], places: { baseDirectory: '/', home: '/' }, variables: {} },
      ...{ resolveSecret: () => '', clock: systemClock, version: '0.1.0', takenKinds: [], backoffMs: [10, 10, 10] },
      log: { info: () => undefined, error: () => undefined },
    });
    const [plugin] = chatsOf(plugins.kept);
    assert.ok(plugin !== undefined, plugins.reports()[0]?.reason?.en);
    plugin.lendMemory(memory);
    const warn = (fields: Readonly<Record<string, unknown>>, message: string) => void warned.push(`${message} ${JSON.stringify(fields)}`);
    const log = { info: () => undefined, warn, error: warn };
    chat = createRemoteChat(plugin, { clock: systemClock, log, onRefused: (refusal) => void refused.push(refusal) });
    await chat.start((event) => {
      heard.push(event);
      if (textOf(event) === 'fail') throw new Error('whoever hears it fails');
    });
    await until(() => chat.health().state === 'up', 'it is up', withinMs);
  });
  after(async () => {
    await chat.stop();
    await plugins.stop();
  });

  test('it has its own name, and so have the people and places that it tells of, whatever it says', async () => {
    const sent = await say('hello');
    await hears('hello');
    const event = heard.find((each) => textOf(each) === 'hello');

    assert.deepEqual(plugins.chatNames, ['chat:talk']);
    assert.equal(sent.place.adapter, 'chat:talk');
    assert.ok(event?.type === 'message');
    assert.deepEqual([event.actor.adapter, event.place.adapter, event.actor.userId], ['chat:talk', 'chat:talk', 'ann']);
    assert.equal(chat.workspace?.(), 'talk');
    assert.equal(chat.capabilities.buttons, 3);
  });

  test('whoever spoke is answered through the plugin', async () => {
    const event = heard.at(-1);
    assert.ok(event !== undefined);

    await event.responder.whisper({ level: 'ok', text: 'psst' });
    await say('whispered?');

    await hears('psst');
    assert.equal(await event.responder.openForm({ id: 'x', title: 'x', submit: 'x', fields: [] }), true);
  });

  test('what makes no sense is refused alone; who hears and fails holds nothing up', async () => {
    await say('nonsense');
    await say('fail');
    await say('behind it');

    await hears('behind it');
    assert.deepEqual(refused, [{ adapter: 'chat:talk', reason: 'malformed' }]);
    assert.ok(!heard.some((event) => textOf(event) === 'nonsense'));
  });

  test('an error keeps its kind and how long to wait; a profile that is none is no profile', async () => {
    const failure = await say('wait').catch((error: unknown) => error);

    assert.ok(failure instanceof ChatError);
    assert.deepEqual([failure.kind, failure.retryAfterMs], ['rate', 1_234]);
    await assert.rejects(chat.profileOf?.('ann') ?? Promise.resolve(), ChatError);
    const file = { name: 'a', title: 'a', bytes: new Uint8Array(1) };
    const options = { idempotencyKey: 'f', locale: 'en', priority: 'state' } as const;
    await assert.rejects(
      chat.upload?.(place, file, options) ?? Promise.resolve(),
      (error) => error instanceof ChatError && error.kind === 'format',
    );
  });

  test('a process that ends is started anew, listened to again, and finds what it wrote down; what could not be said may be tried again', async () => {
    await say('keep this');
    await until(() => values.get('plugin:talk:kept') === 'this', 'it is kept', withinMs);
    await say('die').catch(() => undefined);
    await until(() => plugins.reports()[0]?.stops === 1, 'it was stopped', withinMs);
    const failure = await say('too early').then(
      () => null,
      (error: unknown) => error,
    );
    await until(() => chat.health().state === 'up', 'it is up again', withinMs);
    await say('kept?');

    await hears('this');
    assert.ok(failure === null || (failure instanceof ChatError && failure.kind === 'transient'));
    assert.equal(values.get('plugin:talk:kept'), 'this');
  });

  test('what it keeps has a limit', async () => {
    await assert.rejects(say('hoard'), ChatError);
  });

  test('a flood is taken at Zhiban’s pace up to a limit; the rest is thrown away and told', async () => {
    await say('flood');
    await hears('flood 999');
    await say('after the flood');
    await hears('after the flood');

    assert.ok(!heard.some((event) => textOf(event) === 'flood 1400'));
    assert.ok(warned.some((line) => line.includes('more than could be taken') && line.includes('"dropped":')));
  });
});

test('createLendMemory() keeps under the plugin’s own name, and lends nothing else', async () => {
  const values = new Map<string, unknown>();
  const lend = createLendMemory('talk', () => ({
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
  }));

  await lend('memory.set', { key: 'a', value: { b: 1 } });

  assert.deepEqual([...values], [['plugin:talk:a', { b: 1 }]]);
  assert.deepEqual(await lend('memory.get', { key: 'a' }), { b: 1 });
  await assert.rejects(lend('memory.get', { key: '../a' }), /no key of letters/);
  await assert.rejects(lend('logs.read', {}), /Nothing but its memory/);
  await assert.rejects(createLendMemory('talk', () => null)('memory.get', { key: 'a' }), /Nothing is kept/);
});
