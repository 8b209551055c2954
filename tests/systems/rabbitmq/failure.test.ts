import assert from 'node:assert/strict';
import { it } from 'node:test';
import { HttpFailure } from '../../../src/systems/http/exchange.ts';
import { toFailure, toRefusal } from '../../../src/systems/rabbitmq/failure.ts';

const refusals: readonly (readonly [status: number, body: string, problem: string])[] = [
  [401, '{"error":"not_authorised","reason":"Login failed"}', 'auth'],
  [401, '{"error":"not_authorized","reason":"Not_Authorized"}', 'auth'],
  [401, '{"error":"not_authorised","reason":"Not management user"}', 'not-allowed'],
  [401, '{"error":"not_authorised","reason":"User not authorised to access object"}', 'no-permission'],
  [401, '{"error":"not_authorised","reason":"Not administrator user"}', 'no-permission'],
  [404, '{"error":"Object Not Found","reason":"Not Found"}', 'unsupported'],
  [503, '<html><body>Service Unavailable</body></html>', 'reply'],
];

for (const [status, body, problem] of refusals)
  it(`toRefusal() takes ${String(status)} ${body} for ${problem}`, () => {
    const failure = toRefusal('RabbitMQ mq:5672', 'queues?page=1', { status, body });

    assert.equal(failure.problem, problem);
    assert.doesNotMatch(failure.message, /page=1|</);
  });

it('toFailure() keeps what ended the way, and where', () => {
  const failure = new HttpFailure('Cannot read http://mq:15672: silence', { problem: 'hung', stage: 'answer', code: 'ETIMEDOUT' });
  const { problem, stage, message } = Object(toFailure('RabbitMQ mq:5672', failure));

  assert.deepEqual([problem, stage], ['hung', 'login']);
  assert.equal(message, 'Cannot read the management API of RabbitMQ mq:5672 at http://mq:15672: silence');
});

it('toRefusal() takes a page that is not there for another server, where every version has it', () => {
  const { problem, stage } = toRefusal('RabbitMQ mq:5672', 'overview', { status: 404, body: 'not found' });

  assert.deepEqual([problem, stage], ['reply', 'login']);
});
