import assert from 'node:assert/strict';
import test from 'node:test';
import { claimsOnlyLoad, type QuestionKind, questionKindOf } from '../../src/analyst/claim.ts';

const questions: readonly [string, QuestionKind][] = [
  ['why do customers see wrong prices?', 'wrong'],
  ['prices on invoices are wrong', 'wrong'],
  ['customers cannot check out', 'wrong'],
  ['发票上的价格不对', 'wrong'],
  ['orders-db 为什么慢', 'wrong'],
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
  ['twice as many requests fail', false],
  ['requests are slower', false],
];

for (const [claim, isLoad] of loads) {
  test(`claimsOnlyLoad() of “${claim}” is ${String(isLoad)}`, () => {
    assert.equal(claimsOnlyLoad(claim), isLoad);
  });
}
