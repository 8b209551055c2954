/** Every page on a phone, in both languages. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ConsoleBench, openConsoleBench, overflowOf } from './open-console.ts';

let bench: ConsoleBench;
before(async () => {
  bench = await openConsoleBench();
});
after(async () => {
  await bench.close();
});

const contents = '.card, .incident-row, .panel, .story, .system, .audit-row, .evidence-row, .alert, .evidence, .empty';

for (const locale of ['zh-CN', 'en'] as const) {
  test(`pages() fit a phone of 390 pixels in ${locale}, without a complaint of the browser`, async () => {
    const { page, peer, problems } = await bench.open({ locale, width: 390, height: 844 });
    const paths = [
      '/',
      '/?thread=msg_card42',
      '/incidents?status=all',
      '/incidents/ZB-42',
      '/incidents/ZB-42?tab=story',
      '/systems',
      '/audit',
    ];
    const tabs = ['evidence', 'alerts', 'audit'].map((tab) => `/incidents/ZB-42?tab=${tab}`);

    for (const path of [...paths, ...tabs, '/incidents/ZB-42?evidence=ev_latency', '/evidence/ev_log', '/nowhere']) {
      await page.goto(peer.url + path);
      await page.locator(contents).filter({ visible: true }).first().waitFor();
      assert.equal(await overflowOf(page), 0, path);
    }
    assert.deepEqual(problems, []);
  });
}
