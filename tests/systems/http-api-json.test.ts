/** What the systems share that are asked for JSON behind one address, and for their own metrics. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { apiTokenShape, loginOf } from '../../src/systems/http-api/client.ts';
import { ApiFailure, refusalOf } from '../../src/systems/http-api/failure.ts';
import { createJsonClient } from '../../src/systems/http-api/json-client.ts';
import { createCounterMemory, readSamples, sumOf } from '../../src/systems/http-api/metrics.ts';
import { factLines } from '../../src/systems/http-api/probe.ts';
import { apiReachSignatures } from '../../src/systems/http-api/reach-signatures.ts';
import { systemClock } from '../support/system-clock.ts';
import { startSite } from './http/site.ts';
import { judgeSignature } from './linux/diagnose.ts';

const context = { clock: systemClock, resolveSecret: () => 'sesame' };
const limit = { timeoutMs: 3_000, signal: AbortSignal.timeout(10_000) };

describe('createJsonClient()', () => {
  it('sends login, tenant, form and query, and keeps the path of its address', async (test) => {
    const asked: string[] = [];
    const site = await startSite((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        asked.push(
          `${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''} ${String(request.headers['x-tenant'] ?? '')} ${body}`,
        );
        response.end('{"ok":true}');
      });
    });
    test.after(() => site.stop());
    const client = createJsonClient({ url: `${site.url}/base`, bearer: { env: 'T' } }, context, {
      name: 'Thing',
      headers: { 'x-tenant': 'a' },
    });
    const schema = z.looseObject({ ok: z.boolean() });

    await client.json({ path: '/api', query: { a: '1 2' } }, schema, limit);
    await client.json({ path: 'api', form: { q: 'x' } }, schema, limit);
    await client.text({ path: 'api', json: { a: 1 }, method: 'DELETE' }, limit);

    assert.deepEqual(asked, [
      'GET /base/api?a=1+2 Bearer sesame a ',
      'POST /base/api Bearer sesame a q=x',
      'DELETE /base/api Bearer sesame a {"a":1}',
    ]);
  });

  it('a refusal tells the reason of the server, and what is no JSON is told apart', async (test) => {
    const site = await startSite((request, response) => {
      if (request.url === '/no') response.writeHead(429).end('{"message":"slow down"}');
      else if (request.url === '/page') response.writeHead(502).end('<html>bad</html>');
      else response.end('{"other":1}');
    });
    test.after(() => site.stop());
    const client = createJsonClient({ url: site.url }, context, { name: 'Thing' });
    const ask = (path: string): Promise<unknown> => client.json({ path }, z.object({ ok: z.boolean() }), limit);

    await assert.rejects(
      ask('no'),
      (error: unknown) =>
        error instanceof ApiFailure &&
        error.status === 429 &&
        error.retry === 'later' &&
        error.message === "Thing answered 429 to 'no': slow down",
    );
    await assert.rejects(ask('page'), { message: "Thing answered 502 to 'page'" });
    await assert.rejects(ask('form'), /form that is not understood/);
  });

  it('its address holds no login, which follows the entry', () => {
    for (const url of ['http://a:9090/base', 'https://a']) assert.ok(apiTokenShape.url.safeParse(url).success, url);
    for (const url of ['http://u:p@a', 'ftp://a', 'a:9090', '', 'http://a?token=b'])
      assert.equal(apiTokenShape.url.safeParse(url).success, false, url);
    const basic = `Basic ${Buffer.from('u:sesame').toString('base64')}`;
    assert.deepEqual(loginOf({ url: 'http://a', username: 'u', password: { env: 'P' } }, context), { authorization: basic });
    assert.deepEqual(loginOf({ url: 'http://a', bearer: { env: 'T' } }, context), { authorization: 'Bearer sesame' });
    assert.deepEqual(loginOf({ url: 'http://a' }, context), {});
  });

  it('refusalOf() tells a login, too much work and a failure of the server apart', () => {
    const problems = [401, 403, 422, 429, 500, 503].map((status) => refusalOf('Thing', 'p', status).problem);

    assert.deepEqual(problems, ['auth', 'auth', 'reply', 'limit', 'unavailable', 'unavailable']);
  });
});

describe('metrics', () => {
  const page = '# HELP a b\na_total{x="1",y="q\\"z"} 3\na_total{x="2"} 4\nbad line\nb +Inf\nprocess_start_time_seconds 1\n';

  it('readSamples() and sumOf() know labels', () => {
    const samples = readSamples(page);

    assert.deepEqual(
      [sumOf(samples, 'a_total'), sumOf(samples, 'a_total', { x: '2' }), sumOf(samples, 'a_total', { x: /3/ }), sumOf(samples, 'c')],
      [7, 4, null, null],
    );
    assert.equal(samples[0]?.labels.y, 'q"z');
  });

  it('createCounterMemory() tells growth, a restart, a young process, and what it cannot know', () => {
    let nowMs = 100_000_000;
    const memory = createCounterMemory({ ...systemClock, now: () => nowMs }, (name) => name.endsWith('_total'));
    const of = (value: number, startedSeconds = 1) =>
      readSamples(`a_total ${String(value)}\nprocess_start_time_seconds ${String(startedSeconds)}\n`);

    const unknown = memory.growth(of(10), 'a_total');
    memory.remember(of(10));
    nowMs += 60_000;
    const grown = memory.growth(of(15), 'a_total');
    const restarted = memory.growth(of(2), 'a_total');
    nowMs += 1_000_000;
    const forgotten = memory.growth(of(20), 'a_total');

    assert.deepEqual([unknown, grown, restarted, forgotten], [null, 5, 2, null]);
    assert.equal(memory.growth(of(9, nowMs / 1_000 - 60), 'a_total'), 9);
    assert.equal(memory.growth([], 'a_total'), null);
  });
});

describe('what looks share', () => {
  it('factLines() leaves out what is unknown', () => assert.equal(factLines({ a: 1, b: null, c: '' }), 'a = 1'));

  it('apiReachSignatures() tell the ways of not reaching it apart', () => {
    const signatures = apiReachSignatures({
      kind: 'thing',
      product: 'Thing',
      hints: 'thing',
      probes: ['p'],
      effect: { 'zh-CN': '没了。', en: 'gone.' },
    });
    const confirmed = (facts: Readonly<Record<string, string | boolean>>): readonly string[] =>
      signatures.filter((each) => judgeSignature(each, facts) === 'confirmed').map(({ id }) => id);

    assert.deepEqual(confirmed({ 'reach.isOk': false, 'reach.problem': 'refused' }), ['thing.process-gone']);
    assert.deepEqual(confirmed({ 'reach.isOk': false, 'reach.problem': 'dns' }), ['thing.unreachable']);
    assert.deepEqual(confirmed({ 'reach.isOk': false, 'reach.problem': 'hung' }), ['thing.not-answering']);
    assert.deepEqual(confirmed({ 'reach.isOk': false, 'reach.problem': 'auth' }), ['thing.login-refused']);
    assert.deepEqual(confirmed({ 'reach.isOk': true, 'reach.problem': 'none' }), []);
  });
});
