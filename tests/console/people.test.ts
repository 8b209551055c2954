/** People and the linking of a chat account, as a person uses them. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sampleCode } from '../peers/console-api/people.ts';
import { peerToken } from '../peers/console-api.ts';
import { type ConsoleBench, openConsoleBench, overflowOf } from './open-console.ts';

let bench: ConsoleBench;
before(async () => {
  bench = await openConsoleBench();
});
after(async () => {
  await bench.close();
});

for (const [locale, width] of [
  ['zh-CN', 1440],
  ['en', 390],
] as const) {
  test(`link() shows whose account it is, links it once confirmed, and people() has it (${locale}, ${width})`, async () => {
    const { page, peer, problems } = await bench.open({ locale, width, height: 900 });
    const zh = locale === 'zh-CN';

    await page.goto(new URL(`/link?code=${sampleCode}`, page.url()).href);
    await page.waitForSelector(zh ? 'text=这是您本人的账号吗？' : 'text=Is this your own account?');
    await page.waitForSelector('.link-facts >> text=韩梅梅 Han Meimei');
    assert.equal(new URL(page.url()).search, '', 'the code leaves the address bar');
    assert.equal(peer.world.linkedName, null, 'nothing is linked by opening');
    await page.click(zh ? 'text=确认，这是我的账号' : 'text=Yes, this is my account');
    await page.waitForSelector(zh ? 'text=已关联' : 'text=Linked');
    await page.click(zh ? 'text=查看人员' : 'text=See people');
    await page.waitForSelector('.accounts >> text=U0MEIMEI1');

    assert.equal(await overflowOf(page), 0);
    assert.deepEqual(problems, []);
  });
}

test('link() tells a wrong code in the words of the server, takes another, and links nothing that is not mine', async () => {
  const { page, peer } = await bench.open({ locale: 'en' });

  await page.goto(new URL('/link?code=WRONG', page.url()).href);
  await page.waitForSelector('text=This code is wrong, used or expired.');
  await page.fill('#link-code', sampleCode);
  await page.click('text=Look it up');
  await page.click('text=Not mine');
  await page.waitForSelector('text=Nothing was linked');

  assert.equal(peer.world.linkedName, null);
});

test('link() keeps the code while the reader signs in', async () => {
  const { page, peer } = await bench.open({ locale: 'en', isLoggedIn: false });

  await page.goto(new URL(`/link?code=${sampleCode}`, peer.loginUrl).href);
  await page.fill('#token', peerToken);
  await page.click('button[type=submit]');
  await page.waitForSelector('text=Is this your own account?');
});

test('people() takes a link of one’s own away after asking, and offers it for nobody else’s', async () => {
  const { page, peer, problems } = await bench.open({ locale: 'en' });
  peer.world.linkedName = 'Han Meimei';

  await page.goto(`${peer.url}/people`);
  await page.waitForSelector('.accounts >> text=U0MEIMEI1');
  const buttons = page.locator('.accounts button');
  assert.equal(await buttons.count(), 1);
  await buttons.first().click();
  await page.click('.ant-modal-confirm-btns >> text=Unlink');
  await page.waitForSelector('text=is not linked any more');

  assert.equal(peer.world.linkedName, null);
  assert.deepEqual(problems, []);
});
