/** The page of what is kept quiet: a silence is made and ended, a reason is found, rules are tried and then saved. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium } from 'playwright-core';
import { type Harness, startHarness, tenantId } from '../api/harness.ts';
import { sampleSuppressed } from '../store/samples.ts';
import { keptConsole } from '../support/kept-console.ts';
import { openRealPage, type RealPageOptions } from './open-real-page.ts';

let browser: Browser;
let harness: Harness;
let url = '';
before(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  harness = await startHarness({ consoleDirectory: await keptConsole(), publicUrl: () => url });
  url = await harness.listen();
});
after(async () => {
  await browser.close();
  await harness.close();
});

/** Over the real API: what is saved here is what alerts meet. */
const open = (path: string, options: RealPageOptions = {}) => openRealPage(browser, url, path, options);

test('noise() makes a silence and ends it, by keyboard and mouse', async () => {
  const { page, problems } = await open('/people');

  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await page.getByRole('button', { name: 'New silence' }).click();
  await page.getByLabel('What', { exact: true }).fill('alertname=~"Redis.*"');
  await page.getByLabel('For how long').fill('2h');
  await page.getByLabel('Why', { exact: true }).fill('it is being moved');
  await page.getByRole('button', { name: 'Silence', exact: true }).click();
  await page.waitForSelector('text=it is being moved');
  await page.getByRole('button', { name: 'End it' }).click();
  await page.waitForSelector('text=Nothing is silenced');

  assert.deepEqual(problems, []);
});

test('noise() tries rules before they can be saved, and says where one is wrong', async () => {
  const { page } = await open('/noise?part=rules');

  const text = page.getByLabel(/Rules \(YAML/);
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await text.fill('rules:\n  - { id: a, name: A, when: "severty == 1", do: { severity: info } }\n');
  await page.getByRole('button', { name: /Try on/ }).click();
  await page.waitForSelector('text=Unknown variable: severty');
  assert.equal(await save.isDisabled(), true);
  await text.fill('rules:\n  - { id: a, name: Quiet nights, when: "hour < 7", do: { severity: info } }\n');
  await page.getByRole('button', { name: /Try on/ }).click();
  await page.waitForSelector('text=/Of \\d+ alerts in 30 days/');
  await save.click();
  await page.waitForSelector('text=Saved as version 1');
  await page.waitForSelector('text=Version 1');
});

test('noise() fits a phone', async () => {
  await harness.store.forTenant(tenantId).suppressions.save([sampleSuppressed()]);
  const { page } = await open('/noise?part=suppressed', { locale: 'zh-CN', width: 390, height: 844 });

  await page.waitForSelector('text=已被 Li 静默（moving it）');

  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), true);
});
