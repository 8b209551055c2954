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

test('oncall() reads a calendar in: shown first, with whom it does not know, then imported', async () => {
  const { page, problems } = await bench.open({ locale: 'en' });
  await page.route('**/api/v1/session?*', async (route) => {
    const session = Object(await (await route.fetch()).json());
    await route.fulfill({ json: { ...session, person: { ...session.person, roles: ['admin'] } } });
  });
  await page.goto(`${new URL(page.url()).origin}/oncall`);
  await page.getByRole('button', { name: 'Import a calendar' }).click();
  const submit = page.getByRole('button', { name: 'Import', exact: true });
  assert.equal(await submit.isDisabled(), true);

  await page.setInputFiles('#import-file', { name: 'empty.ics', mimeType: 'text/calendar', buffer: Buffer.from(' ') });
  await page.waitForSelector('.form-problem >> text=empty.ics is empty.');
  await page.setInputFiles('#import-file', { name: 'duty.ics', mimeType: 'text/calendar', buffer: Buffer.from('BEGIN:VCALENDAR') });
  await page.waitForSelector('text=1 new · 0 changed · 0 removed · 0 unchanged · 1 left out · 1 in conflict');
  await page.waitForSelector('.import-conflict >> text=overlaps the shift of Anna');
  await page.waitForSelector('text=nobody matched');
  await submit.click();
  await page.waitForSelector('text=duty.ics is imported and counts at once');

  assert.deepEqual(problems, []);
});

test('incident() says who was called and who is next, and is snoozed there', async () => {
  const { page, problems } = await bench.open({ locale: 'en' });
  await page.goto(`${new URL(page.url()).origin}/incidents/ZB-42`);

  await page.waitForSelector('.calls-explained >> text=If nobody takes it over');
  await page.waitForSelector('.calls-explained >> text=no credit');
  await page.route('**/snooze?*', (route) => route.fulfill({ json: { headline: 'Han Meimei has snoozed it' } }));
  await page.getByRole('button', { name: 'Snooze 30 min' }).click();
  await page.waitForSelector('text=Han Meimei has snoozed it');

  assert.deepEqual(problems, []);
});
