/** The page of alert sources, over the real API: what came, what could not be read, a mapping that is tried, and the token that is asked for. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium } from 'playwright-core';
import { type Harness, startHarness, tenantId, tokens } from '../api/harness.ts';
import { keptConsole } from '../support/kept-console.ts';
import { openRealPage, type RealPageOptions } from './open-real-page.ts';

const sources = [
  { name: 'erp', kind: 'http', mapping: { name: 'title' } },
  { name: 'mail', kind: 'email', recipients: ['alerts@zhiban.example.com'] },
];
let browser: Browser;
let harness: Harness;
let url = '';
before(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  harness = await startHarness({ consoleDirectory: await keptConsole(), publicUrl: () => url }, sources);
  url = await harness.listen();
  // One message that is read and one that isn't.
  for (const body of [{ title: 'disk full' }, { nothing: 'that the mapping knows' }]) {
    const headers = { authorization: `Bearer ${tokens.hook}`, 'content-type': 'application/json' };
    await fetch(`${url}/hooks/generic/erp`, { method: 'POST', headers, body: JSON.stringify(body) });
  }
});
after(async () => {
  await browser.close();
  await harness.close();
});

const open = (path: string, options: RealPageOptions = {}) => openRealPage(browser, url, path, options);

test('sources() shows what came, tries a mapping, and keeps the token hidden until it is asked for', async () => {
  const { page, problems } = await open('/people');

  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /^erp/ }).click();
  await page.waitForSelector('text=Messages that could not be read');
  const before = await page.locator('.source-more').textContent();
  await page.getByLabel('The message').fill('{"what":"disk full","host":"db-1"}');
  await page.getByLabel('The mapping').fill('name: what\nlabels: { instance: host }');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await page.waitForSelector('.trial-head >> text=disk full');
  await page.getByLabel('The mapping').fill('name: [');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await page.waitForSelector('[role=alert] >> text=The mapping');
  await page.getByRole('button', { name: 'Show the token' }).click();
  await page.waitForSelector(`text=Bearer ${tokens.hook}`);

  assert.match(before ?? '', /hooks\/generic\/erp/);
  assert.doesNotMatch(before ?? '', new RegExp(tokens.hook));
  const [line] = await harness.store.forTenant(tenantId).audit.list({ limit: 1 });
  assert.deepEqual([line?.action, line?.target, line?.outcome], ['alert-source.token', 'erp', 'ok']);
  assert.deepEqual(problems, []);
});

test('sources() in Chinese fits a phone', async () => {
  const { page } = await open('/sources', { locale: 'zh-CN', width: 390, height: 844 });

  await page.getByRole('button', { name: /^erp/ }).click();
  await page.waitForSelector('text=未能解析的消息');

  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), true);
});
