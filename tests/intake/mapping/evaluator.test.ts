import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { alertMapping } from '../../../src/config/alert-sources.ts';
import { createEvaluate } from '../../../src/intake/mapping/evaluate.ts';
import { createEvaluator } from '../../../src/intake/mapping/evaluator.ts';

const receivedAt = '2026-11-29T03:00:00.000Z';
const message = (body: unknown) => ({ body, meta: { key: 'k1' }, receivedAt });
const mappingOf = (given: object) => alertMapping.parse({ name: 'name', ...given });
const evaluator = createEvaluator({ timeMs: 500, itemsMax: 1_000, memoryMb: 64 });
after(() => evaluator.close());

test('createEvaluate() sees the item, the whole body, the meta data and when it came', async () => {
  const evaluate = createEvaluate({ timeMs: 5_000, itemsMax: 10 });
  const mapping = mappingOf({ items: 'list', labels: { site: '$body.site', key: '$meta.key', place: '$index' }, startsAt: '$received' });

  const { items, problem } = await evaluate(mapping, message({ site: 's1', list: [{ name: 'a' }, { name: 'b' }] }));

  assert.equal(problem, null);
  assert.deepEqual(
    items.map(({ fields }) => Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]))),
    [
      { name: 'a', startsAt: receivedAt, 'labels.site': 's1', 'labels.key': 'k1', 'labels.place': 0 },
      { name: 'b', startsAt: receivedAt, 'labels.site': 's1', 'labels.key': 'k1', 'labels.place': 1 },
    ],
  );
});

test('createEvaluate() bounds depth, length and the number of items', async () => {
  const evaluate = createEvaluate({ timeMs: 5_000, itemsMax: 10 });
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ items: '($f := function($n) { $f($n + 1) + 1 }; $f(0))' }, /goes too deep/],
    [{ items: '[1..200000]' }, /./],
    [{ items: '[1..11]' }, /11 items, the limit is 10/],
    [{ items: '$missing()' }, /./],
  ];

  for (const [mapping, expected] of cases) {
    const { items, problem } = await evaluate(mappingOf(mapping), message({}));
    assert.deepEqual(items, []);
    assert.match(problem?.message ?? '', expected, JSON.stringify(mapping));
  }
});

test('createEvaluator() ends what never returns, and what follows is read all the same', async () => {
  const slow = mappingOf({ severity: '$match(text, /^(a+)+$/)' });
  const fine = mappingOf({});

  const [stuck, next] = await Promise.all([
    evaluator.evaluate(slow, message({ name: 'x', text: `${'a'.repeat(60)}!` })),
    evaluator.evaluate(fine, message({ name: 'after' })),
  ]);

  assert.match(stuck.problem?.message ?? stuck.items[0]?.fields.severity?.problem?.message ?? '', /too long/);
  assert.equal(next.items[0]?.fields.name?.value, 'after');
});

test('createEvaluator() outlives an expression that fills the memory', async () => {
  const greedy = mappingOf({ severity: '$reduce([1..40], function($text, $n) { $text & $text }, "0123456789abcdef")' });

  const { items, problem } = await evaluator.evaluate(greedy, message({ name: 'x' }));
  const next = await evaluator.evaluate(mappingOf({}), message({ name: 'after' }));

  assert.ok(problem !== null || items[0]?.fields.severity?.problem !== null);
  assert.equal(next.items[0]?.fields.name?.value, 'after');
});
