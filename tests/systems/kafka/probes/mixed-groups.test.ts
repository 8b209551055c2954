import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { familyOf, mixedFacts } from '../../../../src/systems/kafka/probes/mixed-groups.ts';
import type { Group } from '../../../../src/systems/kafka/probes/read-groups.ts';

function group(id: string, members: readonly (readonly [client: string, topic: string, partitions: readonly number[]])[]): Group {
  return {
    id,
    state: 'Stable',
    lags: [],
    members: members.map(([client, topic, partitions]) => ({
      id: client,
      client,
      host: '10.0.0.1',
      partitions: partitions.length,
      assigned: [{ topic, partitions }],
    })),
  };
}

describe('groups that applications share', () => {
  const families: Readonly<Record<string, string>> = {
    'orders-1': 'orders',
    'consumer-orders-12': 'consumer-orders',
    'orders-7d9f8b6c4-xkzqp': 'orders',
    'orders-green': 'orders',
    'ORDERS_9f1c2a7e-1111-2222-3333-444455556666': 'orders',
    '10.0.0.7': '',
  };
  for (const [client, family] of Object.entries(families))
    it(`familyOf() takes ${client} for ${family === '' ? 'no name' : family}`, () => assert.equal(familyOf(client), family));

  it('mixedFacts() tells who shares the partitions of one topic', () => {
    const facts = mixedFacts([
      group('well', [
        ['orders-1', 'orders', [0, 1]],
        ['orders-2', 'orders', [2]],
      ]),
      group('listeners', [
        ['app-orders-0', 'orders', [0]],
        ['app-payments-0', 'payments', [0]],
      ]),
      group('shared', [
        ['orders-1', 'orders', [0, 1]],
        ['stock-1', 'orders', [2]],
        ['stock-2', 'orders', [3]],
      ]),
    ]);

    assert.deepEqual(facts, {
      'groups.mixed.name': 'shared',
      'groups.mixed.topic': 'orders',
      'groups.mixed.applications': 2,
      'groups.mixed.shares': 'orders-1@10.0.0.1: 2, stock-1@10.0.0.1: 2',
    });
    assert.equal(mixedFacts([])['groups.mixed.name'], '');
  });
});
