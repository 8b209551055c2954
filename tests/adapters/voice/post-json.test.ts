import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatError } from '../../../src/adapters/contract.ts';
import { postJson, refuseByStatus } from '../../../src/adapters/voice/post-json.ts';
import { HttpPeer } from '../../peers/voice/http-peer.ts';

const nowMs = Date.parse('2026-11-28T12:00:00Z');
const answer = (status: number, retryAfterMs: number | null = null) => ({ status, text: 'so it is', retryAfterMs });

test('refuseByStatus() tells what a status means for whoever has to decide on another try', () => {
  const kindOf = (status: number): string => {
    try {
      refuseByStatus('It', answer(status));
      return 'fine';
    } catch (error) {
      return (error as ChatError).kind;
    }
  };
  const statuses = [200, 204, 307, 400, 401, 403, 404, 408, 410, 413, 429, 500, 503];

  assert.deepEqual(statuses.map(kindOf), [
    ...[
      'fine',
      'fine',
      'format',
      'format',
      'auth',
      'forbidden',
      'gone',
      'transient',
      'gone',
      'too-large',
      'rate',
      'transient',
      'transient',
    ],
  ]);
  assert.throws(() => refuseByStatus('It', answer(429, 3_000)), { retryAfterMs: 3_000, message: 'It answered 429: so it is' });
});

test('postJson() reads Retry-After in seconds and as a date, and bounds the answer and the patience', async () => {
  const peer = new HttpPeer(
    () => ({ status: 200, body: '' }),
    () => true,
  );
  const url = `${await peer.start()}/hook/0123456789abcdef0123`;
  const post = () => postJson({ url, body: '{}', who: 'It', secrets: [] }, nowMs);
  const headers = ['30', 'Sat, 28 Nov 2026 12:00:20 GMT', '99999999', 'soon', '-5'];
  for (const given of headers) peer.faults.push({ status: 429, body: '', headers: { 'retry-after': given } });
  peer.faults.push({ status: 500, body: 'x'.repeat(200_000) }, { status: 400, body: `no ${url} here` });

  const waits = [];
  for (const _ of headers) waits.push((await post()).retryAfterMs);
  const long = await post();
  const telling = await post();
  await peer.stop();

  assert.deepEqual(waits, [30_000, 20_000, 3_600_000, null, 0]);
  assert.equal(long.text.length, 65_536);
  assert.equal(telling.text, 'no [secret] here');
});
