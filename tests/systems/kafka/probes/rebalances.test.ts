import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partitionOf } from '../../../../src/systems/kafka/probes/read-consumer-offsets.ts';
import { type Generation, generationOf } from '../../../../src/systems/kafka/probes/read-generations.ts';
import { rebalanceFacts } from '../../../../src/systems/kafka/probes/rebalances.ts';

const nowMs = Date.parse('2026-11-28T14:00:00Z');

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([short(value.length), Buffer.from(value)]);
}

/** As the coordinator writes it, version 3. */
function written(generation: number): Buffer {
  const member = [
    text('id'),
    short(-1),
    text('svc-mail'),
    text('/10.0.0.1'),
    long(300_000),
    long(45_000),
    long(1),
    Buffer.alloc(1),
    long(0),
  ];
  return Buffer.concat([short(3), text('consumer'), long(generation), text('range'), text('id'), Buffer.alloc(8), long(1), ...member]);
}

function generation(group: string, number: number, secondsAgo: number): Generation {
  const members = [{ client: 'svc-mail', sessionTimeoutMs: 45_000, rebalanceTimeoutMs: 300_000 }];
  return { group, generation: number, atMs: nowMs - secondsAgo * 1_000, members };
}

describe('rebalances of Kafka', () => {
  it('generationOf() reads what the coordinator wrote of a group, and nothing else', () => {
    const key = Buffer.concat([short(2), text('mail')]);

    assert.deepEqual(generationOf(key, written(7), nowMs), generation('mail', 7, 0));
    assert.equal(generationOf(Buffer.concat([short(1), text('mail')]), written(7), nowMs), null);
    assert.equal(generationOf(key, null, nowMs), null);
    assert.equal(generationOf(key, written(7).subarray(0, 40), nowMs), null);
  });

  it('partitionOf() places a group as the broker does', () =>
    assert.deepEqual([partitionOf('a', 50), partitionOf('console-consumer', 50) >= 0, partitionOf('', 50)], [47, true, 0]));

  it('rebalanceFacts() tells the group that was formed anew most', () => {
    const loop = [5, 6, 7, 8, 9].map((number, index) => generation('mail', number, 100 - index * 20));

    const facts = rebalanceFacts([...loop, generation('mail', 2, 5_000), generation('other', 1, 30)], nowMs);

    assert.deepEqual(
      [facts['rebalances.worst.name'], facts['rebalances.worst.count'], facts['rebalances.worst.everySeconds']],
      ['mail', 4, 20],
    );
    assert.deepEqual([facts['rebalances.worst.sessionSeconds'], facts['rebalances.worst.pollSeconds']], [45, 300]);
    assert.equal(rebalanceFacts([generation('other', 1, 30)], nowMs)['rebalances.worst.name'], '');
    assert.equal(rebalanceFacts(null, nowMs)['rebalances.worst.count'], null);
  });
});
