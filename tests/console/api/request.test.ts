import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, createRequests, queryText } from '../../../src/console/api/request.ts';

function requestsThat(answer: () => Promise<Response>) {
  const sent: { url: string; init: RequestInit }[] = [];
  let ended = 0;
  const requests = createRequests({
    locale: () => 'en',
    onUnauthorized: () => {
      ended += 1;
    },
    fetch: async (url, init) => {
      sent.push({ url: String(url), init: init ?? {} });
      return answer();
    },
  });
  return { requests, sent, ended: () => ended };
}

test('get() asks in the reader’s language', async () => {
  const { requests, sent } = requestsThat(async () => Response.json({ items: [] }));

  await requests.get('/incidents', { q: 'a b', cursor: null });

  assert.equal(sent[0]?.url, '/api/v1/incidents?locale=en&q=a+b');
  assert.equal(new Headers(sent[0]?.init.headers).get('accept-language'), 'en');
});

test('post() always sends a JSON body', async () => {
  const { requests, sent } = requestsThat(async () => new Response(null, { status: 204 }));

  await requests.post('/logout');

  assert.equal(sent[0]?.init.body, '{}');
  assert.equal(new Headers(sent[0]?.init.headers).get('content-type'), 'application/json');
});

test('get() throws the server’s own words', async () => {
  const { requests } = requestsThat(async () =>
    Response.json({ error: { kind: 'conflict', message: 'Li Lei was first', details: {} } }, { status: 409 }),
  );

  await assert.rejects(
    requests.get('/plans/1'),
    (error) => error instanceof ApiError && error.status === 409 && error.message === 'Li Lei was first',
  );
});

test('get() survives an answer that is no JSON', async () => {
  const { requests } = requestsThat(async () => new Response('<html>bad gateway', { status: 502 }));

  await assert.rejects(
    requests.get('/x'),
    (error) => error instanceof ApiError && error.kind === 'internal' && error.message === 'HTTP 502',
  );
});

test('get() tells an unreachable server from a slow one', async () => {
  const offline = requestsThat(() => Promise.reject(new TypeError('Failed to fetch')));
  const slow = requestsThat(() => Promise.reject(new DOMException('too slow', 'TimeoutError')));

  await assert.rejects(offline.requests.get('/x'), { kind: 'offline' });
  await assert.rejects(slow.requests.get('/x'), { kind: 'timeout' });
});

test('get() reports an ended session, but not the question whether there is one', async () => {
  const { requests, ended } = requestsThat(async () => Response.json({}, { status: 401 }));

  await assert.rejects(requests.get('/session'));
  assert.equal(ended(), 0);
  await assert.rejects(requests.get('/incidents'));
  assert.equal(ended(), 1);
});

test('queryText() leaves out what is not given', () => {
  assert.equal(queryText({ a: null, b: undefined, c: '' }), '');
  assert.equal(queryText({ a: 0 }), '?a=0');
});
