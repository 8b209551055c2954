import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstSystems, precedes, tellCourse } from '../../../src/analysis/rca/course.ts';
import { compareOnsets } from '../../../src/analysis/rca/onsets.ts';
import { type Onset, type OnsetKind, onsetKinds } from '../../../src/domain/course.ts';
import { sameText } from '../../../src/domain/text.ts';

const day = Date.parse('2026-11-21T01:00:00.000Z');

function onset(key: string, kind: OnsetKind, earliest: number, latest: number, systemId = key): Onset {
  const [earliestMs, latestMs] = [day + earliest * 1_000, day + latest * 1_000];
  return { key, systemId, kind, earliestMs, atMs: (earliestMs + latestMs) / 2, latestMs, text: sameText(key), sourceId: `ev_${key}` };
}

const onsets: fc.Arbitrary<readonly Onset[]> = fc
  .array(
    fc.record({ kind: fc.constantFrom(...onsetKinds), from: fc.nat(600), width: fc.nat(120), system: fc.constantFrom('a', 'b', 'c') }),
    {
      maxLength: 30,
    },
  )
  .map((all) => all.map(({ kind, from, width, system }, index) => onset(`${index}`, kind, from, from + width, system)));

test('tellCourse() says first only where no interval overlaps', () => {
  const sure = tellCourse([onset('web', 'metric', 60, 90), onset('db', 'metric', 0, 30)]);
  const unsure = tellCourse([onset('web', 'metric', 20, 90), onset('db', 'metric', 0, 30)]);

  assert.deepEqual(
    sure.map(({ systemId, place }) => [systemId, place]),
    [
      ['db', 'first'],
      ['web', 'later'],
    ],
  );
  assert.deepEqual(
    unsure.map(({ place }) => place),
    ['maybe-first', 'maybe-first'],
  );
});

test('tellCourse() never calls an old restart the place where the trouble began', () => {
  const course = tellCourse([onset('db', 'restart', -9_000, -9_000), onset('web', 'alert', 0, 30)]);

  assert.deepEqual(
    course.map(({ systemId, place }) => [systemId, place]),
    [
      ['db', 'before'],
      ['web', 'first'],
    ],
  );
  assert.deepEqual(firstSystems([onset('db', 'restart', -9_000, -9_000), onset('web', 'alert', 0, 30)]), ['web']);
});

test('firstSystems() is one system only when it certainly was first', () => {
  assert.deepEqual(firstSystems([onset('db', 'metric', 0, 30), onset('web', 'alert', 31, 60)]), ['db']);
  assert.deepEqual(firstSystems([onset('db', 'metric', 0, 30), onset('web', 'alert', 30, 60)]), ['db', 'web']);
  assert.deepEqual(firstSystems([onset('', 'alert', 0, 30)]), []);
});

test('tellCourse() keeps what people and alerts told when there is too much to show', () => {
  const many = Array.from({ length: 40 }, (_, index) => onset(`m${index}`, 'metric', index, index + 1));

  const course = tellCourse([...many, onset('release', 'deploy', 300, 300), onset('page', 'alert', 400, 700)]);

  assert.equal(course.length, 14);
  assert.ok(course.some(({ kind }) => kind === 'deploy') && course.some(({ kind }) => kind === 'alert'));
});

test('tellCourse() gives the same for any order, in the order of time, with no place that the intervals refute', () => {
  fc.assert(
    fc.property(
      onsets.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
      ([all, shuffled]) => {
        const course = tellCourse(all);

        assert.deepEqual(tellCourse(shuffled), course);
        assert.deepEqual(
          course.map(({ at }) => at),
          course.map(({ at }) => at).sort(),
        );
        for (const one of course) assert.ok(one.earliest <= one.at && one.at <= one.latest);
      },
    ),
  );
});

test('precedes() is an order: nothing before itself, and never both ways', () => {
  fc.assert(
    fc.property(onsets, (all) => {
      for (const one of all) for (const other of all) assert.ok(!(precedes(one, other) && precedes(other, one)));
      for (const one of all) for (const other of all) if (precedes(one, other)) assert.ok(compareOnsets(one, other) < 0);
    }),
  );
});
