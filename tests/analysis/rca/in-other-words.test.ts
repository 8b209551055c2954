import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inOtherWords } from '../../../src/analysis/rca/in-other-words.ts';

const slow = 'slow 慢';
const failing = 'error fail 错误 失败';

const cases: readonly [said: string, meant: string][] = [
  ['order p99 above 3 s', slow],
  ['Order Latency High', slow],
  ['机器好卡，所有服务都慢', slow],
  ['页面一直转圈', slow],
  ['orders 服务没反应了', slow],
  ['edge availability 40 % in the last hour', failing],
  ['shop-availability is burning its error budget 14.4x too fast', failing],
  ['5xx ratio of shop 60 %', failing],
  ['商城首页打不开了', failing],
  ['下单接口报错了', failing],
  ['orders API is unavailable, p95 9 s', `${slow}\n${failing}`],
  ['信用卡支付的价格不对', ''],
  ['why do prices differ from yesterday?', ''],
  ['disk of db-1 is 92 % full', ''],
];

describe('inOtherWords()', () => {
  for (const [said, meant] of cases) it(`of “${said}”`, () => assert.equal(inOtherWords(said), meant));
});
