import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MarketIndex } from '../../../src/plugins/market/index-file.ts';
import type { MarketState } from '../../../src/plugins/market/markets.ts';
import { watchRevocations } from '../../../src/plugins/market/watch-revocations.ts';
import { openPlugins } from '../../../src/plugins/open-plugins.ts';
import type { PluginEvent } from '../../../src/plugins/process/keep-plugin.ts';
import { until } from '../../support/child.ts';
import { systemClock } from '../../support/system-clock.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'talk');
const revoked = [{ name: 'talk', versions: '<2.0.0', reason: { en: 'sends passwords in clear', 'zh-CN': '明文发送密码' } }];

test('watchRevocations() stops a plugin that runs once its market revokes it, and tells of it', { timeout: 120_000 }, async () => {
  const plugins = await openPlugins({
    ...{ entries: [{ path: folder, enabled: true, config: {} }], places: { baseDirectory: '/', home: '/' }, variables: {} },
    ...{ resolveSecret: () => '', clock: systemClock, version: '0.1.0', takenKinds: [], backoffMs: [10] },
    log: { info: () => undefined, error: () => undefined },
  });
  const events: PluginEvent[] = [];
  plugins.follow((event) => void events.push(event));
  const index = { market: 'company', revoked } as unknown as MarketIndex;
  let asked = 0;
  const state = (): MarketState => ({ name: 'company', spot: { path: '' }, index: asked < 3 ? null : index, problem: null });
  const refresh = async () => {
    asked += 1;
    if (asked === 2) throw new Error('the market is away');
    return [state()];
  };
  // As if it had come from that market.
  const [kept] = plugins.kept;
  assert.ok(kept !== undefined && kept.state().state === 'up', plugins.reports()[0]?.reason?.en);
  const revoke: typeof plugins.revoke = (because) => plugins.revoke((found) => because({ ...found, market: 'company' }));

  const watch = watchRevocations({
    ...{ markets: { refresh }, plugins: { revoke }, clock: systemClock, everyMs: 20 },
    log: { error: () => undefined },
  });
  await until(() => kept.state().state === 'refused', 'it is stopped', 60_000);
  await until(() => events.length > 0, 'it is told', 60_000);
  await watch.stop();
  await plugins.stop();

  const [report] = plugins.reports();
  assert.equal(report?.isRevoked, true);
  assert.match(report?.reason?.en ?? '', /version 1\.0\.0 was revoked by the market company: sends passwords in clear/);
  assert.deepEqual(
    events.map(({ kind, againInMs }) => [kind, againInMs]),
    [['revoked', null]],
  );
});
