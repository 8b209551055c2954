import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileInhibitions } from '../../../src/analysis/noise/inhibition.ts';
import { ruleBookSchema } from '../../../src/domain/rule-book.ts';

const grounds: Readonly<Record<string, readonly string[]>> = { shop: ['orders-db', 'web-1'], 'orders-db': ['web-1'] };
const compile = (book: object) => compileInhibitions(ruleBookSchema.parse(book), { groundsOf: (id) => grounds[id] ?? [] });
const subject = (labels: Readonly<Record<string, string>>, ...systems: readonly string[]) => ({ labels, systems: () => systems });
const byCluster = { id: 'cluster', source: ['severity="critical"'], target: ['severity=~"warning|critical"'], equal: ['cluster'] };

test('compileInhibitions() takes an alert of a service on a machine for one about the service', () => {
  const rules = compile({});
  const down = (...systems: readonly string[]) =>
    rules.sourcesOf(subject({ alertname: 'TargetDown', severity: 'critical' }, ...systems)).map(({ key }) => key);

  assert.deepEqual(down('web-1', 'orders-db'), ['orders-db']);
  assert.deepEqual(down('web-1'), ['web-1']);
});

test('compileInhibitions() finds sources and targets under the same key, a missing label as an empty one', () => {
  const rules = compile({ inhibitions: [byCluster], topology: { isOn: false } });

  const [source] = rules.sourcesOf(subject({ severity: 'critical', cluster: 'c' }));
  const [target] = rules.targetsOf(subject({ severity: 'warning', cluster: 'c' }));
  assert.deepEqual(source, { ruleId: 'cluster', key: '["c"]', isTarget: true });
  assert.deepEqual(target, { ruleId: 'cluster', key: '["c"]', isSource: false });
  assert.equal(
    rules.targetsOf(subject({ severity: 'warning' }))[0]?.key,
    rules.sourcesOf(subject({ severity: 'critical', cluster: '' }))[0]?.key,
  );
  assert.deepEqual(rules.sourcesOf(subject({ severity: 'info' })), []);
});

test('compileInhibitions() takes what is down as the source for all that stands on it', () => {
  const rules = compile({});

  assert.deepEqual(rules.sourcesOf(subject({ alertname: 'HostDown' }, 'web-1')), [{ ruleId: 'topology', key: 'web-1', isTarget: false }]);
  assert.deepEqual(rules.sourcesOf(subject({ alertname: '主机宕机' }, 'web-1')).length, 1);
  assert.deepEqual(rules.sourcesOf(subject({ alertname: 'HighLatency' }, 'web-1')), []);
  assert.deepEqual(
    rules.targetsOf(subject({ alertname: 'HighLatency' }, 'shop')).map(({ key }) => key),
    ['orders-db', 'web-1'],
  );
  assert.deepEqual(rules.targetsOf(subject({ alertname: 'HostDown' }, 'web-1')), []);
  assert.equal(compile({ topology: { isOn: false } }).isEmpty, true);
});

test('compileInhibitions() names what is wrong', () => {
  assert.throws(() => compile({ inhibitions: [{ ...byCluster, source: ['a=~"("'] }] }), {
    kind: 'invalid',
    message: /^inhibitions\.cluster\.source: /,
  });
  assert.throws(() => compile({ inhibitions: [{ ...byCluster, id: 'topology' }] }), { message: /taken/ });
});
