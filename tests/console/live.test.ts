/** Pages that change by themselves: the live line and what is loaded again because of it. */

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

test('channel() edits the card in place when an event comes, and never shows a second one', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  const card = page.locator('.channel-main [data-incident="ZB-42"]');
  await page.waitForSelector('.live-live');
  assert.match((await card.getAttribute('class')) ?? '', /tone-waiting/);

  peer.world.approve('Li Lei');

  await page.waitForSelector('.channel-main .card.tone-resolved[data-incident="ZB-42"]');
  assert.equal(await card.count(), 1);
});

test('channel() catches up after the live line was cut', async () => {
  const { page, peer, problems } = await bench.open({ locale: 'en' });
  await page.waitForSelector('.live-live');

  peer.dropLive();
  peer.world.post('said while the line was down', null, 'Li Lei');

  await page.waitForSelector('text=said while the line was down');
  await page.waitForSelector('.live-live');
  assert.ok(problems.every((problem) => /ERR_|network/i.test(problem)));
});
