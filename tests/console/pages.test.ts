/** The pages as a person uses them: built, in a real browser, against a server that speaks the API. */

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

test('channel() sends with Enter, keeps the draft of what failed, and opens the thread where the answer comes', async () => {
  const { page, peer, problems } = await bench.open({ locale: 'en' });
  const box = page.locator('.channel-main textarea');

  await page.route('**/api/v1/chat/messages?*', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 503, json: { error: { kind: 'unavailable', message: 'The database is away', details: {} } } })
      : route.fallback(),
  );
  await box.fill('@zhiban why is web-1 slow?');
  await box.press('Enter');
  await page.waitForSelector('text=The database is away');
  assert.equal(await box.inputValue(), '@zhiban why is web-1 slow?');
  await page.unroute('**/api/v1/chat/messages?*');
  problems.length = 0;

  await box.press('Shift+Enter');
  await box.press('Enter');
  await page.waitForSelector('.thread >> text=On it, looking at web-1.');
  assert.equal(await box.inputValue(), '');
  assert.ok(peer.world.messages.some((message) => message.body.text === '@zhiban why is web-1 slow?'));
  assert.deepEqual(problems, []);
});

test('channel() offers the mention while it is typed and reminds of it when it is missing', async () => {
  const { page } = await bench.open({ locale: 'zh-CN' });
  const box = page.locator('.channel-main textarea');

  await box.fill('@zh');
  await box.press('Tab');
  assert.equal(await box.inputValue(), '@zhiban ');

  await box.fill('为什么慢');
  await page.click('text=加上 @zhiban，它才会回应');
  assert.equal(await box.inputValue(), '@zhiban 为什么慢');
});

test('channel() keeps the draft over a reload', async () => {
  const { page } = await bench.open({ locale: 'zh-CN' });

  await page.locator('.channel-main textarea').fill('还没写完');
  await page.reload();
  await page.waitForSelector('.card');

  assert.equal(await page.locator('.channel-main textarea').inputValue(), '还没写完');
});

test('card() asks before it approves and shows the answer to the clicker alone', async () => {
  const { page } = await bench.open({ locale: 'en' });
  const card = page.locator('.channel-main [data-incident="ZB-42"]');

  await card.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('button', { name: 'Yes, go ahead' }).click();

  await page.waitForSelector('text=Only you can see this');
  await page.waitForSelector('text=Approved; it is being carried out');
  await page.waitForSelector('.channel-main .card.tone-resolved[data-incident="ZB-42"]');
});

test('card() opens the reject form, insists on the reason, and sends it', async () => {
  const { page, peer } = await bench.open({ locale: 'zh-CN' });

  await page.locator('.channel-main [data-incident="ZB-42"]').getByRole('button', { name: '驳回' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '驳回' }).click();
  await page.waitForSelector('text=请填写“理由”');
  await dialog.locator('textarea').fill('高峰期不能重启');
  await dialog.getByRole('button', { name: '驳回' }).click();

  await page.waitForSelector('text=已驳回');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(peer.world.progress.approvals[0]?.reason, '高峰期不能重启');
});

test('demo() starts from the drawer, shows its banner, and ends', async () => {
  const { page, peer } = await bench.open({ locale: 'en', peer: { isEmpty: true } });

  await page.click('.suggestions >> text=Try the demo');
  await page.locator('.demo-list li').first().getByRole('button', { name: 'Start' }).click();
  await page.waitForSelector('.demo-banner >> text=Demo running: A cache runs out of memory');
  assert.equal(peer.world.runningDemo, 'redis-memory');

  await page.locator('.demo-banner button').click();
  await page.waitForSelector('.demo-banner', { state: 'detached' });
  assert.equal(peer.world.runningDemo, null);
});

test('incident() approves by keyboard with the digest on the screen, and its steps tick live', async () => {
  const { page, peer, problems } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents/ZB-42`);
  await page.waitForSelector('.plan .step');

  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Approve and run' }).click();

  await page.waitForSelector('text=Approved; it is being carried out');
  await page.waitForSelector('.step[data-step-state="verified"]:nth-child(2)');
  await page.waitForSelector('.plan-resolved');
  await page.waitForSelector('text=Han Meimei approved');
  assert.deepEqual(problems, []);
});

test('incident() tells a refused decision in the words of the server', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents/ZB-42`);
  await page.waitForSelector('.plan .step');

  await page.keyboard.press('r');
  await page.route('**/reject?*', (route) =>
    route.fulfill({ status: 409, json: { error: { kind: 'conflict', message: 'Li Lei has approved this plan already', details: {} } } }),
  );
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();

  await page.waitForSelector('.form-problem >> text=Li Lei has approved this plan already');
});

test('incident() takes what a person adds', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents/ZB-42`);

  await page.locator('.steer').getByText('Rule out').click();
  await page.locator('.steer textarea').fill('not the disk');
  await page.locator('.steer').getByRole('button', { name: 'Send' }).click();

  await page.waitForSelector('text=Taken into account');
  assert.deepEqual(peer.world.steers, [{ kind: 'rule-out', text: 'not the disk' }]);
});

test('evidence() opens from a claim with chart, facts and raw text, and hostile text stays text', async () => {
  const { page, peer, problems } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents/ZB-42`);

  await page.locator('.cause').first().locator('.evidence-link', { hasText: 'E3' }).click();
  await page.waitForSelector('.ant-drawer .u-over');
  assert.equal(await page.locator('.ant-drawer .uplot').count(), 2);
  await page.waitForSelector('.fact-table >> text=errors.perSecond');

  await page.getByRole('dialog').getByRole('button', { name: 'Next' }).click();
  await page.waitForSelector('.raw >> text=<img src=x onerror=alert(1)>');
  assert.equal(await page.locator('.raw img, .raw a').count(), 0);
  assert.match(page.url(), /evidence=ev_log/);

  await page.keyboard.press('Escape');
  await page.waitForSelector('.ant-drawer-open', { state: 'detached' });
  assert.deepEqual(problems, []);
});

test('runbooks() shows the text of what was followed', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents/ZB-42`);

  await page.waitForSelector('.runbooks >> text=First tell what holds the memory.');
  assert.match((await page.locator('.runbooks summary').textContent()) ?? '', /Redis memory is full.*redis-memory · version 1/s);
});

test('alerts() link to http(s) only', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents/ZB-42?tab=alerts`);
  await page.waitForSelector('.alert');

  assert.equal(await page.locator('.alert a').count(), 1);
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
});

test('incidents() finds by words with the slash key, and opens by keyboard', async () => {
  const { page } = await bench.open({ locale: 'en' });
  await page.waitForSelector('.card');

  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.waitForSelector('.incident-row');
  assert.equal(await page.locator('.incident-row').count(), 3);
  await page.keyboard.press('/');
  await page.keyboard.type('certificate');
  await page.waitForURL(/q=certificate$/);
  await page.locator('.incident-row').nth(1).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  assert.equal(await page.getByLabel('Search title, question or code').inputValue(), 'certificate');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');

  await page.waitForURL('**/incidents/ZB-44');
});

test('incidents() keeps every letter of whoever types as slowly as it waits for a pause', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents`);
  await page.waitForSelector('.incident-row');

  await page.getByLabel('Search title, question or code').pressSequentially('certificate', { delay: 252 });
  await page.waitForURL(/q=certificate$/);

  assert.equal(await page.getByLabel('Search title, question or code').inputValue(), 'certificate');
});

test('incidents() says what to do when nothing is found', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents?q=nothing-like-this`);

  await page.waitForSelector('text=Nothing matches');
  await page.click('text=Clear the filter');

  await page.waitForSelector('.incident-row');
});

test('audit() checks the chain', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/audit`);
  await page.waitForSelector('.audit-row');

  await page.click('text=Verify the chain');

  await page.waitForSelector('text=Intact: all entries fit (5)');
});

test('incident() tells what happened in order, and what certainly came first', async () => {
  const { page, peer, problems } = await bench.open({ locale: 'en' });

  await page.goto(`${peer.url}/incidents/ZB-42`);
  await page.waitForSelector('.course-panel');

  assert.equal(await page.locator('.course-entry').count(), 4);
  assert.match(
    (await page.locator('.course-entry').nth(1).textContent()) ?? '',
    /used_memory moved.*orders-cache.*metric.*first.*between/s,
  );
  assert.match((await page.locator('.suspects li').textContent()) ?? '', /email-worker \(v2\.31\).*7 min before.*only the time speaks/s);
  await page.locator('.course-panel .evidence-link').first().click();
  await page.waitForSelector('.evidence-drawer, .ant-drawer');
  assert.deepEqual(problems, []);
});
