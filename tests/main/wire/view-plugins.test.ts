import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { viewPlugins } from '../../../src/main/wire/view-plugins.ts';
import { openPlugins } from '../../../src/plugins/open-plugins.ts';
import { systemClock } from '../../support/system-clock.ts';

test('viewPlugins() shows what each brings and may do, and one that is not there', async () => {
  const folder = join(import.meta.dirname, '..', '..', 'plugins', 'fixtures', 'parts');
  const because = { en: 'it leaks', 'zh-CN': '泄漏' };
  const plugins = await openPlugins({
    entries: [
      { path: folder, enabled: true, config: {} },
      { path: './away', enabled: true, config: {} },
    ],
    places: { baseDirectory: '/', home: '/' },
    variables: {},
    resolveSecret: () => '',
    clock: systemClock,
    version: '0.1.0',
    takenKinds: [],
    // Nothing has to be started to be shown.
    revokedBecause: () => because,
    log: { info: () => undefined, error: () => undefined },
  });

  const [parts, away] = viewPlugins(plugins);

  assert.deepEqual([parts?.name, parts?.state, parts?.isRevoked, parts?.reason], ['parts', 'refused', true, because]);
  assert.deepEqual(parts?.capabilities, ['notifier', 'alert source pager', 'analyser deploys', 'runbooks']);
  assert.deepEqual(parts?.permissions, { read: [], write: [], hosts: ['config'], env: [] });
  assert.deepEqual([away?.name, away?.version, away?.permissions, away?.usedMb], ['./away', null, null, null]);
  await plugins.stop();
});
