/** The client, over the real driver, against a local peer; and what it makes of the driver's errors and values. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Long, MongoNetworkError, MongoServerError, Timestamp } from 'mongodb';
import { createMongodbClient } from '../../../src/systems/mongodb/client.ts';
import { toFailure } from '../../../src/systems/mongodb/failure.ts';
import { listAt, numberAt, textAt, timeAt, valueAt } from '../../../src/systems/mongodb/values.ts';
import { SessionFailure } from '../../../src/systems/session/failure.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startMongoPeer } from './peer.ts';
import { entryOf } from './scene.ts';

const limit = () => ({ timeoutMs: 5_000, signal: AbortSignal.timeout(10_000) });

it('createMongodbClient() has null for what a server lacks or forbids, connects anew after a close, and closes twice', async () => {
  const forbidden = { ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'not authorized on admin' };
  const peer = await startMongoPeer({ buildInfo: { version: '8.0.1' }, serverStatus: forbidden });
  const client = createMongodbClient(entryOf(peer.url), { clock: systemClock, resolveSecret: () => '' });

  assert.equal((await client.command('admin', { buildInfo: 1 }, limit())).version, '8.0.1');
  assert.equal(await client.optional('admin', { top: 1 }, limit()), null);
  assert.equal(await client.optional('admin', { serverStatus: 1 }, limit()), null);
  await assert.rejects(client.command('admin', { serverStatus: 1 }, limit()), { problem: 'no-permission', stage: 'command' });
  await client.close();
  assert.equal((await client.command('admin', { buildInfo: 1 }, limit())).version, '8.0.1');
  await client.close();
  await client.close();
  await peer.stop();
});

it('toFailure() tells the server’s codes and the socket’s apart, and passes on what is none of the driver’s', () => {
  const problemOf = (error: unknown): unknown => {
    const failure = toFailure('MongoDB at a', error);
    return failure instanceof SessionFailure ? failure.problem : failure;
  };
  const other = new TypeError('ours');

  assert.equal(problemOf(new MongoServerError({ code: 18, errmsg: 'Authentication failed.' })), 'auth');
  assert.equal(problemOf(new MongoServerError({ code: 59, errmsg: 'no such command' })), 'unsupported');
  assert.equal(problemOf(new MongoServerError({ code: 50, errmsg: 'operation exceeded time limit' })), 'cancelled');
  assert.equal(problemOf(new MongoNetworkError('x', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) })), 'reset');
  assert.equal(problemOf(new MongoNetworkError('connection timed out')), 'hung');
  assert.equal(problemOf(other), other);
});

it('values are read at their path, whatever sort of number they are, and what is not there is nothing', () => {
  const answer = { a: { 'b c': Long.fromNumber(7), d: 3, e: [1], f: 'text', g: new Date(5), h: new Timestamp({ t: 9, i: 1 }) } };

  assert.deepEqual(
    [numberAt(answer, 'a', 'b c'), numberAt(answer, 'a', 'd'), numberAt(answer, 'a', 'f'), numberAt(null, 'a')],
    [7, 3, null, null],
  );
  assert.deepEqual([listAt(answer, 'a', 'e'), textAt(answer, 'a', 'f'), textAt(answer, 'x')], [[1], 'text', '']);
  assert.deepEqual([timeAt(answer, 'a', 'g'), timeAt(answer, 'a', 'h'), timeAt(answer, 'a', 'd')], [5, 9_000, null]);
  assert.equal(valueAt(answer, 'a', 'f', 'deeper'), undefined);
});
