import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { summarise } from '../../../src/analysis/insights/summarise.ts';
import { type IncidentRecord, insightGroups } from '../../../src/domain/insight.ts';
import { recordOf, resolvedAfter } from './records.ts';

describe('summarise()', () => {
  it('counts from the moments that are known', () => {
    const acknowledged = recordOf({
      acknowledgedAt: '2026-11-23T09:05:00.000Z',
      identifiedAt: '2026-11-23T09:01:08.000Z',
      notifications: 7,
    });

    const { total } = summarise([acknowledged, resolvedAfter(30)], 'week');

    assert.deepEqual([total.incidents, total.open, total.alerts, total.notifications], [2, 1, 2, 8]);
    assert.deepEqual(total.detect, { count: 2, mean: 60, median: 60, p95: 60 });
    assert.deepEqual(total.acknowledge, { count: 1, mean: 240, median: 240, p95: 240 });
    assert.equal(total.identify?.mean, 8);
    assert.equal(total.resolve?.mean, 1_800);
  });
  it('takes for noise what ended by itself with nobody there, and no question', () => {
    const records = [
      resolvedAfter(3),
      resolvedAfter(3, { isHandled: true }),
      resolvedAfter(3, { isFixedByPlan: true }),
      recordOf(),
      resolvedAfter(3, { origin: 'question' }),
    ];

    assert.deepEqual(summarise(records, 'week').total.noise, { incidents: 1, share: 1 / 3 });
    assert.deepEqual(summarise([recordOf()], 'week').total.noise, { incidents: 0, share: null });
  });
  it('orders weeks by time and services by how many they are', () => {
    const records = [
      recordOf({ week: '2026-11-23', service: 'shop' }),
      recordOf({ week: '2026-11-16', service: 'pay' }),
      recordOf({ week: '2026-11-23', service: 'pay' }),
      recordOf({ week: '2026-11-16', service: null }),
    ];
    const keys = (group: 'week' | 'service') => summarise(records, group).items.map(({ key, incidents }) => [key, incidents]);

    assert.deepEqual(keys('week'), [
      ['2026-11-16', 2],
      ['2026-11-23', 2],
    ]);
    assert.deepEqual(keys('service'), [
      ['pay', 2],
      ['', 1],
      ['shop', 1],
    ]);
  });
  it('is the same in any order, and its groups add up to the total', () => {
    const minutes = fc.integer({ min: 0, max: 10_000 });
    const record = fc
      .record({
        ...{ minutes, isHandled: fc.boolean(), isFixedByPlan: fc.boolean(), service: fc.constantFrom('a', 'b', null) },
        ...{ fault: fc.constantFrom('f', 'g', null), isResolved: fc.boolean(), notifications: fc.nat(9) },
      })
      .map(({ minutes: after, isResolved, ...change }): IncidentRecord => (isResolved ? resolvedAfter(after, change) : recordOf(change)));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), fc.constantFrom(...insightGroups), (records, group) => {
        const { total, items } = summarise(records, group);
        const sum = (of: (item: (typeof items)[number]) => number) => items.reduce((all, item) => all + of(item), 0);
        assert.equal(
          sum(({ incidents }) => incidents),
          total.incidents,
        );
        assert.equal(
          sum(({ noise }) => noise.incidents),
          total.noise.incidents,
        );
        const counted = (given: readonly IncidentRecord[]) =>
          summarise(given, group).items.map(({ key, incidents, fixedByPlan }) => [key, incidents, fixedByPlan]);
        assert.deepEqual(counted([...records].reverse()), counted(records));
        for (const { resolve } of items) {
          assert.ok(resolve === null || (resolve.median <= resolve.p95 + 1e-9 && Number.isFinite(resolve.mean)));
        }
      }),
    );
  });
});
