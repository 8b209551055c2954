import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHttpClient } from '../../../src/systems/http/client.ts';
import { httpExpectation } from '../../../src/systems/http/entry-shape.ts';
import { exchange, failureOf, HttpFailure, reachProblemOf, statusOf, tlsOptions } from '../../../src/systems/http/exchange.ts';
import { systemClock } from '../../support/system-clock.ts';
import { httpEntry, startSite } from './site.ts';

const limit = (timeoutMs = 2_000) => ({ timeoutMs, signal: AbortSignal.timeout(10_000) });
const plain = { method: 'GET', headers: {}, tls: { insecure: false }, bodyBytesMax: 1_000 };

describe('exchange()', () => {
  it('cuts a body without end', async () => {
    const site = await startSite((_request, response) => {
      const more = setInterval(() => response.write('x'.repeat(500)), 1);
      response.on('close', () => clearInterval(more));
    });

    const answer = await exchange({ ...plain, url: new URL(site.url) }, limit());
    await site.stop();

    assert.deepEqual([answer.body.length, answer.isTruncated], [1_000, true]);
  });

  it('splits the time, and what waits is not what connects', async () => {
    const site = await startSite((_request, response) => void setTimeout(() => response.end(), 200));

    const { timing } = await exchange({ ...plain, url: new URL(site.url) }, limit());
    await site.stop();

    assert.ok(timing.waitMs >= 150 && timing.waitMs > timing.connectMs);
    assert.ok(timing.totalMs >= timing.waitMs);
  });

  it('ends with its signal, and names no query of the address', async () => {
    const site = await startSite(() => undefined);
    const url = new URL(`${site.url}/?token=hidden`);

    const error = await exchange({ ...plain, url }, { timeoutMs: 5_000, signal: AbortSignal.timeout(100) }).catch(
      (reason: unknown) => reason,
    );
    await site.stop();

    assert.ok(error instanceof HttpFailure && error.problem === 'stopped');
    assert.doesNotMatch(error.message, /hidden/);
  });
});

describe('HttpFailure', () => {
  const url = new URL('https://a.example/');
  const of = (code: string, stage: 'connect' | 'tls' | 'answer' = 'connect') =>
    failureOf(url, Object.assign(new Error('x'), { code }), stage);

  it('failureOf() names the kind by code and stage', () => {
    assert.deepEqual(
      [
        of('ECONNREFUSED').problem,
        of('ENOTFOUND').problem,
        of('CERT_HAS_EXPIRED').problem,
        of('ECONNRESET', 'tls').problem,
        of('ECONNRESET', 'answer').problem,
        of('HPE_INVALID_CONSTANT').problem,
      ],
      ['refused', 'dns', 'tls', 'tls', 'reset', 'not-http'],
    );
  });

  it('statusOf() and reachProblemOf() speak the words of all systems', () => {
    const hung = new HttpFailure('x', { problem: 'hung', stage: 'answer', code: '' });

    assert.deepEqual([statusOf(hung), reachProblemOf(hung)], ['timeout', 'timed-out']);
    assert.deepEqual([statusOf(of('ECONNREFUSED')), reachProblemOf(of('ECONNREFUSED'))], ['unreachable', 'refused']);
    assert.equal(tlsOptions({ insecure: true }).rejectUnauthorized, false);
  });
});

describe('createHttpClient()', () => {
  it('remembers addresses from look to look', () => {
    const client = createHttpClient(httpEntry('http://127.0.0.1/'), { clock: systemClock, resolveSecret: () => '' });

    assert.equal(client.rememberAddresses(['a']), null);
    assert.deepEqual(client.rememberAddresses(['b']), ['a']);
  });

  it('an entry without expectations expects success', () => {
    assert.deepEqual(httpExpectation.parse({}), { method: 'GET', expectStatus: '2xx', timeoutMs: 5_000, slowMs: 1_000 });
  });
});
