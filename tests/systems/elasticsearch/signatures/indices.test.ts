import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexSignatures } from '../../../../src/systems/elasticsearch/signatures/indices.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const told = { 'mappings.toldField': 'amount', 'mappings.toldType': 'long', 'mappings.toldIndex': 'orders', 'mappings.usedRatio': 0.1 };

for (const [claim, facts, words, confirmed] of [
  ['a field whose type is refused', told, 'failed to parse field [amount] of type [long]', ['mapping-conflict']],
  ['nothing where the field is not there', { ...told, 'mappings.toldType': '' }, 'failed to parse field [amount]', []],
  ['nothing that nobody speaks of', told, 'searching is slow', []],
] as const)
  test(`indexSignatures confirm ${claim}`, () => {
    assert.deepEqual(judgeFacts(indexSignatures, 'elasticsearch', facts, words).confirmed, confirmed);
  });
