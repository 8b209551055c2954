import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedSignatures } from '../../../../src/systems/memcached/signatures/refused.ts';
import { memcachedSignatures } from '../../../../src/systems/memcached/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

judgeQuotes('memcached', memcachedSignatures, [
  ['CLIENT_ERROR bad command line format', 'key-invalid'],
  ['pylibmc: A BAD KEY WAS PROVIDED/CHARACTERS OUT OF RANGE', 'key-invalid'],
  ['CLIENT_ERROR cannot increment or decrement non-numeric value', 'counter-not-numeric'],
  ['IllegalArgumentException: Cannot cache data larger than 1MB (you tried to cache a 1200000 byte object)', 'client-refuses-large-values'],
  ['SERVER HAS FAILED AND IS DISABLED UNTIL TIMED RETRY', 'client-marks-server-dead'],
  ['SERVER_ERROR object too large for cache', 'item-too-large'],
  ['SERVER_ERROR out of memory reading request', 'cannot-allocate'],
  ['ERROR Too many open connections', 'connections-at-limit'],
]);

judgeQuotes('memcached', refusedSignatures, [
  ['which keys are too long or have spaces, and is the server dead?', null],
  ['a counter does not go up', null],
]);

for (const { isEvicting, likely } of [
  { isEvicting: false, likely: ['writes-refused-for-memory'] },
  { isEvicting: true, likely: ['class-out-of-memory'] },
])
  test(`memcached: no memory to store an object where eviction is ${isEvicting ? 'on' : 'off'} means ${likely.join()}`, () => {
    const facts = { 'memory.isEvicting': isEvicting };

    assert.deepEqual(judgeFacts(memcachedSignatures, 'memcached', facts, 'SERVER_ERROR out of memory storing object').likely, likely);
  });
