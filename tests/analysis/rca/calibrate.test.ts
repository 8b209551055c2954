import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  brierOf,
  calibrate,
  causeCurve,
  fitCurve,
  type Judged,
  reliabilityOf,
  shownConfidence,
} from '../../../src/analysis/rca/calibrate.ts';

const pairs = fc.array(fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() }), { maxLength: 60 });

/** A detective who says 90 % and is right in six of ten. */
const boastful: readonly Judged[] = Array.from({ length: 200 }, (_, index) => ({ score: 0.9, isRight: index % 10 < 6 }));

test('fitCurve() brings a boastful score down to what is so', () => {
  const curve = fitCurve(boastful);

  assert.ok(Math.abs(calibrate(0.9, curve) - 0.6) < 0.03);
  assert.ok(brierOf(boastful.map((each) => ({ ...each, score: calibrate(each.score, curve) }))) < brierOf(boastful));
});

test('fitCurve() of nothing changes nothing, and of few never claims certainty', () => {
  assert.ok(Math.abs(calibrate(0.7, fitCurve([])) - 0.7) < 1e-9);
  assert.ok(calibrate(0.99, fitCurve([{ score: 0.99, isRight: true }])) < 1);
});

test('fitCurve() gives the same for any order, keeps the order of scores, and no number that is none', () => {
  fc.assert(
    fc.property(pairs, (all) => {
      const curve = fitCurve(all);

      assert.deepEqual(fitCurve([...all].reverse()), curve);
      const told = [0, 0.2, 0.5, 0.8, 1, Number.NaN].map((score) => calibrate(score, curve));
      assert.ok(told.every((each) => each > 0 && each < 1));
      assert.deepEqual(
        told.slice(0, 5),
        told.slice(0, 5).sort((one, other) => one - other),
      );
    }),
  );
});

test('reliabilityOf() puts each case into one of ten bins', () => {
  fc.assert(
    fc.property(pairs, (all) => {
      const bins = reliabilityOf(all);

      assert.equal(bins.length, 10);
      assert.equal(
        bins.reduce((sum, { count }) => sum + count, 0),
        all.length,
      );
    }),
  );
  const [bin] = reliabilityOf(boastful).filter(({ count }) => count > 0);
  assert.ok(bin !== undefined && Math.abs(bin.said - 0.9) < 1e-9 && Math.abs(bin.so - 0.6) < 1e-9);
});

test('shownConfidence() never says all or nothing', () => {
  assert.ok(causeCurve.slope > 0);
  assert.deepEqual([shownConfidence(1) < 1, shownConfidence(0) > 0], [true, true]);
});
