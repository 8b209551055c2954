/** The page of messages that failed: what, where to, why, and a way to send it after all. */

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

test('deliveries() shows what failed and why, sends one again, then all', async () => {
  const { page, problems } = await bench.open({ locale: 'en' });

  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.waitForSelector('text=310000 sign not match');
  assert.equal(await page.locator('.delivery').count(), 3);
  await page.locator('.delivery').first().getByRole('button', { name: 'Send again' }).click();
  await page.waitForSelector('text=Sent again: 1');
  await page.getByRole('button', { name: 'Send all again' }).click();
  await page.waitForSelector('text=Nothing has failed');
  await page.getByText('Waiting', { exact: true }).click();
  await page.waitForSelector('.delivery-waiting, .delivery');

  assert.equal(await page.locator('.delivery').count(), 3);
  assert.deepEqual(problems, []);
});

test('deliveries() fits a phone', async () => {
  const { page } = await bench.open({ locale: 'zh-CN', width: 390, height: 844 });

  await page.goto(`${new URL(page.url()).origin}/deliveries`);
  await page.waitForSelector('text=全部重发');

  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), true);
});
