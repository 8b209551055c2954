import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consolePlace, type RouteRule, routeIncident } from '../../src/operations/routes.ts';

const slack = (channel: string) => ({ adapter: 'slack', channel });
const rule = (match: Record<string, string>, channel: string, goesOn = false): RouteRule => ({
  match,
  to: [slack(channel)],
  continue: goesOn,
});

const cases: readonly [claim: string, rules: readonly RouteRule[], labels: Record<string, string>, channels: readonly string[]][] = [
  ['the console when no rule is there', [], {}, ['ops']],
  ['the console when no rule matches', [rule({ team: 'a' }, 'C1')], { team: 'b' }, ['ops']],
  ['the first rule that matches', [rule({ team: 'a' }, 'C1'), rule({}, 'C2')], { team: 'a' }, ['C1']],
  ['a rule without labels for everything', [rule({}, 'C2')], { team: 'x' }, ['C2']],
  ['a rule only when every label fits', [rule({ team: 'a', severity: 'critical' }, 'C1'), rule({}, 'C2')], { team: 'a' }, ['C2']],
  ['later rules when one says so', [rule({ team: 'a' }, 'C1', true), rule({}, 'C2')], { team: 'a' }, ['C1', 'C2']],
  ['the same channel once', [rule({ team: 'a' }, 'C1', true), rule({}, 'C1')], { team: 'a' }, ['C1']],
];

for (const [claim, rules, labels, channels] of cases) {
  test(`routeIncident() chooses ${claim}`, () => {
    assert.deepEqual(
      routeIncident(labels, rules, 'en').map(({ place }) => place.channel),
      channels,
    );
  });
}

test('routeIncident() takes the target’s language, else the house’s; and knows the console’s workspace', () => {
  const rules = [
    { match: {}, to: [{ adapter: 'slack', channel: 'C1', locale: 'zh-CN' }, { adapter: 'console' }], continue: false },
  ] as const;

  const targets = routeIncident({}, rules, 'en');

  assert.deepEqual(
    targets.map(({ locale }) => locale),
    ['zh-CN', 'en'],
  );
  assert.deepEqual(targets[1]?.place, consolePlace);
});

test('routeIncident() knows a channel under the name that its platform gives it', () => {
  const rules = [{ match: {}, to: [{ adapter: 'feishu', chatId: 'oc_1' }], continue: false }];

  const targets = routeIncident({}, rules, 'zh-CN');

  assert.deepEqual(
    targets.map(({ place }) => [place.adapter, place.channel]),
    [['feishu', 'oc_1']],
  );
});
