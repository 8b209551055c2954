import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { saysWhy } from '../../../src/analysis/logs/says-why.ts';

describe('saysWhy()', () => {
  for (const error of [
    'POST /orders returned 500',
    'req=e6a10c4d GET /parcels/4711 500 request failed',
    'Internal Server Error',
    '"GET /x HTTP/1.1" 500 Internal Server Error in 32ms',
    '接口调用失败，状态码 500',
  ])
    it(`is false of “${error}”`, () => assert.equal(saysWhy(error), false));

  for (const error of [
    'cannot reserve stock for order 17',
    'POST /charge failed: card expired',
    'upstream inventory answered 503',
    'request failed: timeout',
    '推送失败：余额不足',
    "KeyError: 'HKD'",
  ])
    it(`is true of “${error}”`, () => assert.equal(saysWhy(error), true));
});
