import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allocationSignatures } from '../../../../src/systems/elasticsearch/signatures/allocation.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const unassigned = { 'shards.unassigned': 2, 'allocation.deciders': 'filter', 'settings.excluded': '' };

for (const [explanation, confirmed] of [
  ['node does not match index setting [index.routing.allocation.require] filters [box_type:"hot"]', ['index-allocation-filtered']],
  ['node does not match cluster setting [cluster.routing.allocation.require] filters [zone:"b"]', []],
] as const)
  test(`allocationSignatures: ${explanation}`, () => {
    const facts = { ...unassigned, 'allocation.explanation': explanation };

    assert.deepEqual(judgeFacts(allocationSignatures, 'elasticsearch', facts).confirmed, confirmed);
  });
