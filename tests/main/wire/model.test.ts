import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Config } from '../../../src/config/schema.ts';
import { modelAnalystOf } from '../../../src/main/wire/model.ts';
import type { Store } from '../../../src/store/contract.ts';
import { openStore, openWorld } from '../../activities/world.ts';
import { type LlmPeer, startLlmPeer } from '../../peers/llm/llm-peer.ts';

let store: Store;
let first: LlmPeer;
let second: LlmPeer;
before(async () => {
  const broken = () => ({ kind: 'status', status: 400 }) as const;
  [store, first, second] = await Promise.all([openStore(), startLlmPeer(broken), startLlmPeer(broken)]);
});
after(async () => {
  await first.close();
  await second.close();
  await store.close();
});

function profile(name: string, baseUrl: string): Config['llm']['profiles'][number] {
  return { name, baseUrl, model: 'peer', timeoutMs: 2_000, tokensPerDay: 1_000_000 };
}

function configWith(profiles: Config['llm']['profiles'], order?: readonly string[]): Pick<Config, 'llm'> {
  const masking = { email: true, phone: true, id: true, ip: true, words: [] };
  return { llm: { profiles, masking, ...(order === undefined ? {} : { order: [...order] }) } };
}

async function analystOf(config: () => Pick<Config, 'llm'>) {
  const world = await openWorld(store);
  const options = { ...world.deps, config, resolveSecret: () => '', metrics: { modelCall: () => undefined } };
  return { world, analyst: modelAnalystOf(options) };
}

test('modelAnalystOf() without a profile is none', async () => {
  const { analyst } = await analystOf(() => configWith([]));

  assert.equal(analyst(), null);
});

test('modelAnalystOf() stays the same until the profiles change', async () => {
  let config = configWith([profile('one', first.url)]);
  const { analyst } = await analystOf(() => config);

  const before = analyst();
  const again = analyst();
  config = configWith([profile('two', second.url)]);
  const changed = analyst();

  assert.equal(before, again);
  assert.notEqual(changed, before);
});

test('modelAnalystOf() asks the profiles in the configured order', async () => {
  const config = configWith([profile('one', first.url), profile('two', second.url)], ['two', 'one']);
  const { world, analyst } = await analystOf(() => config);
  const { scope } = await world.incident();

  const thought = await analyst()?.think(scope, 1, 100_000);

  assert.ok(thought?.unavailable);
  assert.ok(second.requests.length > 0, 'the first of the order was asked');
});
