import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { TlsOptions } from 'node:tls';
import { httpSignatures } from '../../../src/systems/http/signatures.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { type Authority, daysFromNow, makeAuthority } from './certificates.ts';
import { diagnoseAnswer, diagnoseUrl, httpClient, httpEntry, startSite } from './site.ts';

function say(status: number, body = '', headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

function later(ms: number): RequestListener {
  return (_request, response) => void setTimeout(() => response.end('ok'), ms);
}

describe('httpSignatures', () => {
  const cases: readonly (readonly [
    name: string,
    answer: RequestListener,
    expected: readonly string[],
    more?: Readonly<Record<string, unknown>>,
    path?: string,
  ])[] = [
    ['a healthy site', say(200, 'hello'), []],
    [
      'a site that redirects once to where it is',
      (request, response) => void (request.url === '/' ? response.writeHead(302, { location: '/home' }).end() : response.end('x')),
      [],
    ],
    ['an expected 401', say(401), [], { expectStatus: 401 }],
    ['an exception', say(500, 'stack trace'), ['server-error']],
    ['a gateway without upstream', say(502, '<center>nginx</center>'), ['bad-gateway']],
    ['no healthy backend', say(503, 'No server is available to handle this request.'), ['unavailable']],
    ['an upstream that is stuck', say(504, 'nginx'), ['gateway-timeout']],
    ['a token that has expired', say(401), ['unauthorized']],
    ['forbidden', say(403), ['unauthorized']],
    [
      'a path that has moved',
      (request, response) => void response.writeHead(request.url === '/' ? 200 : 404).end(),
      ['not-found'],
      {},
      '/api/v1/health',
    ],
    ['too many requests', say(429, '', { 'retry-after': '30' }), ['rate-limited']],
    ['a wrong method', say(405), ['unexpected-status']],
    [
      'a redirect to itself',
      (request, response) => void response.writeHead(301, { location: request.url ?? '/' }).end(),
      ['redirect-loop'],
    ],
    [
      'a redirect in a circle',
      (request, response) => void response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end(),
      ['redirect-loop'],
    ],
    ['the wrong page', say(200, 'Nothing here'), ['wrong-body'], { expectBody: 'orders' }],
    [
      'a page where data is expected',
      say(200, '<!doctype html><title>Shop</title><div id="app"></div>'),
      ['page-for-data'],
      { expectBody: '"status":"ok"' },
    ],
    ['other data than expected', say(200, '{"status":"degraded"}'), ['wrong-body'], { expectBody: '"status":"ok"' }],
    ['the server’s own page', say(200, '<html><body><h1>It works!</h1></body></html>'), ['default-page'], { expectBody: 'orders' }],
    [
      'a maintenance page that says success',
      say(200, '<title>Shop</title><style>p{}</style><h1>We’ll be back soon</h1>'),
      ['maintenance-page'],
      { expectBody: 'orders' },
    ],
    ['a maintenance page as it should be', say(503, '<h1>系统维护中，请稍后再来</h1>'), ['maintenance-page']],
    ['a page that speaks of maintenance and is the one expected', say(200, 'orders; maintenance on Sunday'), [], { expectBody: 'orders' }],
    ['slow work', later(350), ['slow-answer'], { slowMs: 200 }],
    ['a slow body', (_request, response) => void slowly(response), ['slow-transfer'], { slowMs: 200 }],
    ['no answer at all', () => undefined, ['no-answer'], { timeoutMs: 300 }],
  ];

  for (const [name, answer, expected, more, path] of cases) {
    it(`${name}: ${expected.join(', ') || 'nothing'}`, async () => {
      const seen = await diagnoseAnswer(answer, more, path);

      assert.deepEqual(seen.confirmed, expected);
      if (expected.length === 0) assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    });
  }

  it('one bad backend of two shows as flapping, with what the bad one says', async () => {
    let count = 0;
    const seen = await diagnoseAnswer((_request, response) => {
      count += 1;
      response.writeHead(count % 2 === 0 ? 502 : 200).end();
    });

    assert.deepEqual(seen.confirmed, ['flapping']);
    assert.equal(seen.facts['health.status'], 502);
  });

  it('refused, unknown and hanging are told apart', async () => {
    const peer = await startHangingPeer();

    assert.deepEqual((await diagnoseUrl(`http://127.0.0.1:${String(await freePort())}/`)).causes, ['refused']);
    assert.deepEqual((await diagnoseUrl(`http://127.0.0.1:${String(peer.port)}/`, { timeoutMs: 300 })).causes, ['no-answer']);
    const unknown = (await diagnoseUrl('http://no-such-host.invalid/')).causes;
    assert.equal(unknown.length, 1);
    assert.match(unknown[0] ?? '', /^(name-does-not-exist|resolver-failing)$/);
    await peer.stop();
  });

  it('a redirect to where nobody listens is told of the one that redirects', async () => {
    const gone = `http://127.0.0.1:${String(await freePort())}/start`;

    const { causes, facts } = await diagnoseAnswer((_request, response) => void response.writeHead(302, { location: gone }).end());

    assert.deepEqual([causes, facts['health.redirectedTo']], [['redirects-nowhere'], gone]);
  });

  it('a port that speaks TLS and is asked in plain is told so', async () => {
    const authority = await makeAuthority();
    const site = await startSite(say(200), await authority.issue({}));

    const { causes } = await diagnoseUrl(site.url.replace('https:', 'http:'));

    assert.deepEqual(causes, ['wants-tls']);
    await site.stop();
    await authority.remove();
  });

  it('an answer that gives its reason is told with it', async () => {
    const { confirmed, facts } = await diagnoseAnswer(say(500, '{"message":"Access denied for user billing"}'));

    assert.ok(confirmed.includes('says-why'), confirmed.join(' '));
    assert.equal(facts['health.said'], 'Access denied for user billing');
  });

  it('a server that hangs up, and one that does not speak HTTP', async () => {
    const rude = createServer((socket) => void socket.once('data', () => socket.resetAndDestroy()));
    const mail = createServer((socket) => void socket.end('220 mail.example ESMTP ready\r\n'));
    const causesOf = async (server: typeof rude): Promise<readonly string[]> => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const { causes } = await diagnoseUrl(`http://127.0.0.1:${String(port)}/`);
      server.close();
      return causes;
    };

    assert.deepEqual(await causesOf(rude), ['connection-reset']);
    assert.deepEqual(await causesOf(mail), ['not-http']);
  });

  it('have no remedy: nothing is changed through a URL', () => {
    assert.ok(httpSignatures.length >= 12);
    assert.ok(httpSignatures.every((signature) => signature.remedies.length === 0));
  });
});

describe('httpSignatures of certificates', () => {
  let authority: Authority;
  before(async () => {
    authority = await makeAuthority();
  });
  after(() => authority.remove());

  async function causesOf(
    given: Parameters<Authority['issue']>[0],
    tls: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly string[]> {
    const site = await startSite(say(200, 'ok'), await authority.issue(given));
    try {
      return (await diagnoseUrl(site.url, { tls: { caFile: authority.caFile, ...tls } })).causes;
    } finally {
      await site.stop();
    }
  }

  it('a good one has no fault', async () => assert.deepEqual(await causesOf({}), []));
  it('expired', async () => assert.deepEqual(await causesOf({ to: daysFromNow(-2) }), ['certificate-expired']));
  it('about to expire', async () => assert.deepEqual(await causesOf({ to: daysFromNow(6) }), ['certificate-expires-soon']));
  it('made for a week, and in the middle of it', async () =>
    assert.deepEqual(await causesOf({ from: daysFromNow(-2), to: daysFromNow(5) }), []));
  it('not valid yet', async () => assert.deepEqual(await causesOf({ from: daysFromNow(3) }), ['certificate-not-yet-valid']));
  it('for another name', async () => assert.deepEqual(await causesOf({ names: 'DNS:shop.example' }), ['certificate-wrong-name']));
  it('behind an intermediate that has expired, and behind one that has not', async () => {
    const of = async (to: string): Promise<readonly string[]> => {
      const site = await startSite(say(200, 'ok'), await authority.issueBehind(to));
      const { causes } = await diagnoseUrl(site.url, { tls: { caFile: authority.caFile } });
      await site.stop();
      return causes;
    };

    assert.deepEqual(await of(daysFromNow(-1)), ['certificate-chain-expired']);
    assert.deepEqual(await of(daysFromNow(400)), []);
  });
  it('self-signed', async () => assert.deepEqual(await causesOf({ isSelfSigned: true }), ['certificate-untrusted']));
  it('self-signed, and known to be', async () => assert.deepEqual(await causesOf({ isSelfSigned: true }, { insecure: true }), []));

  const limits: readonly [string, TlsOptions, readonly string[]][] = [
    ['a service that wants a certificate of its client', { requestCert: true, rejectUnauthorized: true }, ['client-certificate-wanted']],
    [
      'a service that only speaks an old TLS',
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      ['tls-version-mismatch'],
    ],
  ];
  for (const [name, options, expected] of limits)
    it(name, async () => {
      const leaf = await authority.issue();
      const pair = { ...options, ...leaf, ca: leaf.cert };
      const site = await startSite(say(200, 'ok'), pair);
      const { causes } = await diagnoseUrl(site.url, { tls: { caFile: authority.caFile } });
      await site.stop();

      assert.deepEqual(causes, expected);
    });

  it('TLS spoken to a server without', async () => {
    const site = await startSite(say(200));
    const { causes } = await diagnoseUrl(site.url.replace('http:', 'https:'));
    await site.stop();

    assert.deepEqual(causes, ['tls-failed']);
  });

  it('the secret header does not follow a redirect to another origin', async () => {
    const heard: (string | undefined)[] = [];
    const other = await startSite((request, response) => {
      heard.push(request.headers['x-token']?.toString());
      response.end();
    });
    const site = await startSite((_request, response) => void response.writeHead(302, { location: other.url }).end());
    const entry = httpEntry(site.url, { headers: { 'X-Token': { env: 'T' } } });

    const { last } = await httpClient(entry, 'secret').ask({ timeoutMs: 2_000, signal: AbortSignal.timeout(5_000) });
    await site.stop();
    await other.stop();

    assert.deepEqual([last.status, heard], [200, [undefined]]);
  });
});

function slowly(response: ServerResponse): void {
  response.write('begin');
  setTimeout(() => response.end('end'), 400);
}
