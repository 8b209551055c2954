/** What the changes accept; what they do on a real cluster is in system.test.ts. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { kafkaActions } from '../../../src/systems/kafka/actions.ts';

const config = { topic: 'orders', name: 'retention.ms', value: '604800000' };

const cases: readonly (readonly [action: string, given: Readonly<Record<string, unknown>>, isAccepted: boolean])[] = [
  ['alter-topic-config', config, true],
  ['alter-topic-config', { ...config, value: -1 }, true],
  ['alter-topic-config', { ...config, value: '10' }, false],
  ['alter-topic-config', { ...config, name: 'cleanup.policy', value: 'delete' }, false],
  ['alter-topic-config', { ...config, name: 'min.insync.replicas', value: '0' }, false],
  ['elect-preferred-leaders', {}, true],
  ['reset-group-offsets', { group: 'g', topic: 't', to: 'latest' }, true],
  ['reset-group-offsets', { group: 'g', topic: 't', to: '42' }, false],
  ['reset-group-offsets', { group: '', topic: 't', to: 'latest' }, false],
];

for (const [name, given, isAccepted] of cases)
  it(`kafkaActions: ${name} ${isAccepted ? 'accepts' : 'refuses'} ${JSON.stringify(given)}`, () => {
    const action = kafkaActions.find((each) => each.name === name);

    assert.equal(action?.arguments.safeParse(given).success, isAccepted);
  });
