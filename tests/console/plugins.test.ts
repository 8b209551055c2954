/** The page of plugins: how each is, what it may do, and what stands there before one is taken from a market. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ConsoleBench, openConsoleBench, overflowOf } from './open-console.ts';

let bench: ConsoleBench;
before(async () => {
  bench = await openConsoleBench();
});
after(async () => {
  await bench.close();
});

test('plugins() shows state, reason, permissions and memory of each', async () => {
  const { page, problems } = await bench.open({ locale: 'en' });

  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await page.waitForSelector('.plugin');
  const [first = '', second = '', third = ''] = await page.locator('.plugin').allTextContents();

  assert.match(first, /openldap[\s\S]*Up[\s\S]*system openldap[\s\S]*the addresses of its systems[\s\S]*171 MB of 192 MB/);
  assert.match(second, /Waiting to start again[\s\S]*more memory than its limit[\s\S]*stopped 2 times/);
  assert.match(third, /Refused[\s\S]*Revoked by its market[\s\S]*alert source pager[\s\S]*the market company/);
  assert.deepEqual(problems, []);
});

test('plugins() lists what a plugin will be able to do before it is taken, and finds others', async () => {
  const { page, problems } = await bench.open({ locale: 'en' });

  await page.goto(`${new URL(page.url()).origin}/plugins`);
  await page.getByRole('button', { name: 'Install…' }).click();
  const asked = (await page.getByRole('dialog').textContent()) ?? '';
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('Search plugins').fill('ldap');
  await page.locator('.offer').nth(1).waitFor({ state: 'detached' });

  assert.match(asked, /emqx 2\.1\.0 will be able to[\s\S]*EMQX_TOKEN[\s\S]*zhiban plugin install emqx@2\.1\.0/);
  assert.match((await page.locator('.offer').textContent()) ?? '', /openldap[\s\S]*Update…/);
  assert.deepEqual(problems, []);
});

test('plugins() fits a phone', async () => {
  const { page } = await bench.open({ locale: 'zh-CN', width: 390, height: 844 });

  await page.goto(`${new URL(page.url()).origin}/plugins`);
  await page.waitForSelector('.offer');

  assert.equal(await overflowOf(page), 0);
});
