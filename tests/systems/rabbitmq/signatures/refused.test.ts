import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rabbitmqRefusedSignatures } from '../../../../src/systems/rabbitmq/signatures/refused.ts';
import { rabbitmqSignatures } from '../../../../src/systems/rabbitmq/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

judgeQuotes('rabbitmq', rabbitmqSignatures, [
  [
    "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'orders' in vhost '/': received 'false' but current is 'true'",
    'declaration-differs',
  ],
  [`Operation failed: BasicConsume; 404 (NOT-FOUND) with message "NOT_FOUND - no queue 'orders' in vhost '/'"`, 'queue-missing'],
  ["reply-code=404, reply-text=NOT_FOUND - no exchange 'events' in vhost '/', class-id=60", 'exchange-missing'],
  ["(405, \"RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'reply' in vhost '/'\")", 'queue-locked'],
  ["ACCESS_REFUSED - queue 'orders' in vhost '/' in exclusive use", 'consumer-exclusive'],
  ["ACCESS_REFUSED - access to queue 'orders' in vhost '/' refused for user 'app'", 'permission-denied'],
  ["ACCESS_REFUSED - write access to exchange 'events' in vhost '/' refused for user 'app'", 'permission-denied'],
  ["NOT_ALLOWED - access to vhost 'shop' refused for user 'app'", 'permission-denied'],
  ["NOT_ALLOWED - access to vhost 'shop' refused for user 'app': connection limit (100) is reached", 'vhost-connections-exhausted'],
  ["NOT_ALLOWED - access to vhost 'shop' refused for user 'app': vhost 'shop' is down", 'vhost-down'],
  ['NOT_ALLOWED - vhost shop not found', 'vhost-missing'],
  ["NOT_ALLOWED - connection refused for user 'app': user connection limit (10) is reached", 'connection-limit-of-user'],
  ["PRECONDITION_FAILED - cannot declare queue 'a': queue limit in vhost '/' (10) is reached", 'queue-limit-of-vhost'],
  ['NOT_ALLOWED - number of channels opened (2047) has reached the negotiated channel_max (2047)', 'channel-leak'],
  ['PRECONDITION_FAILED - unknown delivery tag 7', 'unknown-delivery-tag'],
  ['PRECONDITION_FAILED - message size 17000000 is larger than configured max size 16777216', 'message-too-large'],
  ['PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms', 'acknowledgement-timeout'],
  ['UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead', 'channel-shared'],
  ['pika.exceptions.AMQPHeartbeatTimeout: No activity or too many missed heartbeats in the last 60 seconds', 'heartbeats-missed'],
  ["CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'", 'connections-forced'],
  ["COMMAND_INVALID - unknown exchange type 'x-delayed-message'", 'exchange-type-unknown'],
  ["NOT_IMPLEMENTED - queue 'q' in vhost '/' does not support global qos", 'feature-removed'],
  ['reply-code=312, reply-text=NO_ROUTE', 'unroutable-dropped'],
  ["NOT_FOUND - home node 'rabbit@b' of durable queue 'orders' in vhost '/' is down or inaccessible", 'queue-down'],
  ['ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.', 'logins-refused'],
]);

judgeQuotes('rabbitmq', rabbitmqRefusedSignatures, [
  ['why was no queue or exchange found for the orders of this user?', null],
  ['is the message size larger than usual?', null],
  ['which virtual host has the most connections, and what is its connection limit?', null],
]);

for (const { said, likely } of [
  { said: "PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'q' in vhost '/'", likely: ['declaration-differs'] },
  { said: 'channels are closed with PRECONDITION_FAILED', likely: ['acknowledgement-timeout'] },
])
  test(`channels that are closed with '${said.slice(0, 50)}' while others close too`, () => {
    assert.deepEqual(judgeFacts(rabbitmqSignatures, 'rabbitmq', { 'activity.channelsClosedPerSecond': 2 }, said).likely, likely);
  });
