import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planCosts, scopedPlanFacts } from '../../../../src/systems/postgresql/probes/scoped-plans.ts';

const all = [
  { name: 'enable_indexscan', value: 'on', boot_val: 'on' },
  { name: 'enable_nestloop', value: 'on', boot_val: 'on' },
  { name: 'enable_partitionwise_join', value: 'off', boot_val: 'off' },
  { name: 'work_mem', value: '4096', boot_val: '4096' },
  { name: 'effective_cache_size', value: '524288', boot_val: '524288' },
  { name: 'random_page_cost', value: '1.1', boot_val: '4' },
];

test('scopedPlanFacts() tells whose planner switches are off, and leaves alone what is off for all', () => {
  const own = [
    { role: 'app', database: '', name: 'enable_indexscan', value: 'off' },
    { role: 'app', database: '', name: 'enable_nestloop', value: 'false' },
    { role: '', database: 'shop', name: 'enable_partitionwise_join', value: 'off' },
    { role: 'report', database: '', name: 'enable_indexscan', value: 'on' },
  ];

  const facts = scopedPlanFacts(own, all);

  assert.deepEqual(
    [facts['logins.planner.names'], facts['logins.planner.of'], facts['logins.planner.scope']],
    ['enable_indexscan=off, enable_nestloop=false', 'app', 'role'],
  );
});

test('scopedPlanFacts() tells of costs and memory only what is worse than for all', () => {
  const own = [
    { role: 'report', database: '', name: 'work_mem', value: '256MB' },
    { role: '', database: 'shop', name: 'work_mem', value: '64kB' },
    { role: '', database: 'shop', name: 'random_page_cost', value: '40' },
    { role: 'report', database: '', name: 'effective_cache_size', value: '8GB' },
  ];

  const facts = scopedPlanFacts(own, all);

  assert.ok(planCosts.includes('work_mem'));
  assert.deepEqual([facts['logins.costs.names'], facts['logins.costs.of']], ['work_mem=64kB, random_page_cost=40', 'shop']);
  assert.equal(scopedPlanFacts(own.slice(0, 1), all)['logins.costs.names'], '');
});
