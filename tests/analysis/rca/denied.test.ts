import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutDenied } from '../../../src/analysis/rca/denied.ts';

const denied: readonly (readonly [said: string, left: RegExp])[] = [
  ['服务卡死了，请求全超时，cpu 又不高，日志也没报错，快看看', /^服务卡死了，请求全超时，\s+，\s+，快看看$/],
  ['api 很慢，内存和磁盘都正常', /^api 很慢，\s*$/],
  ['orders is slow but cpu is fine and nothing in the logs', /^orders is slow but\s+and\s+$/],
  ['no errors in the logs, disk usage isn’t high, still 500', /^\s+,\s+, still 500$/],
];

const stated: readonly string[] = [
  '磁盘满了吗',
  '内存正常吗？',
  'is the disk ok?',
  'the disk is full',
  'cpu 很高，服务不正常',
  'why are the connections not closed',
  'orders-db 正常吗，连接数不够用了',
];

describe('withoutDenied()', () => {
  for (const [said, left] of denied) it(`takes what is denied from “${said}”`, () => assert.match(withoutDenied(said), left));
  for (const said of stated) it(`leaves “${said}” as it is`, () => assert.equal(withoutDenied(said), said));
});
