/** The way in and what works on every page, in a real browser. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { peerToken } from '../peers/console-api.ts';
import { type ConsoleBench, openConsoleBench } from './open-console.ts';

let bench: ConsoleBench;
before(async () => {
  bench = await openConsoleBench();
});
after(async () => {
  await bench.close();
});

test('login() by link enters the channel and takes the token out of the address', async () => {
  const { page, problems } = await bench.open({ locale: 'en' });

  await page.waitForSelector('.card');

  assert.equal(new URL(page.url()).hash, '');
  assert.equal(new URL(page.url()).pathname, '/');
  assert.deepEqual(problems, []);
});

test('login() refuses a wrong token in words and accepts a pasted one, or a whole pasted link', async () => {
  const { page, peer } = await bench.open({ locale: 'en', isLoggedIn: false });
  await page.goto(`${peer.url}/incidents`);

  await page.fill('#token', 'wrong');
  await page.press('#token', 'Enter');
  await page.waitForSelector('.form-problem');
  assert.match((await page.textContent('.form-problem')) ?? '', /wrong, used or expired/);

  await page.fill('#token', `http://127.0.0.1:7420/login#token=${peerToken}`);
  await page.press('#token', 'Enter');
  await page.waitForSelector('.incident-row');
});

test('login() page returns when the person logs out', async () => {
  const { page } = await bench.open({ locale: 'en' });

  await page.click('.person-button');
  await page.click('text=Log out');

  await page.waitForSelector('.login-box');
});

test('stop-all() asks first and says what came of it', async () => {
  const { page } = await bench.open({ locale: 'en' });

  await page.click('.stop-all');
  await page.getByRole('dialog').getByRole('button', { name: 'Stop all' }).click();

  await page.waitForSelector('text=There was nothing to stop');
});

test('Navigation() keeps the other pages behind one button, which names the one that is open', async () => {
  const { page } = await bench.open({ locale: 'en' });

  await page.click('.shell-more');
  await page.getByRole('menuitem', { name: 'Audit' }).click();

  await page.waitForURL(/\/audit$/);
  await page.waitForSelector('.shell-more >> text=Audit');
});

test('shortcuts() are shown by the question mark', async () => {
  const { page } = await bench.open({ locale: 'en' });
  await page.waitForSelector('.card');

  await page.keyboard.press('?');

  await page.waitForSelector('.shortcut-group');
});
