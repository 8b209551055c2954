import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRules, routeLabel } from '../../../src/analysis/noise/rules.ts';
import { ruleBookSchema } from '../../../src/domain/rule-book.ts';
import { sampleAlert } from '../../store/samples.ts';

const compile = (...rules: readonly object[]) => compileRules(ruleBookSchema.parse({ rules }), 'UTC');
const alert = sampleAlert({ labels: { alertname: 'Lag', env: 'dev', cluster: 'c1', [routeLabel]: 'slack/STOLEN' } });
const shape = (rules: ReturnType<typeof compile>) => rules.shape(alert, { labels: alert.labels, systems: () => [] }, 0);

test('compileRules() changes labels, severity, owner, runbook, route and group, each rule after the other', () => {
  const { alert: changed, met } = shape(
    compile(
      { id: 'one', name: 'One', when: 'labels.env == "dev"', do: { severity: 'info', labels: { env: '', tier: '3' }, owner: 'db-team' } },
      { id: 'off', name: 'Off', when: 'true', do: { severity: 'critical' }, isOff: true },
      {
        id: 'two',
        name: 'Two',
        when: 'labels.tier == "3"',
        do: { runbook: 'https://wiki/lag', route: 'slack/C1', groupBy: ['cluster', 'az'] },
      },
      { id: 'no', name: 'No', when: 'labels.env == "dev"', do: { drop: 'gone by now' } },
    ),
  );

  assert.deepEqual(changed.labels, {
    alertname: 'Lag',
    cluster: 'c1',
    severity: 'info',
    tier: '3',
    owner: 'db-team',
    zhiban_route: 'slack/C1',
  });
  assert.equal(changed.annotations.runbook_url, 'https://wiki/lag');
  assert.equal(changed.groupKey, 'rule:two:{cluster="c1",az=""}');
  assert.deepEqual(
    met.map(({ id }) => id),
    ['one', 'two'],
  );
});

test('compileRules() takes a route from rules alone', () => {
  assert.equal(shape(compile()).alert.labels[routeLabel], undefined);
  assert.equal(compile().hasGroups, false);
});

test('compileRules() names the rule and the place that is wrong', () => {
  const broken = () =>
    compile({ id: 'fine', name: 'F', when: 'true', do: { drop: 'x' } }, { id: 'bad', name: 'B', when: 'labels.', do: { drop: 'x' } });

  assert.throws(broken, (error: { message: string; details: object }) => {
    assert.match(error.message, /^rules\.bad: .*at character \d+/);
    assert.equal(Reflect.get(error.details, 'rule'), 'bad');
    return true;
  });
  assert.throws(
    () => compile({ id: 'a', name: 'A', when: 'true', do: { drop: 'x' } }, { id: 'a', name: 'A', when: 'true', do: { drop: 'x' } }),
    /two rules/,
  );
});

test('ruleBookSchema refuses what does nothing, and knows what is usual', () => {
  assert.equal(ruleBookSchema.safeParse({ rules: [{ id: 'a', name: 'A', when: 'true', do: {} }] }).success, false);
  assert.equal(ruleBookSchema.safeParse({ rulez: [] }).success, false);
  assert.deepEqual(ruleBookSchema.parse({}).recurrence, { reopenMinutes: 10 });
});
