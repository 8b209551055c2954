/** What the kinds share that are spoken with in a session. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { sessionAction } from '../../src/systems/session/actions/session-action.ts';
import { failureOfSocket, reachProblemOf, SessionFailure, silence, statusOf } from '../../src/systems/session/failure.ts';
import { KeptSession } from '../../src/systems/session/kept-session.ts';
import { sessionProbe } from '../../src/systems/session/probe.ts';
import { reachSignatures } from '../../src/systems/session/reach-signatures.ts';
import { flagOf, numberOf, printRows, ratioOf, textOf } from '../../src/systems/session/rows.ts';
import { within } from '../../src/systems/session/within.ts';
import { contextOf } from '../contracts/system.ts';
import { systemClock } from '../support/system-clock.ts';

const limit = (timeoutMs = 1_000) => ({ timeoutMs, signal: AbortSignal.timeout(10_000) });
const entry = { id: 'db', kind: 'kept', dependsOn: [], labels: {}, actionsEnabled: true };

describe('rows', () => {
  it('read what drivers give', () => {
    assert.deepEqual([numberOf('12'), numberOf(null, 3), numberOf('x'), numberOf(5n)], [12, 3, 0, 5]);
    assert.deepEqual([flagOf('ON'), flagOf('t'), flagOf(1), flagOf('no'), flagOf(null)], [true, true, true, false, false]);
    assert.deepEqual([textOf(Buffer.from('a')), textOf(null), textOf(true)], ['a', '', 'true']);
    assert.deepEqual([ratioOf(1, 3), ratioOf(1, 0)], [0.333, 0]);
    assert.equal(printRows([{ a: 1, b: null }, { a: 2 }], 1), 'a=1');
  });
});

describe('SessionFailure', () => {
  const cases: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'refused',
    ENOTFOUND: 'dns',
    ECONNRESET: 'reset',
    EHOSTUNREACH: 'no-route',
    CERT_HAS_EXPIRED: 'tls',
    '': 'other',
  };
  for (const [code, problem] of Object.entries(cases))
    it(`takes ${code || 'no code'} for ${problem}`, () => {
      assert.equal(failureOfSocket('X a:1', Object.assign(new Error('because'), { code }), 'connect').problem, problem);
    });

  it('is told in the words that all systems share', () => {
    assert.equal(reachProblemOf(silence('X a:1', 'login')), 'timed-out');
    assert.equal(statusOf(silence('X a:1', 'login')), 'timeout');
    assert.equal(statusOf(new SessionFailure('x', { problem: 'no-permission', stage: 'command' })), 'denied');
    assert.equal(reachProblemOf(new SessionFailure('x', { problem: 'cancelled', stage: 'command' })), undefined);
  });
});

describe('within()', () => {
  it('ends with the time or the signal', async () => {
    const never = new Promise<never>(() => undefined);

    await assert.rejects(
      within(never, limit(10), 'X', () => 'command'),
      { problem: 'hung' },
    );
    await assert.rejects(
      within(never, { timeoutMs: 5_000, signal: AbortSignal.abort() }, 'X', () => 'command'),
      { problem: 'stopped' },
    );
    assert.equal(await within(Promise.resolve(7), limit(), 'X', () => 'command'), 7);
  });
});

describe('KeptSession', () => {
  function kept(failures: readonly SessionFailure[] = []) {
    const opened: { isAlive: boolean }[] = [];
    const left = [...failures];
    const session = new KeptSession('X a:1', systemClock, async () => {
      const failure = left.shift();
      if (failure !== undefined) throw failure;
      const state = { isAlive: true };
      opened.push(state);
      return { isOpen: () => state.isAlive, destroy: () => void Object.assign(state, { isAlive: false }) };
    });
    return { session, opened };
  }

  it('opens once for all who ask, and does one thing at a time', async () => {
    const { session, opened } = kept();
    let running = 0;
    let most = 0;

    await Promise.all(
      Array.from({ length: 5 }, () =>
        session.use(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 5));
          running -= 1;
        }, limit()),
      ),
    );

    assert.deepEqual([opened.length, most], [1, 1]);
  });

  it('drops a session that did not answer, so that no late answer is taken for another', async () => {
    const { session, opened } = kept();

    await assert.rejects(
      session.use(() => new Promise(() => undefined), limit(10)),
      { problem: 'hung' },
    );
    await session.use(() => Promise.resolve(), limit());

    assert.deepEqual(
      opened.map(({ isAlive }) => isAlive),
      [false, true],
    );
  });

  it('waits a little for a slot, and keeps a session over a refused statement', async () => {
    const full = new SessionFailure('full', { problem: 'limit', stage: 'login' });
    const { session, opened } = kept([full, full]);

    await assert.rejects(
      session.use(() => Promise.reject(new SessionFailure('no', { problem: 'no-permission', stage: 'command' })), limit()),
    );
    await session.use(() => Promise.resolve(), limit());

    assert.equal(opened.length, 1);
    await assert.rejects(
      kept([full, full, full]).session.use(() => Promise.resolve(), limit()),
      { problem: 'limit' },
    );
  });
});

describe('sessionProbe()', () => {
  it('tells failures apart, and says of one forbidden statement nothing about reaching the server', async () => {
    const probe = (failure: SessionFailure) =>
      sessionProbe({
        name: 'p',
        summary: { 'zh-CN': '看', en: 'look' },
        parameters: z.strictObject({}),
        cost: 'cheap',
        query: 'q',
        see: () => Promise.reject(failure),
        onFailure: () => ({ 'p.failed': true }),
      });

    const gone = await probe(silence('X a:1', 'login')).look({}, {}, contextOf(entry, 1_000));
    const denied = await probe(new SessionFailure('no', { problem: 'no-permission', stage: 'command' })).look(
      {},
      {},
      contextOf(entry, 1_000),
    );

    assert.deepEqual([gone.status, gone.problem, gone.facts['reach.problem']], ['timeout', 'timed-out', 'hung']);
    assert.deepEqual([denied.status, denied.facts], ['denied', { 'p.failed': true }]);
  });
});

describe('sessionAction()', () => {
  it('is blocked, not thrown, when the server is gone', async () => {
    const gone = () => Promise.reject(silence('X a:1', 'connect'));
    const text = { 'zh-CN': '做', en: 'do' };
    const action = sessionAction({
      name: 'a',
      risk: 'low',
      arguments: z.strictObject({}),
      verifyWithinMs: 1_000,
      summary: () => text,
      effect: () => text,
      verification: () => text,
      precheck: gone,
      isApplied: gone,
      apply: gone,
      verify: gone,
      undo: { impossible: text },
    });

    assert.equal((await action.precheck({}, {}, contextOf(entry, 1_000))).state, 'blocked');
    assert.equal((await action.verify({}, {}, {}, contextOf(entry, 1_000))).isMet, false);
    await assert.rejects(action.apply({}, {}, {}, contextOf(entry, 1_000)), SessionFailure);
  });
});

describe('reachSignatures()', () => {
  it('are of the kind that asks for them', () => {
    const signatures = reachSignatures({ kind: 'x', name: 'X', probe: 'server', downHints: 'xDown', loginSource: 's' });

    assert.ok(signatures.length >= 6 && signatures.every(({ id, kind }) => kind === 'x' && id.startsWith('x.')));
  });
});
