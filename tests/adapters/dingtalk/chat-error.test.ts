import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionError, isStaleToken, refusalCode, toChatError } from '../../../src/adapters/dingtalk/chat-error.ts';

const answer = (status: number, body: unknown, retryAfterSeconds: number | null = null) => ({ status, body, retryAfterSeconds });

describe('refusalCode()', () => {
  const cases: readonly [status: number, body: unknown, code: string | null][] = [
    [200, { processQueryKey: 'x' }, null],
    [200, { errcode: 0, errmsg: 'ok' }, null],
    [200, { errcode: 460101, errmsg: 'message too long' }, '460101'],
    [200, { errcode: 88, sub_code: '90018' }, '88/90018'],
    [400, { code: 'send.too.fast', message: 'slow down' }, 'send.too.fast'],
    [503, null, 'http_503'],
    [200, null, 'http_200'],
    [400, { code: '<script>alert(1)</script>' }, 'unreadable_answer'],
  ];
  for (const [status, body, code] of cases) {
    it(`reads ${code ?? 'a success'} from ${status} ${JSON.stringify(body)}`, () => assert.equal(refusalCode(answer(status, body)), code));
  }
});

describe('toChatError()', () => {
  const cases: readonly [status: number, code: string, kind: string][] = [
    [429, 'Throttling.Api', 'rate'],
    [403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 'rate'],
    [403, 'http_403', 'rate'],
    [400, 'send.too.fast', 'rate'],
    [400, 'send.byToken.tooFast', 'rate'],
    [400, 'too.many.group', 'rate'],
    [400, 'toomuch.msg', 'rate'],
    [200, '88/90018', 'rate'],
    [200, '130101', 'rate'],
    [403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', 'forbidden'],
    [400, 'ding.serverquota.insufficient', 'forbidden'],
    [400, 'invalidClientIdOrSecret', 'auth'],
    [401, 'authFailed', 'auth'],
    [200, '40014', 'auth'],
    [200, '460101', 'too-large'],
    [200, '101002', 'too-large'],
    [400, 'resource.not.found.openConversationId', 'gone'],
    [404, 'param.cardNotExist', 'gone'],
    [500, 'system.error', 'transient'],
    [502, 'http_502', 'transient'],
    [400, 'param.wrong', 'format'],
  ];
  for (const [status, code, kind] of cases) {
    it(`takes ${code} for ${kind}`, () => assert.equal(toChatError('x', answer(status, {}), code, 500).kind, kind));
  }

  it('waits as long as DingTalk says, else as long as we do', () => {
    assert.equal(toChatError('x', answer(429, {}, 7), 'Throttling', 500).retryAfterMs, 7_000);
    assert.equal(toChatError('x', answer(400, {}), 'send.too.fast', 500).retryAfterMs, 500);
  });
});

describe('connectionError()', () => {
  it('tells what surely did not arrive from what may have', () => {
    const refused = connectionError(
      'x',
      new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) }),
    );
    const lost = connectionError('x', new TypeError('fetch failed', { cause: new Error('other side closed') }));

    assert.deepEqual([refused.platformCode, lost.platformCode], ['connect_refused', 'request_failed']);
    assert.equal(refused.message, 'DingTalk did not answer x: ECONNREFUSED');
  });
});

it('isStaleToken() knows both interfaces', () => {
  assert.deepEqual(['InvalidAuthentication', '40014', '42001', 'send.too.fast'].map(isStaleToken), [true, true, true, false]);
});
