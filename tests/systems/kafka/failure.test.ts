import assert from 'node:assert/strict';
import { it } from 'node:test';
import { AuthenticationError, NetworkError, ResponseError } from '@platformatic/kafka';
import { answerIn, toFailure } from '../../../src/systems/kafka/failure.ts';

const socket = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });
const response = (code: number, path: string): ResponseError => new ResponseError(3, 12, { [path]: [code, null] }, { topics: [] });

const cases: readonly (readonly [what: string, error: unknown, problem: string])[] = [
  ['a refused connection', new NetworkError('failed', { cause: socket('ECONNREFUSED') }), 'refused'],
  ['an unknown name', new NetworkError('failed', { cause: socket('ENOTFOUND') }), 'dns'],
  ['a certificate', new NetworkError('failed', { cause: socket('DEPTH_ZERO_SELF_SIGNED_CERT') }), 'tls'],
  ['a refused login', new AuthenticationError('SASL authentication failed.'), 'auth'],
  ['a refused login with its code', new AuthenticationError('SASL', { cause: response(58, '/') }), 'auth'],
  ['a broker that hangs up', new NetworkError('Connection closed'), 'reset'],
  ['a missing right', response(31, '/'), 'no-permission'],
  ['a version that is too new', response(35, '/'), 'unsupported'],
];

for (const [what, error, problem] of cases)
  it(`toFailure() takes ${what} for ${problem}`, () => {
    assert.equal(toFailure('Kafka k:9092', error, 'login').problem, problem);
  });

it('answerIn() keeps an answer of which only a part failed, and no refusal', () => {
  assert.deepEqual(answerIn(response(5, '/topics/0/partitions/1')), { topics: [] });
  assert.equal(answerIn(response(31, '/')), null);
  assert.equal(answerIn(socket('ECONNRESET')), null);
});
