import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createIsAllowed, createWebhooks } from '../../../src/adapters/dingtalk/webhooks.ts';

it('createIsAllowed() trusts the vendor over TLS, the configured bases, and what the operator names', () => {
  const isAllowed = createIsAllowed({
    apiBase: 'http://127.0.0.1:9000',
    oapiBase: 'https://proxy.example',
    allowHosts: ['gate.example:8443'],
  });
  const cases: readonly [string, boolean][] = [
    ['https://oapi.dingtalk.com/robot/sendBySession?session=x', true],
    ['https://api.dingtalk.com/v1.0/x', true],
    ['http://127.0.0.1:9000/robot', true],
    ['https://gate.example:8443/x', true],
    ['http://oapi.dingtalk.com/robot', false],
    ['https://oapi.dingtalk.com:444/robot', false],
    ['https://oapi.dingtalk.com.evil.example/', false],
    ['https://user:pass@oapi.dingtalk.com/', false],
    ['http://169.254.169.254/latest', false],
    ['file:///etc/passwd', false],
    ['not a url', false],
  ];

  for (const [url, expected] of cases) assert.equal(isAllowed(url), expected, url);
});

it('createWebhooks() forgets an address before it expires', () => {
  let now = 1_000_000;
  const webhooks = createWebhooks({ now: () => now, sleep: async () => undefined }, (url) => url.startsWith('good'));

  assert.equal(webhooks.keep({ channel: 'c', messageId: 'm', url: 'good', expiresAtMs: now + 60_000 }), true);
  assert.equal(webhooks.keep({ channel: 'c', messageId: 'm2', url: 'evil', expiresAtMs: now + 60_000 }), false);
  assert.deepEqual([webhooks.ofMessage('m'), webhooks.ofChannel('c'), webhooks.ofMessage('m2')], ['good', 'good', null]);
  now += 31_000;
  assert.deepEqual([webhooks.ofMessage('m'), webhooks.ofChannel('c')], [null, null]);
});
