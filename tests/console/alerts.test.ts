/** The page of all alerts over the real API: found, read live, looked at, silenced. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { IncomingAlert } from '../../src/domain/alert.ts';
import { newId } from '../../src/domain/ids.ts';
import type { TenantStore } from '../../src/store/contract.ts';
import { type Harness, startHarness, tenantId } from '../api/harness.ts';
import { sampleAlert, sampleIncident, sampleSuppressed } from '../store/samples.ts';
import { keptConsole } from '../support/kept-console.ts';
import { openRealPage, type RealPageOptions } from './open-real-page.ts';

let browser: Browser;
let harness: Harness;
let store: TenantStore;
let url = '';
before(async () => {
  const directory = await keptConsole();
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  harness = await startHarness({ consoleDirectory: directory, publicUrl: () => url });
  url = await harness.listen();
  store = harness.store.forTenant(tenantId);
  await fill();
});
after(async () => {
  await browser.close();
  await harness.close();
});

const startMs = Date.now() - 3_600_000;
const incidentId = newId('inc', startMs);
const at = (minute: number) => new Date(startMs + minute * 60_000).toISOString();

function alertOf(
  minute: number,
  name: string,
  labels: Readonly<Record<string, string>>,
  change: Partial<IncomingAlert> = {},
): IncomingAlert {
  const summary = { summary: `${name} on ${labels.instance ?? labels.service}` };
  return sampleAlert({
    ...{ fingerprint: `f${minute}`, labels: { alertname: name, ...labels }, annotations: summary, startsAt: at(minute) },
    ...change,
  });
}

/** Three that fire in ZB-1, one that is over, one that a silence keeps back; and 150 older ones in ZB-2. */
async function fill(): Promise<void> {
  await store.incidents.create(sampleIncident({ id: incidentId, groupKey: 'pay' }));
  await store.alerts.upsert(
    incidentId,
    [
      alertOf(
        10,
        'Lag',
        { service: 'pay', instance: 'kafka-1', severity: 'critical' },
        { generatorUrl: 'http://127.0.0.1:9090/graph?g0.expr=lag' },
      ),
      alertOf(11, 'Lag', { service: 'pay', instance: 'kafka-2', severity: 'warning' }),
      alertOf(12, 'DiskFull', { service: 'shop', instance: 'db-1', severity: 'warning' }),
      alertOf(13, 'CpuHigh', { service: 'shop', instance: 'api-1', severity: 'info' }, { status: 'resolved', endsAt: at(20) }),
    ],
    at(20),
  );
  const kept = alertOf(14, 'BackupLate', { service: 'shop', instance: 'db-2', severity: 'info' });
  await store.suppressions.save([sampleSuppressed({ ...kept, since: at(14), receivedAt: at(15) })]);
  await store.incidents.create(sampleIncident({ id: 'inc_2', groupKey: 'old' }));
  const old = Array.from({ length: 150 }, (_, index) =>
    alertOf(-200 - index, 'Old', { service: 'archive', instance: `host-${index}` }, { source: 'zabbix' }),
  );
  await store.alerts.upsert('inc_2', old, at(0));
}

const open = (path: string, options: RealPageOptions = {}) => openRealPage(browser, url, path, { shows: '.alert-row', ...options });

const titles = (page: Page) => page.locator('.alert-link').allTextContents();

test('alerts() are found by state, severity, labels, source and words, and the address says so', async () => {
  const { page, problems } = await open('/alerts?source=alertmanager');
  assert.deepEqual(await titles(page), ['BackupLate on db-2', 'DiskFull on db-1', 'Lag on kafka-2', 'Lag on kafka-1']);

  await page.getByRole('button', { name: 'Critical', exact: true }).click();
  await page.waitForURL(/severity=critical/);
  await page.waitForSelector('.alert-row:only-child');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByLabel('Filter by labels').fill('service="pay" instance=~".*-2"');
  await page.waitForSelector('.alert-row:only-child');
  assert.match(decodeURIComponent(page.url()), /match=service="pay"/);
  await page.goto(`${url}/alerts?status=untold`);
  await page.waitForSelector('.alert-reason >> text=/silenced by Li/');
  await page.getByText('Resolved', { exact: true }).first().click();
  await page.waitForSelector('.alert-link >> text=CpuHigh on api-1');
  await page.getByLabel('Search alerts').fill('nothing of the kind');
  await page.waitForSelector('text=No alert fits');

  assert.deepEqual(problems, []);
});

test('alerts() load older pages as they come into sight', async () => {
  const { page } = await open('/alerts?source=zabbix');

  await page.locator('.alert-end').scrollIntoViewIfNeeded();
  await page.waitForSelector('.alert-row:nth-child(150)', { state: 'attached' });

  assert.equal(await page.locator('.alert-end button').count(), 0);
});

test('alerts() are walked, opened and silenced by keyboard, with what the silence would hide', async () => {
  const { page, problems } = await open('/alerts?match=alertname%3DLag');

  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Alert' });
  await drawer.getByText('instance=', { exact: false }).first().waitFor();
  await drawer.getByRole('link', { name: 'Open its source' }).waitFor();
  await drawer.getByText('It has not come before.').waitFor();
  await drawer.locator('.calls-explained').waitFor();
  assert.match(page.url(), /alert=f10&period=/);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.alert-link[href*="alert=f10"]:focus');
  await page.keyboard.press('x');
  await page.waitForSelector('text=2 selected');
  await page.keyboard.press('s');
  await page.getByRole('button', { name: 'instance=~"kafka-2|kafka-1"' }).waitFor();
  await page.waitForSelector('.silence-preview >> text=/^2 that fire now match/');
  await page.getByRole('button', { name: 'Silence', exact: true }).click();
  await page.waitForSelector('text=Say why: others will read it.');
  await page.getByLabel('Why', { exact: true }).fill('it is being moved');
  await page.getByRole('button', { name: 'Silence', exact: true }).click();
  await page.waitForSelector('text=/2 alert\\(s\\) that fire now match/');

  const [silence] = await store.silences.list({ states: ['active'], nowMs: Date.now(), limit: 5 });
  assert.deepEqual(
    silence?.matchers.map(({ name, operator }) => `${name}${operator}`),
    ['alertname=', 'instance=~', 'service='],
  );
  assert.deepEqual(problems, []);
});

test('alerts() keep every row in its place while they change, and let new ones in when they are asked for', async () => {
  const live = (minute: number, change: Partial<IncomingAlert> = {}) =>
    alertOf(minute, 'Live', { service: 'live', instance: `n${minute}` }, change);
  const tell = async (...alerts: IncomingAlert[]) => {
    await store.alerts.upsert(incidentId, alerts, new Date().toISOString());
    await store.incidents.change(incidentId, {});
  };
  await tell(live(31), live(32));
  const { page } = await open('/alerts?match=service%3Dlive');

  await page.keyboard.press('j');
  await tell(live(33), live(32, { status: 'resolved', endsAt: at(40) }));
  await page.waitForSelector('.alert-new >> text=New alerts: 1');
  assert.deepEqual(await titles(page), ['Live on n32', 'Live on n31']);
  assert.equal(await page.locator('.alert-row.is-gone').count(), 1);
  await page.locator('.alert-new').click();
  await page.waitForSelector('.alert-link >> text=Live on n33');

  assert.deepEqual(await titles(page), ['Live on n33', 'Live on n31']);
});

test('alerts() say why one was not told, and its labels lead to those like it', async () => {
  const { page } = await open('/alerts?status=untold&alert=f14');

  await page.getByRole('region', { name: 'Why nobody was told' }).getByText('silenced by Li').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'service=shop' }).click();

  await page.waitForURL(/match=service/);
});

test('alerts() fit a phone', async () => {
  const { page } = await open('/alerts', { locale: 'zh-CN', width: 390, height: 844 });

  assert.equal(await page.evaluate("document.querySelector('.shell-content').scrollWidth <= window.innerWidth"), true);
});
