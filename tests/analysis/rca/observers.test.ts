import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isObserved } from '../../../src/analysis/rca/observers.ts';
import { candidate, topology } from './make-candidate.ts';

const about = { kind: 'prometheus', about: ['instance', 'job'] };
const limited = candidate('watch', 'prometheus.sample-limit', about, { values: { instance: '10.0.0.7:6379', job: 'cart-api' } });
const named = (...ids: readonly string[]) => topology.systems.filter(({ id }) => ids.includes(id));

test('isObserved() is a target that is spoken of by its address or its job', () => {
  assert.equal(isObserved(limited, [], 'targetdown 10.0.0.7:6379'), true);
  assert.equal(isObserved(limited, [], 'targetdown job cart-api'), true);
  assert.equal(isObserved(limited, [], 'targetdown 10.0.0.8:6379'), false);
});

test('isObserved() is a target that is a named system, by its port', () => {
  assert.equal(isObserved(limited, named('cache'), ''), true);
  assert.equal(isObserved(limited, named('web'), ''), false);
});

test('isObserved() is nothing that another kind of system says', () => {
  assert.equal(isObserved({ ...limited, signature: { ...limited.signature, kind: 'host' } }, named('cache'), '10.0.0.7:6379'), false);
});
