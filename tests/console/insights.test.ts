/** The page of numbers, in a real browser. */

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

test('InsightsPage() shows figures, bars and a line a week, and the address keeps what was chosen', async () => {
  const { page, peer, problems } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/insights`);

  await page.waitForSelector('.insight-bars canvas');
  assert.equal(await page.locator('.insight-table tbody tr').count(), 6);
  assert.match((await page.textContent('.figures')) ?? '', /MTTA.*MTTR.*Fixed by plan/s);
  await page.getByText('Service', { exact: true }).first().click();

  await page.waitForURL(/by=service/);
  await page.waitForSelector('.insight-table tbody tr:has-text("checkout")');
  assert.equal(await page.locator('.insight-bars').count(), 0);
  assert.match((await page.getByRole('link', { name: 'Export CSV' }).getAttribute('href')) ?? '', /insights\.csv\?.*group=service/);
  assert.deepEqual(problems, []);
});

test('InsightsPage() reads in Chinese on a phone, and only the table scrolls sideways', async () => {
  const { page, peer } = await bench.open({ locale: 'zh-CN', width: 390 });
  await page.goto(`${peer.url}/insights?by=severity&days=90`);

  await page.waitForSelector('.insight-table tbody tr:has-text("严重")');
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  assert.equal(overflow, 0);
});
