/** Parts that many pages share, in a real browser: forms, errors, marks, links. */

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

test('ErrorNote() says what failed, and its button tries again', async () => {
  const { page, peer } = await bench.open({ locale: 'zh-CN' });
  await page.route('**/api/v1/systems?*', (route) => route.abort());

  await page.goto(`${peer.url}/systems`);
  await page.waitForSelector('.error-note >> text=连不上值班服务');
  await page.unroute('**/api/v1/systems?*');
  await page.locator('.error-note button').click();

  await page.waitForSelector('.system');
  assert.equal(await page.locator('.error-note').count(), 0);
});

test('Message() shows what it cannot read as such, and the others stay', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  const hello = peer.world.messages.find((message) => message.id === 'msg_hello');
  if (hello) peer.world.messages.push({ ...hello, id: 'msg_odd', body: { rich: [{ type: 'table' }] } });
  if (hello) peer.world.messages.push({ ...hello, id: 'msg_odder', body: { hologram: true } });

  await page.reload();

  await page.waitForSelector('[data-message="msg_odd"] >> text=This message has a form that cannot be shown');
  await page.waitForSelector('[data-message="msg_odder"] >> text=This message has a form that cannot be shown');
  await page.waitForSelector('[data-message="msg_hello"] >> text=I am on call today');
});

test('FormModal() keeps what was typed when the submission fails', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  await page.goto(`${peer.url}/incidents/ZB-42`);
  await page.route('**/resolve?*', (route) =>
    route.fulfill({ status: 403, json: { error: { kind: 'forbidden', message: 'This needs the role responder', details: {} } } }),
  );

  await page.locator('.incident-actions').getByRole('button', { name: 'Resolve' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('textarea').fill('scaled out');
  await dialog.getByRole('button', { name: 'Resolve' }).click();

  await page.waitForSelector('.form-problem >> text=This needs the role responder');
  assert.equal(await dialog.locator('textarea').inputValue(), 'scaled out');
});

test('SafeLink() of a card opens the incident without loading the page again', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });
  const card = peer.world.messages.findIndex((message) => message.id === 'msg_card42');
  const text = JSON.stringify(peer.world.messages[card]).replace('http://127.0.0.1/incidents', `${peer.url}/incidents`);
  peer.world.messages[card] = JSON.parse(text);
  await page.reload();
  await page.waitForSelector('.card');
  await page.evaluate('window.isSamePage = true');

  await page.locator('[data-incident="ZB-42"] .card-link').click();

  await page.waitForURL('**/incidents/ZB-42');
  assert.equal(await page.evaluate('window.isSamePage'), true);
});

test('When() is relative in the text and absolute on hover', async () => {
  const { page } = await bench.open({ locale: 'zh-CN' });
  const time = page.locator('[data-message="msg_card42"] time').first();

  assert.equal(await time.textContent(), '7分钟前');
  assert.match((await time.getAttribute('title')) ?? '', /\d{4}年\d+月\d+日.* \d{2}:\d{2}:\d{2}/);
});
