import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { presentSettings, withAdapter, withPerson, withTarget } from '../../../src/main/setup/write-config.ts';

const target = { adapter: 'slack', channel: 'C1' };

test('withAdapter() keeps comments, other keys and other platforms', () => {
  const text = 'locale: en # ours\nadapters:\n  feishu: { appId: a }\n  slack:\n    apiUrl: http://peer/ # the gateway\n';

  const after = withAdapter(text, 'slack', { botToken: { file: 'secrets/x' } });

  assert.match(after, /# ours/);
  assert.match(after, /# the gateway/);
  assert.deepEqual(parse(after).adapters, { feishu: { appId: 'a' }, slack: { apiUrl: 'http://peer/', botToken: { file: 'secrets/x' } } });
  assert.deepEqual(presentSettings(after, 'slack'), { apiUrl: 'http://peer/', botToken: { file: 'secrets/x' } });
});

test('withAdapter() begins an empty file, and refuses what is no YAML', () => {
  assert.deepEqual(parse(withAdapter('', 'slack', { a: 'b' })), { adapters: { slack: { a: 'b' } } });
  assert.deepEqual(parse(withAdapter('# only words\n', 'slack', { a: 'b' })), { adapters: { slack: { a: 'b' } } });
  assert.throws(() => withAdapter('a: [', 'slack', { a: 'b' }), { kind: 'invalid', message: /is no YAML/ });
  assert.throws(() => presentSettings('a: [', 'slack'), { kind: 'invalid' });
});

const routes: readonly { readonly name: string; readonly before: string; readonly after: unknown }[] = [
  { name: 'no routes', before: '', after: [{ match: {}, to: [target, { adapter: 'console' }] }] },
  {
    name: 'a route for everything',
    before: 'routes:\n  - match: {}\n    to: [{ adapter: console }]\n',
    after: [{ match: {}, to: [{ adapter: 'console' }, target] }],
  },
  {
    name: 'only special routes',
    before: 'routes:\n  - match: { severity: critical }\n    to: [{ adapter: console }]\n',
    after: [
      { match: { severity: 'critical' }, to: [{ adapter: 'console' }] },
      { match: {}, to: [target] },
    ],
  },
  {
    name: 'the target already',
    before: 'routes:\n  - to: [{ adapter: slack, channel: C1, locale: en }]\n',
    after: [{ to: [{ adapter: 'slack', channel: 'C1', locale: 'en' }] }],
  },
];

for (const { name, before, after } of routes) {
  test(`withTarget() with ${name}`, () => {
    assert.deepEqual(parse(withTarget(before, target)).routes, after);
  });
}

test('withPerson() adds somebody, or an identity to who is there', () => {
  const wang = { id: 'wang', name: '王芳', userId: 'U1' };

  const first = withPerson('people: []\n', 'slack', wang);
  const second = withPerson(first, 'feishu', { ...wang, userId: 'ou_1' });

  assert.deepEqual(parse(second).people, [{ id: 'wang', name: '王芳', roles: ['approver'], identities: { slack: 'U1', feishu: 'ou_1' } }]);
});
