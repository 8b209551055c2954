import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessSignatures } from '../../../../src/systems/elasticsearch/signatures/access.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const closed = { 'access.closed': 2, 'access.closedNames': 'orders, old', 'access.closedNamed': 'orders' };
const alias = { 'access.unwritable': 1, 'access.unwritableNamed': 'orders', 'access.unwritableIndices': 'orders-1, orders-2' };

const pipeline = { 'access.pipelinesMissing': 1, 'access.pipelineMissing': 'enrich', 'access.pipelineIndex': 'orders' };

for (const [claim, facts, words, confirmed] of [
  ['a closed index that somebody asks for', closed, 'searching orders answers 400', ['index-closed']],
  ['nothing of closed ones that nobody speaks of', { ...closed, 'access.closedNamed': '' }, 'cluster is slow', []],
  ['an alias without a write index, where writes through it fail', alias, 'no write index is defined', ['alias-without-write-index']],
  ['a pipeline that is missing, whatever is said', pipeline, 'new orders are not found', ['pipeline-missing']],
  ['nothing where all pipelines are there', { 'access.pipelinesMissing': 0 }, 'new orders are not found', []],
  ['nothing of an alias that is read', alias, 'searching orders is slow', []],
] as const)
  test(`accessSignatures confirm ${claim}`, () => {
    assert.deepEqual(judgeFacts(accessSignatures, 'elasticsearch', facts, words).confirmed, confirmed);
  });
