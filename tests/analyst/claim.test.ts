import assert from 'node:assert/strict';
import test from 'node:test';
import { claimsOnlyLoad, isOfThePast, type QuestionKind, questionKindOf, quotesError } from '../../src/analyst/claim.ts';

const questions: readonly [string, QuestionKind][] = [
  ['why do customers see wrong prices?', 'wrong'],
  ['prices on invoices are wrong', 'wrong'],
  ['customers cannot check out', 'wrong'],
  ['发票上的价格不对', 'wrong'],
  ['orders-db 为什么慢', 'wrong'],
  ['商城首页打不开了', 'wrong'],
  ['缓存写不动了', 'wrong'],
  ['web-1 登不上去', 'wrong'],
  ['mailer 怎么了？', 'wrong'],
  ['昨晚到现在怎么没有一条告警？', 'wrong'],
  ['昨晚 03:10 到 03:14 大量超时，之后恢复了。当时的根因是什么？', 'wrong'],
  ['checkout 完全不响应，进程还在，原因在哪？', 'wrong'],
  ['下单服务咋回事，没反应了', 'wrong'],
  ['orders-cache 现在怎么样？', 'anything'],
  ['are the prices on invoices right?', 'whether'],
  ['does checkout lose orders?', 'whether'],
  ['有没有人改过价格？', 'whether'],
  ['orders-db', 'whether'],
  ['is everything fine?', 'anything'],
  ['any problems?', 'anything'],
  ['is the shop ok?', 'anything'],
  ['系统正常吗？', 'anything'],
  ['有没有异常', 'anything'],
  ['巡检一下', 'anything'],
  ['', 'anything'],
];

for (const [question, kind] of questions) {
  test(`questionKindOf() of “${question}” is ${kind}`, () => {
    assert.equal(questionKindOf(question), kind);
  });
}

const loads: readonly [string, boolean][] = [
  ['cache takes twice as many commands as an hour ago', true],
  ['core-switch forwards twice as many packets as usual', true],
  ['请求量比昨天高三倍', true],
  ['alerts has twice as many alerts as an hour ago', true],
  ['three times the connections of yesterday, more than ever', true],
  ['twice as many requests fail', false],
  ['requests are slower', false],
];

for (const [claim, isLoad] of loads) {
  test(`claimsOnlyLoad() of “${claim}” is ${String(isLoad)}`, () => {
    assert.equal(claimsOnlyLoad(claim), isLoad);
  });
}

const errors: readonly [string, boolean][] = [
  ["INSERT command denied to user 'app' (1142)", true],
  ['svc-orders: Maximum Payload Violation', true],
  ['写入 orders-cache 报错 NOPERM', true],
  ['ERROR 1205 at checkout', true],
  ['shop-db has slow queries', false],
  ['orders-cache uses more than 95 % of maxmemory', false],
  ['sessions had 3000 messages before it', false],
];

for (const [claim, isQuoted] of errors) {
  test(`quotesError() of “${claim}” is ${String(isQuoted)}`, () => {
    assert.equal(quotesError(claim), isQuoted);
  });
}

const times: readonly [string, boolean][] = [
  ['why was orders-db slow last night?', true],
  ['why did checkout fail 3 hours ago?', true],
  ['昨晚 orders-db 为什么慢？', true],
  ['why is orders-db slow?', false],
  ['orders-db 为什么慢？', false],
];

for (const [question, isPast] of times) {
  test(`isOfThePast() of “${question}” is ${String(isPast)}`, () => {
    assert.equal(isOfThePast(question), isPast);
  });
}
