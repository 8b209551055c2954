import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rabbitmqClientSignatures } from '../../../src/systems/rabbitmq/signatures/clients.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

const refused = { 'activity.loginsFailedSoFar': 8, 'activity.loginsFailedShare': 0.5, 'activity.loginsFailedPerSecond': 0 };
const churn = { 'activity.connectionsOpenedPerSecond': 9, 'activity.connectionsClosedPerSecond': 9 };
const ids = (facts: Readonly<Record<string, number>>, words: string) => {
  const { confirmed, likely } = judgeFacts(rabbitmqClientSignatures, 'rabbitmq', facts, words);
  return { confirmed, likely };
};

test('rabbitmqClientSignatures: logins that fail all the time are why, and one that was mistyped is not', () => {
  assert.deepEqual(ids(refused, 'the password was rotated').confirmed, ['logins-refused']);
  assert.deepEqual(ids(refused, 'messages pile up'), { confirmed: [], likely: [] });
  assert.deepEqual(ids({ ...refused, 'activity.loginsFailedPerSecond': 0.7 }, 'messages pile up').confirmed, ['logins-refused']);
  assert.deepEqual(ids({ ...refused, 'activity.loginsFailedSoFar': 1, 'activity.loginsFailedShare': 0.01 }, 'messages pile up').likely, []);
});

test('rabbitmqClientSignatures: nine new connections a second are churn to who asks for it', () => {
  assert.deepEqual(ids(churn, 'RabbitMQHighConnectionChurn').confirmed, ['connection-churn']);
  assert.deepEqual(ids(churn, 'memory is high'), { confirmed: [], likely: [] });
});
