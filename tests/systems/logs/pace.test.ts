import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyMinute, paceFacts, widestLabel } from '../../../src/systems/logs/pace.ts';

describe('the pace of a log system', () => {
  it('paceFacts() leaves the running minute out of the pace', () => {
    const counted = Array.from({ length: 31 }, (_, index) => ({ atMs: index * 60_000, lines: index < 20 ? 6 : index === 30 ? 900 : 12 }));

    const facts = paceFacts(counted, 30 * 60_000 + 5_000);

    assert.deepEqual([facts['ingestion.perMinute'], facts['ingestion.earlierPerMinute'], facts['ingestion.paceRatio']], [12, 6, 2]);
    assert.equal(facts['ingestion.newestAgoSeconds'], 0);
    assert.equal(paceFacts([], 0)['ingestion.newestAgoSeconds'], null);
  });

  it('everyMinute() puts nought where nothing was told, and adds up what falls into one', () => {
    const counted = everyMinute(
      [
        { atMs: 61_000, lines: 2 },
        { atMs: 90_000, lines: 3 },
      ],
      0,
      180_000,
    );

    assert.deepEqual(
      counted.map(({ lines }) => lines),
      [0, 5, 0, 0],
    );
  });

  it('widestLabel() finds the label that differs most', () => {
    assert.deepEqual(
      widestLabel([
        { app: 'a', pod: '1' },
        { app: 'a', pod: '2' },
        { app: 'b', pod: '3' },
      ]),
      { label: 'pod', values: 3 },
    );
    assert.deepEqual(widestLabel([]), { label: '', values: 0 });
  });
});
