import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { StepProposal } from '../../src/domain/plan.ts';
import { canonicalJson, planDigest } from '../../src/domain/plan-digest.ts';

const value = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const given = fc.dictionary(fc.string({ maxLength: 6 }), value, { maxKeys: 5, noNullPrototype: true });
const step: fc.Arbitrary<StepProposal> = fc.record({
  systemId: fc.string({ maxLength: 6 }),
  kind: fc.constantFrom('redis', 'host'),
  action: fc.string({ maxLength: 6 }),
  arguments: given,
});

test('planDigest() doesn’t change with the order of keys', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), (steps) => {
      const turned = steps.map((each) => ({
        arguments: Object.fromEntries(Object.entries(each.arguments).reverse()),
        action: each.action,
        kind: each.kind,
        systemId: each.systemId,
      }));

      assert.equal(planDigest('inc_1', turned), planDigest('inc_1', steps));
      assert.match(planDigest('inc_1', steps), /^[0-9a-f]{64}$/);
    }),
  );
});

test('planDigest() changes with any argument, system, action, step, order and incident', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 3 }), step, fc.string({ maxLength: 6 }), value, (steps, other, key, added) => {
      const [first, ...rest] = steps;
      if (first === undefined) return;
      const digest = planDigest('inc_1', steps);
      const isOther = (changed: readonly StepProposal[]): boolean => planDigest('inc_1', changed) !== digest;
      const isNew = !Object.hasOwn(first.arguments, key) || !Object.is(normal(first.arguments[key]), normal(added));

      assert.notEqual(planDigest('inc_2', steps), digest);
      assert.ok(isOther([...steps, other]));
      assert.ok(isOther(rest));
      assert.ok(isOther([{ ...first, systemId: `${first.systemId}x` }, ...rest]));
      assert.ok(isOther([{ ...first, action: `${first.action}x` }, ...rest]));
      assert.ok(isOther([{ ...first, kind: 'another' }, ...rest]));
      if (isNew) assert.ok(isOther([{ ...first, arguments: { ...first.arguments, [key]: added } }, ...rest]));
      if (canonicalJson(first) !== canonicalJson(other))
        assert.notEqual(planDigest('inc_1', [first, other]), planDigest('inc_1', [other, first]));
    }),
  );
});

test('planDigest() tells a number from its text, and one step from two', () => {
  const of = (argument: StepProposal['arguments'][string]) =>
    planDigest('inc_1', [{ systemId: 's', kind: 'k', action: 'a', arguments: { level: argument } }]);

  assert.equal(new Set([of(1), of('1'), of(true), of('true'), of(null), of('null'), of('')]).size, 7);
});

test('planDigest() leaves texts out: a better wording doesn’t change what is done', () => {
  const bare: StepProposal = { systemId: 's', kind: 'k', action: 'a', arguments: {} };

  assert.equal(planDigest('inc_1', [{ ...bare, summary: 'nicer' } as StepProposal]), planDigest('inc_1', [bare]));
});

test('canonicalJson() is JSON, sorted at every depth, without what is undefined', () => {
  assert.equal(canonicalJson({ b: [1, { d: 2, c: undefined }], a: null }), '{"a":null,"b":[1,{"d":2}]}');
  fc.assert(fc.property(fc.jsonValue(), (json) => assert.deepEqual(JSON.parse(canonicalJson(json)), JSON.parse(JSON.stringify(json)))));
});

/** JSON knows one zero. */
function normal(given: unknown): unknown {
  return Object.is(given, -0) ? 0 : given;
}
