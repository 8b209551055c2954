import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSignatures } from '../../../../src/systems/elasticsearch/signatures/load.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

for (const [searches, isLikely] of [
  [0, false],
  [40, true],
] as const)
  test(`loadSignatures: processors at 98 % and ${searches} searches a second ${isLikely ? 'may be' : 'are not'} a cluster out of CPU`, () => {
    const quiet = { 'nodes.search.active': 0, 'nodes.write.perSecond': 0, 'nodes.merges.current': 0 };
    const facts = { ...quiet, 'nodes.cpu.ratio': 0.98, 'nodes.search.perSecond': searches };

    assert.equal(judgeFacts(loadSignatures, 'elasticsearch', facts, 'search is slow').likely.includes('cpu-saturated'), isLikely);
  });
