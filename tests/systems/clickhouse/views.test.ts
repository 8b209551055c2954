import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewFacts } from '../../../src/systems/clickhouse/probes/views.ts';
import { clickhouseSignatures } from '../../../src/systems/clickhouse/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

const daily = 'CREATE MATERIALIZED VIEW shop.to_daily TO shop.daily (`day` Date) AS SELECT day FROM shop.events';
const inner = 'CREATE MATERIALIZED VIEW shop.sums (`day` Date) ENGINE = SummingMergeTree ORDER BY day AS SELECT day FROM events';
const cases = [
  { name: 'its table is there', query: daily, view: 'to_daily', uuid: '', tables: ['daily'], target: null },
  { name: 'its table is gone', query: daily, view: 'to_daily', uuid: '', tables: [], target: 'shop.daily' },
  { name: 'its hidden table is there', query: inner, view: 'sums', uuid: '', tables: ['.inner.sums'], target: null },
  {
    name: 'its hidden table of an Atomic database is there',
    query: inner,
    view: 'sums',
    uuid: 'a-1',
    tables: ['.inner_id.a-1'],
    target: null,
  },
  { name: 'its hidden table is gone', query: inner, view: 'sums', uuid: '', tables: [], target: 'shop..inner.sums' },
] as const;

for (const { name, query, view, uuid, tables, target } of cases) {
  test(`viewFacts(): ${name}`, () => {
    const facts = viewFacts(
      [{ database: 'shop', name: view, uuid, create_table_query: query }],
      ['events', view, ...tables].map((table) => ({ database: 'shop', name: table })),
    );

    assert.equal(facts['views.broken.target'], target);
    assert.equal(facts['views.broken.source'], target === null ? null : 'shop.events');
  });
}

test('a view without its table explains the table that is missing', () => {
  const facts = {
    ...viewFacts([{ database: 'shop', name: 'to_daily', create_table_query: daily }], []),
    'log.isOn': true,
    'log.queries': 20,
    'log.failures.missingTable.count': 16,
    'log.failures.missingTable.secondsAgo': 1,
    'log.failures.missingTable.message': "Table shop.daily doesn't exist.",
  };

  assert.deepEqual(judgeFacts(clickhouseSignatures, 'clickhouse', facts).confirmed, ['view-target-missing']);
});
