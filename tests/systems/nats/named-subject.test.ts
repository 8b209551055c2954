import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isMatch, subjectsIn } from '../../../src/systems/nats/probes/named-subject.ts';
import { natsSubjectSignatures } from '../../../src/systems/nats/signatures/subjects.ts';
import { judgeSignature } from '../linux/diagnose.ts';

describe('subjects that are spoken of', () => {
  const matches: readonly (readonly [pattern: string, subject: string, isTaken: boolean])[] = [
    ['orders.>', 'orders.created', true],
    ['orders.>', 'orders', false],
    ['orders.*', 'orders.eu.created', false],
    ['orders.*.created', 'orders.eu.created', true],
    ['orders', 'orders', true],
    ['>', 'a.b', true],
    ['orders.created', 'orders', false],
  ];
  for (const [pattern, subject, isTaken] of matches)
    it(`isMatch() is ${String(isTaken)} for ${pattern} and ${subject}`, () => assert.equal(isMatch(pattern, subject), isTaken));

  it('subjectsIn() takes names with a stop, and no addresses, versions or files', () => {
    const words = 'publish to eu.orders.created fails with 503 at 10.0.0.1:4222 since 2.9.10, see app.log and nats.example.com.';

    assert.deepEqual(subjectsIn(words, [{ subject: 'jobs.new' }]), ['jobs.new', 'eu.orders.created']);
  });

  it('nats.no-stream-takes-subject asks for nothing that is taken', () => {
    const [signature = assert.fail()] = natsSubjectSignatures;

    assert.equal(judgeSignature(signature, { 'subject.name': 'a.b', 'subject.isTaken': true }), 'refuted');
    assert.equal(judgeSignature(signature, { 'subject.name': 'a.b', 'subject.isTaken': false }), 'no');
    assert.deepEqual(signature.confirmWhenHinted, {
      all: [
        ['subject.name', '!=', ''],
        ['subject.isTaken', '==', false],
      ],
    });
  });
});
