import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { RawRequest } from '../../../src/intake/contract.ts';
import { createDoors } from '../../../src/intake/doors/create-doors.ts';
import { fetchText } from '../../../src/intake/doors/fetch-text.ts';
import { createHmacDoor } from '../../../src/intake/doors/hmac-door.ts';

const text = '{"event":{"event_type":"incident.triggered"},"标题":"磁盘"}';
const hex = createHmac('sha256', 'the-secret').update(text, 'utf8').digest('hex');

function requestWith(headers: RawRequest['headers']): RawRequest {
  return { headers, query: {}, text, json: () => JSON.parse(text) };
}

const cases: readonly [claim: string, header: string | undefined, secret: string | null, proof: string][] = [
  ['one signature', `v1=${hex}`, 'the-secret', 'proved'],
  ['one of two, while a secret is changed', `v1=${'0'.repeat(64)}, v1=${hex}`, 'the-secret', 'proved'],
  ['the signature of another secret', `v1=${hex}`, 'another-secret', 'forged'],
  ['a signature of another version', `v2=${hex}`, 'the-secret', 'forged'],
  ['a signature that is cut', `v1=${hex.slice(0, 40)}`, 'the-secret', 'forged'],
  ['no signature', undefined, 'the-secret', 'silent'],
  ['a signature where no secret is configured', `v1=${hex}`, null, 'silent'],
];

for (const [claim, header, secret, proof] of cases) {
  test(`createHmacDoor() takes ${claim} for ${proof}`, async () => {
    const door = createHmacDoor({ header: 'x-pagerduty-signature', prefix: 'v1=', secret: () => secret });

    assert.equal(await door.prove(requestWith({ 'x-pagerduty-signature': header }), false), proof);
  });
}

test('createDoors() has one for each source that signs, with the secret of its own', async () => {
  const secrets = { pagerduty: 'another-secret', sentry: 'the-secret' };
  const doors = createDoors({ signingSecret: (source) => secrets[source], topics: () => [], fetchText: async () => '' });

  assert.deepEqual([...doors.keys()], ['pagerduty', 'sentry', 'aws-cloudwatch', 'huawei-cloud']);
  assert.equal(await doors.get('sentry')?.prove(requestWith({ 'sentry-hook-signature': hex }), false), 'proved');
  assert.equal(await doors.get('pagerduty')?.prove(requestWith({ 'x-pagerduty-signature': `v1=${hex}` }), false), 'forged');
});

test('fetchText() reads a short answer, and neither a long one nor one that leads elsewhere', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/short') response.end('a certificate');
    else if (request.url === '/long') response.end('x'.repeat(100_000));
    else if (request.url === '/away') response.writeHead(302, { location: '/short' }).end();
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    assert.equal(await fetchText(`${url}/short`), 'a certificate');
    await assert.rejects(fetchText(`${url}/long`), /longer than 65536 bytes/);
    await assert.rejects(fetchText(`${url}/away`));
    await assert.rejects(fetchText(`${url}/gone`), /the answer was 404/);
  } finally {
    server.close();
  }
});
