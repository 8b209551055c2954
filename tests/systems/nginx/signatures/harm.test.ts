import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateCondition } from '../../../../src/analysis/rca/condition.ts';
import type { Facts } from '../../../../src/domain/evidence.ts';
import { failing, isMany } from '../../../../src/systems/nginx/signatures/harm.ts';
import { nginxSignatures } from '../../../../src/systems/nginx/signatures.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const seen = (facts: Facts, words = '') => judgeFacts(nginxSignatures, 'nginx', facts, words);

describe('isMany()', () => {
  const cases: readonly [string, Facts, string][] = [
    ['three of a hundred', { n: 3, 'access.requests': 100 }, 'true'],
    ['three of ten thousand', { n: 3, 'access.requests': 10_000 }, 'false'],
    ['two', { n: 2, 'access.requests': 4 }, 'false'],
    ['thirty, whatever the rest is', { n: 30 }, 'true'],
    ['three of nobody knows how many', { n: 3 }, 'unknown'],
  ];
  for (const [name, facts, truth] of cases)
    it(`says ${truth} of ${name}`, () => {
      const self = new Map(Object.entries(facts).map(([fact, value]) => [fact, { value, evidenceId: 'e' }]));

      assert.equal(evaluateCondition(isMany('n'), { self, runsOn: [], dependsOn: [] }).truth, truth);
    });
});

describe('failing', () => {
  it('is what people say of requests that fail, and nothing of load', () => {
    assert.match('edge answers 5xx', new RegExp(failing));
    assert.doesNotMatch('edge has twice as many requests', new RegExp(failing));
  });
});

describe('nginxSignatures of what happens now and then', () => {
  const everyday: Facts = {
    'access.requests': 20_000,
    'log.count.upstreamTimedOut': 2,
    'log.count.upstreamClosed': 4,
    'log.count.permissionDenied': 1,
    'log.count.rateLimited': 60,
    'log.count.bodyTooLarge': 3,
    'access.share.503': 0.003,
    'access.share.429': 0,
    'access.share.413': 0.0001,
  };

  it('accuse nothing unless somebody complains', () => {
    assert.deepEqual(seen(everyday, 'is edge healthy?'), { confirmed: [], likely: [] });
    assert.ok(seen(everyday, 'edge turns customers away with 503').confirmed.includes('rate-limited'));
    assert.ok(seen(everyday, 'uploads to edge fail with 413').confirmed.includes('body-too-large'));
  });
});
