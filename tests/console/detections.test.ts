/** The page of what is watched by itself, over the real API: what it shows, and what people do there. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium } from 'playwright-core';
import type { DetectionSpec } from '../../src/domain/detection.ts';
import { troubleOf } from '../../src/text/detection-troubles.ts';
import { type Harness, startHarness, tenantId } from '../api/harness.ts';
import { sampleDetectionEvent, sampleDetectionRun, sampleDetectionSeries } from '../store/detection-samples.ts';
import { sampleIncident } from '../store/samples.ts';
import { keptConsole } from '../support/kept-console.ts';
import { openRealPage, type RealPageOptions } from './open-real-page.ts';

let browser: Browser;
let harness: Harness;
let url = '';
const ran: string[] = [];
const spec = (id: string, title: string, isBuiltIn = false): DetectionSpec => ({
  ...{ id, title: { en: title, 'zh-CN': `${title}（中文）` }, kind: 'anomaly', systemId: 'metrics', direction: 'high', isBuiltIn },
  ...{ input: { kind: 'query', query: id }, unit: '', severity: 'warning', everySeconds: 60, historyHours: 10, seriesMax: 3 },
  ...{ budgetPerDay: 3, limit: null, withinHours: 72 },
});
before(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const specs = [spec('depth', 'Queue depth'), spec('typo', 'Checkout'), spec('disk@metrics', 'Disk space', true)];
  harness = await startHarness({ consoleDirectory: await keptConsole(), publicUrl: () => url }, [], {
    detections: () => specs,
    runDetection: async (id) => ran.push(id),
  });
  await seed();
  url = await harness.listen();
});
after(async () => {
  await browser.close();
  await harness.close();
});

async function seed(): Promise<void> {
  const store = harness.store.forTenant(tenantId);
  const at = new Date().toISOString();
  const nothing = troubleOf('no-series');
  await store.incidents.create(sampleIncident());
  await store.detections.saveRun(sampleDetectionRun({ detectionId: 'depth', lastRunAt: at, pressureAt: at }));
  await store.detections.saveRun(sampleDetectionRun({ detectionId: 'typo', lastRunAt: at, pressureAt: at, error: nothing, series: 0 }));
  const times = Array.from({ length: 40 }, (_, index) => Date.now() - (40 - index) * 60_000);
  const recent = { times, values: times.map((_, index) => (index < 30 ? 10 : 60)), low: times.map(() => 8), high: times.map(() => 12) };
  const reason = { en: '6× the usual (10), since 14:07', 'zh-CN': '为常态（10）的 6 倍，自 14:07 起' };
  const odd = {
    key: 'k',
    name: 'depth{queue="orders"}',
    state: 'unusual' as const,
    score: 0.83,
    value: 60,
    expected: 10,
    low: 8,
    high: 12,
  };
  const moved = { recent: { ...recent, movedAtMs: times[30] }, reason };
  await store.detections.saveSeries([sampleDetectionSeries({ detectionId: 'depth', ...odd, ...moved })]);
  const event = { detectionId: 'depth', since: at, openedAt: at, incidentId: sampleIncident().id, reason };
  await store.detections.begin(sampleDetectionEvent(event));
}

const open = (path: string, options: RealPageOptions = {}) => openRealPage(browser, url, path, options);

test('detections() shows what is unusual first, with its reason and band, what is wrong with advice, and runs and pauses', async () => {
  const { page, problems } = await open('/people');

  await page.keyboard.press('g');
  await page.keyboard.press('e');
  const card = page.locator('.detection', { hasText: 'Queue depth' });
  await card.waitFor();
  assert.match((await page.locator('.detection h2').allTextContents()).join(), /^Queue depth,Checkout,Disk space$/);
  await card.getByText('6× the usual (10), since 14:07').waitFor();
  assert.ok((await card.locator('.mini-band').count()) === 1 && (await card.locator('.mini-moved').count()) === 1);
  await page.getByText('The query brings no series').waitFor();

  await card.getByRole('button', { name: 'Run now' }).click();
  await page.getByText('It has run; series: 1').waitFor();
  assert.deepEqual(ran, ['depth']);
  await card.getByRole('button', { name: 'Pause' }).click();
  await card.getByText(/^Paused by /).waitFor();
  await page.getByText('Paused 1').click();
  await page.locator('.detection', { hasText: 'Checkout' }).waitFor({ state: 'detached' });
  await card.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('None of these').waitFor();
  assert.deepEqual(problems, []);
});

test('detection() explains its threshold and marks what it opened', async () => {
  const { page, problems } = await open('/detections/depth');

  await page.getByText('Why this threshold').waitFor();
  await page.locator('.detection-series canvas').first().waitFor();
  await page.getByRole('link', { name: /^ZB-\d+$/ }).waitFor();
  await page.getByRole('button', { name: 'Not useful' }).click();
  await page.locator('[aria-pressed=true]', { hasText: 'Not useful' }).waitFor();
  await page.getByText('0 useful · 1 not').waitFor();

  assert.deepEqual(problems, []);
});

test('detections() fit a phone, and are in Chinese', async () => {
  const { page } = await open('/detections', { locale: 'zh-CN', width: 390, height: 844 });

  await page.getByText('为常态（10）的 6 倍，自 14:07 起').waitFor();
  await page.getByText('查询没有返回任何序列').waitFor();
  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), true);
  await page.goto(`${url}/detections/depth`);
  await page.getByText('为什么是这个阈值').waitFor();
  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), true);
});
