import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saysWhy } from '../../../src/analysis/logs/says-why.ts';
import { logSignatures } from '../../../src/systems/logs/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

const young = { 'logs.isCompared': false, 'logs.newErrors': 0, 'logs.errors': 9, 'logs.topErrorCount': 9, 'logs.errorRatio': 0.4 };
const likelyOf = (facts: Readonly<Record<string, string | number | boolean>>) =>
  judgeFacts(logSignatures('http'), 'http', { 'logs.topErrorSaysWhy': saysWhy(String(facts['logs.topError'])), ...young, ...facts }).likely;

for (const [topError, likely] of [
  ['cannot reserve stock for order <number>', ['log-full-of-errors']],
  ['ValidationError: "q" is required (client error, answered 400)', []],
  ['GET /search returned 404 to bot', []],
  ['POST /orders returned 500', []],
  ['took 4000 ms, code 40012', ['log-full-of-errors']],
] as const)
  test(`a young log full of “${topError}” is ${likely.length === 0 ? 'nothing to tell' : 'told'}`, () => {
    assert.deepEqual(likelyOf({ 'logs.topError': topError }), likely);
  });

test('what a log says a few times counts while the service answers with an error', () => {
  const few = { 'logs.errorRatio': 0.05, 'logs.dnsFailures': 3, 'logs.topError': 'getaddrinfo ENOTFOUND rates' };

  assert.deepEqual(likelyOf({ ...few, 'health.status': 200 }), []);
  assert.deepEqual(likelyOf({ ...few, 'health.status': 503 }), ['log-dns-failures']);
});
