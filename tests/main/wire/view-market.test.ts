import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMarketView } from '../../../src/main/wire/view-market.ts';
import { makeKeyPair } from '../../../src/plugins/market/keys.ts';
import { newIndex, signIndex, withOffer, withRevocation } from '../../../src/plugins/market/publish.ts';
import { sampleOffer } from '../../plugins/market/sample.ts';
import { systemClock } from '../../support/system-clock.ts';

test('createMarketView() shows what markets offer, what is installed, newer, revoked or for another version, and a market that is away', async () => {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-market-view-'));
  try {
    const { privatePem, publicKey } = makeKeyPair();
    const nowMs = systemClock.now();
    const now = new Date(nowMs).toISOString();
    let index = newIndex('company', now);
    for (const offer of [
      sampleOffer(),
      sampleOffer({ name: 'valve', version: '2.0.0' }),
      sampleOffer({ name: 'pump' }),
      sampleOffer({ name: 'later', zhiban: '>=99.0.0' }),
    ])
      index = withOffer(index, offer);
    index = withRevocation(index, { name: 'pump', versions: '*', at: now, reason: { en: 'it leaks', 'zh-CN': '泄漏' } });
    const signed = signIndex(index, { privatePems: [privatePem], now, expires: new Date(nowMs + 86_400_000).toISOString() });
    writeFileSync(join(home, 'plugins.json'), signed);
    const path = join(home, 'zhiban.yaml');
    const away = `  - name: away\n    path: ./nowhere.json\n    publicKey: ${publicKey}\n`;
    writeFileSync(path, `pluginMarkets:\n  - name: company\n    path: ./plugins.json\n    publicKey: ${publicKey}\n${away}`);
    const view = createMarketView({
      ...{ environment: { home }, path, clock: systemClock },
      plugins: () => [
        { name: 'gauge', version: '1.0.0', market: 'company' },
        { name: 'valve', version: '1.0.0', market: 'company' },
      ],
    });

    const all = await view([]);
    const some = await view(['VALVE']);

    assert.deepEqual(
      all.items.map(({ name, state, reason }) => [name, state, reason?.en ?? null]),
      [
        ['gauge', 'installed', null],
        ['later', 'unfitting', 'it is made for Zhiban >=99.0.0, and this is 0.1.0'],
        ['pump', 'revoked', 'it leaks'],
        ['valve', 'newer', null],
      ],
    );
    assert.deepEqual(
      all.markets.map(({ name, problem }) => [name, problem === null]),
      [
        ['company', true],
        ['away', false],
      ],
    );
    assert.deepEqual([some.items.length, some.items[0]?.permissions.hosts], [1, ['config']]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
