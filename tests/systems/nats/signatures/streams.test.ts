import assert from 'node:assert/strict';
import { test } from 'node:test';
import { natsConsumerSignatures } from '../../../../src/systems/nats/signatures/consumers.ts';
import { natsStreamSignatures } from '../../../../src/systems/nats/signatures/streams.ts';
import { judgeFacts } from '../judge-facts.ts';

for (const [claim, facts, confirmed] of [
  [
    'a work queue that nobody works off',
    { 'streams.unworked.name': 'AUDIT', 'streams.unworked.messages': 900 },
    ['work-queue-without-consumer'],
  ],
  ['nothing of one that was made a moment ago', { 'streams.unworked.name': 'AUDIT', 'streams.unworked.messages': 3 }, []],
  ['messages that were given up', { 'consumers.givenUp.name': 'ORDERS/billing', 'consumers.givenUp.count': 40 }, ['messages-given-up']],
] as const)
  test(`natsStreamSignatures, natsConsumerSignatures confirm ${claim}`, () => {
    assert.deepEqual(judgeFacts([...natsStreamSignatures, ...natsConsumerSignatures], 'nats', facts).confirmed, confirmed);
  });
