import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { IncomingAlert } from '../../src/domain/alert.ts';
import { lastOfEach, meaningOf } from '../../src/store/merge-alert.ts';
import { sampleAlert } from './samples.ts';

const minute = (value: number) => new Date(Date.UTC(2026, 10, 21, 1, value)).toISOString();
const firing = (start: number) => sampleAlert({ status: 'firing', startsAt: minute(start) });
const resolved = (start: number, end: number | null) =>
  sampleAlert({ status: 'resolved', startsAt: minute(start), endsAt: end === null ? null : minute(end) });

describe('meaningOf()', () => {
  const cases: readonly [string, IncomingAlert, IncomingAlert, string][] = [
    ['a repeat of what fires', firing(10), firing(10), 'repeated'],
    ['the end of what fires', firing(10), resolved(10, 20), 'changed'],
    ['an end without a time', firing(10), resolved(10, null), 'changed'],
    ['a firing after its end is a late duplicate', resolved(10, 20), firing(10), 'stale'],
    ['a newer firing fires again', resolved(10, 20), firing(30), 'changed'],
    ['an older firing', firing(10), firing(5), 'stale'],
    ['an older firing after an end', resolved(10, 20), firing(5), 'stale'],
    ['the end of an earlier time', firing(10), resolved(5, 8), 'stale'],
    ['an end that a cluster dates back', firing(10), resolved(5, 20), 'changed'],
    ['a repeat of an end', resolved(10, 20), resolved(10, 20), 'repeated'],
    ['an end that was corrected backwards', resolved(10, 20), resolved(10, 15), 'stale'],
    ['a newer one whose firing was never seen', firing(10), resolved(30, 40), 'changed'],
    ['the end of an earlier time after an end', resolved(10, 20), resolved(5, 30), 'stale'],
  ];
  for (const [name, known, incoming, expected] of cases) {
    it(`takes ${name} for ${expected}`, () => {
      const meaning = meaningOf(known, incoming);

      assert.equal(meaning, expected);
    });
  }

  it('comes to the same end in whatever order the notifications of one episode come', () => {
    const episode = [firing(10), firing(10), resolved(10, 20), resolved(10, 20), firing(30), firing(30)];
    fc.assert(
      fc.property(fc.shuffledSubarray(episode, { minLength: episode.length }), (order) => {
        let known = order[0] ?? firing(10);
        for (const alert of order.slice(1)) if (meaningOf(known, alert) !== 'stale') known = alert;

        assert.deepEqual([known.status, known.startsAt], ['firing', minute(30)]);
      }),
    );
  });
});

describe('lastOfEach()', () => {
  it('keeps the last in time order and counts the others', () => {
    const found = lastOfEach([resolved(10, 20), firing(10), firing(5)]);

    assert.deepEqual(found, [{ alert: resolved(10, 20), count: 3 }]);
  });

  it('keeps alerts of other sources and fingerprints apart', () => {
    const found = lastOfEach([firing(1), sampleAlert({ fingerprint: 'f2' }), sampleAlert({ source: 'other' })]);

    assert.equal(found.length, 3);
  });

  it('takes the words further down when the times are equal', () => {
    const later = sampleAlert({ annotations: { summary: 'fresher' } });

    assert.equal(lastOfEach([sampleAlert(), later])[0]?.alert, later);
  });
});
