import assert from 'node:assert/strict';
import { it } from 'node:test';
import { resolveDingtalkSecret } from '../../../src/adapters/dingtalk/adapter.ts';
import { dingtalkConfig, dingtalkHosts } from '../../../src/adapters/dingtalk/config.ts';

it('dingtalkConfig takes a reference to the secret only, and knows its defaults', () => {
  const config = dingtalkConfig.parse({ clientId: 'ding1', clientSecret: { env: 'S' }, apiBase: 'http://127.0.0.1:1/' });

  assert.deepEqual(
    [config.apiBase, config.oapiBase, config.callsPerMonth, config.allowHosts],
    ['http://127.0.0.1:1', dingtalkHosts.oapi, 10_000, []],
  );
  assert.throws(() => dingtalkConfig.parse({ clientId: 'ding1', clientSecret: 'literal' }), /reference to a secret/);
  assert.equal(
    resolveDingtalkSecret(config, (ref) => JSON.stringify(ref)),
    '{"env":"S"}',
  );
});
