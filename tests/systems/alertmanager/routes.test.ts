import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mutingOf, readRouting } from '../../../src/systems/alertmanager/routes.ts';

const saturday = Date.parse('2026-11-28T14:00:00Z');
const routing = readRouting({
  route: {
    receiver: 'oncall',
    routes: [
      { matchers: ['team="web"'], mute_time_intervals: ['weekend'], routes: [{ match: { severity: 'critical' } }] },
      { matchers: ['team=~"db|cache"'], active_time_intervals: ['office'], continue: true },
      { match_re: { team: 'db' }, mute_time_intervals: ['weekend', 'none'] },
    ],
  },
  time_intervals: [{ name: 'office', time_intervals: [{ weekdays: ['monday:friday'] }] }],
  mute_time_intervals: [{ name: 'weekend', time_intervals: [{ weekdays: ['saturday', 'sunday'] }] }],
});

describe('routes of Alertmanager', () => {
  const cases: readonly { readonly labels: Readonly<Record<string, string>>; readonly muting: unknown }[] = [
    { labels: { team: 'web' }, muting: { interval: 'weekend', by: 'mute' } },
    // A route below does not inherit what mutes the one above.
    { labels: { team: 'web', severity: 'critical' }, muting: null },
    { labels: { team: 'cache' }, muting: { interval: 'office', by: 'active' } },
    { labels: { team: 'db' }, muting: { interval: 'office', by: 'active' } },
    { labels: { team: 'ops' }, muting: null },
  ];
  for (const { labels, muting } of cases)
    it(`mutingOf() walks the tree for ${JSON.stringify(labels)}`, () =>
      assert.deepEqual(mutingOf(routing ?? assert.fail(), { ...labels }, saturday), muting));

  it('readRouting() reads no configuration as none', () => assert.equal(readRouting(null), null));
});
