import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pluginsConfig } from '../../src/config/plugins.ts';
import { pluginEntriesOf, readPluginEntries } from '../../src/config/read-plugins.ts';

test('pluginEntriesOf() reads the plugins of a file whose other keys nobody can judge yet', () => {
  const text = 'plugins:\n  - path: ./a\n  - package: "@team/b"\n    enabled: false\n    config: { x: 1 }\nsystems:\n  - kind: of-a\n';

  assert.deepEqual(pluginEntriesOf(text), [
    { path: './a', enabled: true, config: {} },
    { package: '@team/b', enabled: false, config: { x: 1 } },
  ]);
});

for (const [name, text] of [
  ['no YAML', 'plugins: ['],
  ['none', ''],
  ['neither path nor package', 'plugins:\n  - enabled: true\n'],
] as const) {
  test(`pluginEntriesOf() is empty for ${name}: loading says what is wrong`, () => {
    assert.deepEqual(pluginEntriesOf(text), []);
  });
}

test('readPluginEntries() is empty without a file', () => {
  assert.deepEqual([readPluginEntries(null), readPluginEntries('/nowhere/zhiban.yaml')], [[], []]);
});

test('pluginsConfig takes a path or a package, not both', () => {
  assert.equal(pluginsConfig.safeParse([{ path: './a', package: 'b' }]).success, false);
});
