import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facts } from '../../../src/domain/evidence.ts';
import { knownErrorSignatures } from '../../../src/systems/logs/known-error-signatures.ts';
import { judgeSignature } from '../linux/diagnose.ts';

const signatures = knownErrorSignatures({
  kind: 'http',
  probe: 'logs',
  generals: ['http.log-full-of-errors'],
  isUnusual: ['logs.newErrors', '>=', 1],
  isFailingNow: ['health.status', '>=', 500],
});
const told = (facts: Facts) =>
  signatures.flatMap((each) => {
    const state = judgeSignature(each, facts);
    return state === 'confirmed' || state === 'likely' ? [`${each.id} ${state}`] : [];
  });
const young = { 'logs.known': 'schema-differs', 'logs.knownCount': 8, 'logs.knownShare': 0.9, 'logs.errors': 9, 'logs.errorRatio': 0.3 };

test('a known error that was not there before is confirmed, one of a young log is likely', () => {
  const compared = { ...young, 'logs.isCompared': true, 'logs.errorShiftRatio': 1 };

  assert.deepEqual(told({ ...compared, 'logs.newErrors': 1 }), ['http.log-says-schema-differs confirmed']);
  assert.deepEqual(told({ ...compared, 'logs.newErrors': 0 }), [], 'it always says so');
  const few = { ...young, 'logs.isCompared': false, 'logs.newErrors': 0, 'logs.errorRatio': 0.15 };
  assert.deepEqual(told(few), ['http.log-says-schema-differs likely']);
  assert.deepEqual(told({ ...few, 'logs.known': 'waits-for-locks', 'logs.errorRatio': 0.3 }), ['http.log-says-waits-for-locks likely']);
});

test('a definite reason that fills a young log is confirmed: no program that works says so all the time', () => {
  assert.deepEqual(told({ ...young, 'logs.isCompared': false, 'logs.newErrors': 0 }), ['http.log-says-schema-differs confirmed']);
});

test('a few among many other lines, or among other errors, are nothing to tell', () => {
  const calm = { ...young, 'logs.isCompared': false, 'logs.newErrors': 0 };

  assert.deepEqual(told({ ...calm, 'logs.errorRatio': 0.01 }), []);
  assert.deepEqual(told({ ...calm, 'logs.knownShare': 0.2 }), []);
  assert.deepEqual(told({ ...calm, 'logs.known': 'unhandled', 'logs.errorRatio': 0.15 }), [], 'what may be harmless wants more');
});

test('what the log of a service says is likely while that service answers with an error, however few lines those are', () => {
  const few = { ...young, 'logs.known': 'unhandled', 'logs.isCompared': false, 'logs.newErrors': 0, 'logs.errorRatio': 0.02 };

  assert.deepEqual(told({ ...few, 'health.status': 500 }), ['http.log-says-unhandled likely']);
  assert.deepEqual(told({ ...few, 'health.status': 200 }), []);
});

test('what speaks of somebody else without a reason is a symptom: the fault that is found there comes first', () => {
  const signatureOf = (id: string) => signatures.find((each) => each.id === `http.log-says-${id}`);

  assert.deepEqual(
    ['login-refused', 'waits-for-locks', 'library-mismatch'].map((id) => signatureOf(id)?.role),
    ['cause', 'symptom', 'cause'],
  );
  assert.equal(signatureOf('login-refused')?.reason, 'logs.knownLine');
  assert.equal(signatureOf('waits-for-locks')?.reason, undefined);
});
