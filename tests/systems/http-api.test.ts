/** What all systems share that are asked over HTTP: login, TLS, limits, and failures as answers. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { SystemError } from '../../src/domain/errors.ts';
import type { HttpLimit } from '../../src/systems/http/exchange.ts';
import { apiAction } from '../../src/systems/http-api/actions/api-action.ts';
import { askApi, basicLogin, jsonOf, parseAnswer } from '../../src/systems/http-api/client.ts';
import { ApiFailure, isSystemFailure, optional } from '../../src/systems/http-api/failure.ts';
import { apiProbe } from '../../src/systems/http-api/probe.ts';
import { contextOf } from '../contracts/system.ts';
import { systemClock } from '../support/system-clock.ts';
import { startSite } from './http/site.ts';

const limit = (): HttpLimit => ({ timeoutMs: 5_000, signal: AbortSignal.timeout(10_000) });
const context = { resolveSecret: () => 'pw', clock: systemClock };
const get = { method: 'GET', path: 'a/b?c=1', headers: {}, bodyBytesMax: 1_000 } as const;
const entry = { id: 's', kind: 'k', dependsOn: [], labels: {}, actionsEnabled: true };
const text = { 'zh-CN': '文', en: 'text' };

describe('askApi()', () => {
  it('keeps the path of the address, sends the login, and cuts what is too long', async () => {
    const asked: string[] = [];
    const site = await startSite((request, response) => {
      asked.push(`${request.headers.authorization ?? ''} ${request.url ?? ''}`);
      response.end(`"${'x'.repeat(2_000)}"`);
    });
    const own = { url: `${site.url}/prefix`, username: 'ops', password: { env: 'P' } };

    const answer = await askApi(own, { ...get, headers: basicLogin(own, context) }, limit());
    await site.stop();

    assert.deepEqual(asked, [`Basic ${Buffer.from('ops:pw').toString('base64')} /prefix/a/b?c=1`]);
    assert.throws(() => parseAnswer('It', answer, 'a/b?token=x', z.unknown()), { message: /'a\/b' is larger/, code: 'too-large' });
  });

  it('tells of a certificate file that is gone', async () => {
    const own = { url: 'https://127.0.0.1:1', tls: { caFile: '/not/there.pem', insecure: false } };

    await assert.rejects(askApi(own, get, limit()), { problem: 'tls', message: /'\/not\/there\.pem' cannot be read/ });
  });
});

describe('parseAnswer(), jsonOf()', () => {
  it('say where an answer has another form', () => {
    const answer = { status: 200, body: '{"a":{"b":"c"}}', headers: {}, isTruncated: false, remoteAddress: '', timing: {} as never };

    assert.throws(() => parseAnswer('It', answer, 'x', z.object({ a: z.object({ b: z.number() }) })), /not understood \(a\.b/);
    assert.equal(jsonOf('<html>'), null);
  });
});

describe('optional()', () => {
  it('does without what is not there, and not without a login', async () => {
    const failing = (problem: ApiFailure['problem']) => Promise.reject(new ApiFailure('no', { problem, status: 400 }));

    assert.equal(await optional(failing('unsupported')), null);
    await assert.rejects(optional(failing('auth')), isSystemFailure);
    await assert.rejects(optional(Promise.reject(new TypeError('ours'))), TypeError);
  });
});

describe('apiProbe()', () => {
  const probe = (see: () => Promise<never>) =>
    apiProbe({ name: 'p', summary: text, parameters: z.strictObject({}), cost: 'cheap', hints: 'p', query: 'GET /', facts: [], see });

  it('makes an answer of every failure, and throws what is a fault of ours', async () => {
    const look = (error: Error) => probe(() => Promise.reject(error)).look(null, {}, contextOf(entry, 1_000));

    assert.deepEqual((await look(new ApiFailure('no', { problem: 'auth', status: 401 }))).problem, 'auth');
    assert.equal((await look(new ApiFailure('no', { problem: 'no-permission', status: 403 }))).status, 'denied');
    assert.equal((await look(new ApiFailure('no', { problem: 'unavailable', status: 503 }))).status, 'failed');
    assert.equal((await look(new SystemError('no secret', { retry: 'never' }))).status, 'failed');
    await assert.rejects(look(new TypeError('ours')), TypeError);
  });

  it('drops numbers that are none, and cuts long words', async () => {
    const seen = { headline: text, text: '', facts: { a: Number.NaN, b: 'x'.repeat(900), c: 1 } };
    const look = await probe(() => Promise.resolve(seen as never)).look(null, {}, contextOf(entry, 1_000));

    assert.deepEqual([Object.keys(look.facts), String(look.facts.b).length], [['b', 'c'], 401]);
  });
});

describe('apiAction()', () => {
  it('is blocked by a system that cannot be reached, and not verified', async () => {
    const fail = () => Promise.reject(new ApiFailure('gone', { problem: 'unavailable', status: 503 }));
    const action = apiAction({
      ...{ name: 'a', risk: 'low', arguments: z.strictObject({}), verifyWithinMs: 1_000 },
      ...{ summary: () => text, effect: () => text, verification: () => text, undo: { impossible: text } },
      ...{ precheck: fail, isApplied: fail, apply: fail, verify: fail },
    });

    assert.equal((await action.precheck(null, {}, contextOf(entry, 1_000))).state, 'blocked');
    assert.equal((await action.verify(null, {}, {}, contextOf(entry, 1_000))).isMet, false);
    await assert.rejects(action.apply(null, {}, {}, contextOf(entry, 1_000)), ApiFailure);
  });
});
