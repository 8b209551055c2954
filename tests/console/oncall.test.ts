/** The page of who is on duty: now, the days ahead with an override and a gap, ladders, calls, and a form for an override. */

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

test('oncall() shows who is on duty, the days ahead, ladders and calls, and takes an override', async () => {
  const { page, problems } = await bench.open({ locale: 'en' });

  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await page.waitForSelector('text=On duty now');
  assert.match((await page.locator('.oncall-card').first().textContent()) ?? '', /First line.*李华.*until.*then Anna/);
  assert.equal(await page.locator('.oncall-shift.is-override').count(), 1);
  assert.equal(await page.locator('.oncall-shift.is-gap').count(), 1);
  await page.waitForSelector('text=no credit');
  assert.equal(await page.locator('.oncall-steps li').count(), 3);

  await page.getByRole('button', { name: 'Add an override' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.waitForSelector('text=Schedule, person and both times are needed');
  await page.locator('#override-person').click();
  await page.locator('.ant-select-item-option').first().click();
  await page.locator('#override-from').fill('2026-12-01T20:00');
  await page.locator('#override-to').fill('2026-12-02T08:00');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.waitForSelector('text=The override of');

  assert.deepEqual(problems, []);
});

test('oncall() fits a phone', async () => {
  const { page } = await bench.open({ locale: 'zh-CN', width: 390, height: 844 });

  await page.goto(`${new URL(page.url()).origin}/oncall`);
  await page.waitForSelector('text=最近的通知');
  await page.waitForSelector('text=no credit');

  assert.equal(await overflowOf(page), 0);
});
