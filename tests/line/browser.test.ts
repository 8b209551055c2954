/** A person with a browser and nothing else, before the real application: the login link, a rehearsal, the approval, and its end. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type RunningHouse, startHouse } from '../support/house.ts';
import { incidentOnce, incidentsOf, patienceMs } from '../support/line.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let house: RunningHouse;
let browser: Browser;
let page: Page;
const problems: string[] = [];

before(async () => {
  // Nothing to do where the pages are built already.
  spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/prepare.mjs')], { stdio: 'inherit' });
  temporal = await startTestTemporal();
  house = await startHouse({ isWhole: true, temporalAddress: temporal.address, config: 'locale: en\n' });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en', reducedMotion: 'reduce' });
  context.setDefaultTimeout(patienceMs);
  page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
});

after(async () => {
  await browser?.close();
  await house?.post('/api/v1/demos/end', {}).catch(() => undefined);
  await house?.stop();
  await temporal?.stop(3_000);
});

test('the login link opens the channel, once', async () => {
  const { body } = await house.post('/api/v1/login-links', {});
  const url = String(Reflect.get(Object(body), 'url'));
  // The address that people use is another one than the test's.
  const link = `${house.url}${url.slice(new URL(url).origin.length)}`;

  await page.goto(link);
  await page.waitForSelector('.channel-main textarea');
  const stranger = await browser.newContext({ locale: 'en' });
  const second = await stranger.newPage();
  await second.goto(link);
  await second.waitForSelector('input[type=password]');

  assert.equal(await second.locator('.channel-main').count(), 0, 'the link works once');
  await stranger.close();
});

test('a rehearsal breaks something, and its thread proposes what to do', async () => {
  await page.click('button:has-text("Try the demo")');
  await page.locator('li', { hasText: 'A service hangs' }).getByRole('button', { name: 'Start' }).click();

  await page.waitForSelector('.card >> text=/Confirmed on demo-orders/');
  await page.waitForSelector('.card >> button:has-text("Approve")');
});

test('an approval in the browser is run, verified, and the card says so', async () => {
  await page.locator('.card >> button:has-text("Approve")').first().click();
  await page.locator('.ant-modal-confirm .ant-btn-primary').click();

  const [opened] = await incidentsOf(house);
  const incident = await incidentOnce(house, opened?.id ?? '', (each) => each.plan?.state === 'verified', 'the fix is verified');
  await page.locator('.card-buttons >> button:has-text("Undo")').first().waitFor();

  assert.deepEqual(
    incident.plan?.steps.map((step) => step.state),
    ['verified'],
  );
  assert.deepEqual(problems, []);
});
