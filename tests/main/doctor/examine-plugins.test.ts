import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examineMarkets, examinePlugins } from '../../../src/main/doctor/examine-plugins.ts';
import type { MarketState, Markets } from '../../../src/plugins/market/markets.ts';
import type { PluginReport } from '../../../src/plugins/open-plugins.ts';

const signal = new AbortController().signal;
const now = Date.parse('2026-11-01T00:00:00Z');

function market(given: Partial<MarketState>, expires = '2027-01-01T00:00:00.000Z'): Markets {
  const index = { format: 1, market: 'company', serial: 3, issued: expires, expires, plugins: [], revoked: [], unread: 2 } as const;
  const state: MarketState = { name: 'company', spot: { path: '/plugins.json' }, index, problem: null, ...given } as MarketState;
  return { known: () => [state], refresh: async () => [state] };
}

const text = { en: 'away', 'zh-CN': '不可达' };
const markets = [
  { name: 'a good one', given: market({}), says: 'ok serial 3, 0 versions; 2 are for a later Zhiban, good until 2027-01-01' },
  { name: 'one that nears its end', given: market({}, '2026-11-05T00:00:00.000Z'), says: 'warn its index expires on 2026-11-05' },
  { name: 'one that is away', given: market({ problem: { kind: 'away', text } }), says: 'warn away' },
  { name: 'one that is not to be believed', given: market({ problem: { kind: 'refused', text } }), says: 'fail away' },
];
for (const { name, given, says } of markets) {
  test(`examineMarkets() tells ${name}`, async () => {
    const [check] = await examineMarkets(given, () => now).examine(signal);

    assert.equal(check?.id, 'pluginMarket:company');
    assert.equal(`${check?.level} ${check?.text.en}`, says);
  });
}

test('examinePlugins() tells what to do about a revoked one', async () => {
  const since = '2026-11-01T00:00:00.000Z';
  const report: PluginReport = {
    name: 'gauge',
    version: '1.0.0',
    state: 'refused',
    since,
    reason: text,
    stops: 0,
    market: 'company',
    isRevoked: true,
  };

  const [check] = await examinePlugins([report]).examine(signal);

  assert.equal(check?.level, 'fail');
  assert.match(check?.advice?.en ?? '', /zhiban plugin update gauge/);
});
