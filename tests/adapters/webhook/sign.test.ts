import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cloudEvent } from '../../../src/adapters/webhook/cloud-event.ts';
import { webhookConfig } from '../../../src/adapters/webhook/config.ts';
import { webhookHeaders } from '../../../src/adapters/webhook/sign.ts';
import { sampleAnnouncement, sampleNotice } from '../../contracts/announcements.ts';

test('webhookHeaders() signs as the example of the Standard Webhooks text', () => {
  const headers = webhookHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1_614_265_330,
    body: '{"test": 2432232314}',
  });

  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('webhookHeaders() without a secret names the message and signs nothing', () => {
  assert.deepEqual(webhookHeaders(null, { id: 'a', timestampSeconds: 1, body: '' }), { 'webhook-id': 'a', 'webhook-timestamp': '1' });
});

test('cloudEvent() has the text for people beside the record for machines', () => {
  const event = cloudEvent(sampleAnnouncement(), sampleNotice(), 'https://zhiban.example.com');

  assert.equal(event.specversion, '1.0');
  assert.match(String(Reflect.get(Object(event.data), 'text')), /^🙋 Waits for approval · ZB-42/);
});

test('webhookConfig wants the address once: in the open or as a secret', () => {
  const isFine = (endpoint: object) => webhookConfig.safeParse({ soc: endpoint }).success;

  assert.deepEqual(
    [
      { url: 'https://a.test' },
      { address: { env: 'A' } },
      {},
      { url: 'https://a.test', address: { env: 'A' } },
      { url: 'ftp://a.test' },
    ].map(isFine),
    [true, true, false, false, false],
  );
});
