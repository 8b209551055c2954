import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseSignatures } from '../../../../src/systems/redis/signatures/databases.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const split = {
  ...{ 'databases.reader': 'api', 'databases.readers': 2, 'databases.readDatabase': 3, 'databases.readKeys': 0 },
  ...{ 'databases.writer': 'importer', 'databases.writtenDatabase': 0, 'databases.writtenKeys': 900, 'keyspace.misses': 4_000 },
  ...{ 'activity.missesPerSecond': 40, 'activity.hitRatio': 0 },
};
const asked = 'the api does not find what was imported';

for (const [claim, facts, words, state] of [
  ['all miss in an empty database', split, 'is it well?', 'confirmed'],
  ['some miss, and somebody misses them', { ...split, 'activity.missesPerSecond': 2, 'activity.hitRatio': 0.9 }, asked, 'confirmed'],
  ['some miss, and nobody cares', { ...split, 'activity.missesPerSecond': 2, 'activity.hitRatio': 0.9 }, 'memory is high', ''],
  ['nobody is seen to write', { ...split, 'databases.writer': '' }, asked, 'likely'],
  ['it holds something else', { ...split, 'databases.readKeys': 20 }, asked, 'likely'],
  ['it holds what is asked for', { ...split, 'databases.readKeys': 20, 'activity.hitRatio': 0.9 }, asked, ''],
  ['nobody reads elsewhere', { ...split, 'databases.reader': '' }, asked, ''],
] as const) {
  test(`databaseSignatures: ${claim}`, () => {
    const { confirmed, likely } = judgeFacts(databaseSignatures, 'redis', facts, words);

    assert.equal(confirmed.length > 0 ? 'confirmed' : likely.length > 0 ? 'likely' : '', state);
  });
}
