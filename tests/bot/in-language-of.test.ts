import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { languageOf } from '../../src/bot/in-language-of.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk } from './desk.ts';

const cases = [
  ['show the slow queries of orders-db', 'zh-CN', 'en'],
  ['which topics lag most', 'zh-CN', 'en'],
  ['please show the level of 主阀', 'zh-CN', 'en'],
  ['查看 orders-db 的慢查询', 'en', 'zh-CN'],
  ['orders-db 哪个查询最慢', 'en', 'zh-CN'],
  ['orders-db slowlog', 'zh-CN', 'zh-CN'],
] as const;

for (const [text, otherwise, expected] of cases) {
  test(`languageOf() answers “${text}” in a channel of ${otherwise} in ${expected}`, () => {
    assert.equal(languageOf(text, otherwise), expected);
  });
}

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('inLanguageOf() has a look answered in the language of the question', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-vera', '查看 main-valve 的天气');
  await at.hear('U-vera', 'show the weather of main-valve');

  const [chinese = '', english = ''] = at.whispers.map(({ text }) => text);
  assert.match(chinese, /\p{Script=Han}/u);
  assert.match(english, /level/);
  assert.doesNotMatch(english, /\p{Script=Han}/u);
});
