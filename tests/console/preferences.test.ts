/** Language and theme, and that they are kept. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ConsoleBench, openConsoleBench } from './open-console.ts';

let bench: ConsoleBench;
before(async () => {
  bench = await openConsoleBench();
});
after(async () => {
  await bench.close();
});

test('language() switches every word and is kept', async () => {
  const { page, peer } = await bench.open({ locale: 'zh-CN' });
  await page.goto(`${peer.url}/incidents/ZB-42`);
  await page.waitForSelector('text=处置方案');

  await page.click('.language');

  await page.waitForSelector('text=orders-cache refuses writes');
  const words = (await page.locator('.shell').textContent()) ?? '';
  // The other language’s button, and a person’s name, stay as they are.
  assert.doesNotMatch(words.replace('中文', '').replaceAll('李华', ''), /[一-鿿]/);
  await page.reload();
  await page.waitForSelector('text=orders-cache refuses writes');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
});

test('theme() follows the choice and is kept', async () => {
  const { page } = await bench.open({ locale: 'en' });

  await page.click('.person-button');
  await page.click('text=Dark');
  await page.waitForSelector('html[data-theme="dark"]');
  await page.reload();

  await page.waitForSelector('html[data-theme="dark"]');
});
