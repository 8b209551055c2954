import assert from 'node:assert/strict';
import { it } from 'node:test';
import { feishuConfig } from '../../../src/adapters/feishu/config.ts';

const least = { appId: 'cli_0123456789abcdef', appSecret: { env: 'FEISHU_APP_SECRET' } };

it('feishuConfig takes references only, and knows its defaults', () => {
  const config = feishuConfig.parse(least);

  assert.deepEqual([config.mode, config.domain], ['socket', 'https://open.feishu.cn']);
  assert.throws(() => feishuConfig.parse({ ...least, appSecret: 'literal' }), /reference to a secret/);
});

it('feishuConfig refuses an app id that the SDK would only log about', () => {
  assert.throws(() => feishuConfig.parse({ ...least, appId: 'cli_short' }), /16 hexadecimal digits/);
});

it('feishuConfig takes a domain with or without a slash at its end', () => {
  assert.equal(feishuConfig.parse({ ...least, domain: 'https://open.larksuite.com/' }).domain, 'https://open.larksuite.com');
});
