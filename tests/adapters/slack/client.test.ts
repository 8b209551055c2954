import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createRedact } from '../../../src/adapters/rich/redact.ts';
import { isAmbiguous, toChatError } from '../../../src/adapters/slack/client.ts';

const redact = createRedact(['xoxb-secret']);
const platform = (code: string) =>
  Object.assign(new Error(`An API error occurred: ${code}`), { code: 'slack_webapi_platform_error', data: { ok: false, error: code } });

it('toChatError() says the kind of each of Slack’s codes', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['invalid_auth', 'auth'],
    ['token_revoked', 'auth'],
    ['channel_not_found', 'gone'],
    ['message_not_found', 'gone'],
    ['msg_too_long', 'too-large'],
    ['not_in_channel', 'forbidden'],
    ['missing_scope', 'forbidden'],
    ['internal_error', 'transient'],
    ['ratelimited', 'rate'],
    ['invalid_blocks', 'format'],
    ['something_new', 'format'],
    ['<html>busy</html>', 'transient'],
  ];

  for (const [code, kind] of cases) assert.equal(toChatError('chat.postMessage', platform(code), redact).kind, kind, code);
});

it('toChatError() keeps the time to wait, and the scope that is missing', () => {
  const limited = toChatError(
    'chat.update',
    Object.assign(new Error('x'), { code: 'slack_webapi_rate_limited_error', retryAfter: 7 }),
    redact,
  );
  const lacking = toChatError(
    'chat.update',
    Object.assign(new Error('x'), { data: { error: 'missing_scope', needed: 'files:write' } }),
    redact,
  );

  assert.deepEqual([limited.kind, limited.retryAfterMs], ['rate', 7_000]);
  assert.match(lacking.message, /files:write/);
});

it('toChatError() never repeats a secret, a body or an address', () => {
  const cause = Object.assign(new Error('connect ECONNRESET xoxb-secret https://slack.com/api/?token=abc'), { code: 'ECONNRESET' });
  const error = toChatError('chat.postMessage', new Error('A request error occurred', { cause }), redact);

  assert.equal(error.message, 'Slack did not answer chat.postMessage: ECONNRESET');
  assert.equal(error.cause, undefined);
});

it('isAmbiguous() is true only where Slack may have taken it', () => {
  const refused = toChatError('m', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), redact);
  const timedOut = toChatError('m', new DOMException('The operation was aborted due to timeout', 'TimeoutError'), redact);
  const gateway = toChatError('m', Object.assign(new Error('x'), { statusCode: 502 }), redact);

  assert.deepEqual([refused, timedOut, gateway, toChatError('m', platform('not_in_channel'), redact)].map(isAmbiguous), [
    false,
    true,
    true,
    false,
  ]);
});
