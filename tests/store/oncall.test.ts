import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { OverrideRecord } from '../../src/store/oncall-contract.ts';
import { onBoth } from './on-both.ts';

const override: Omit<OverrideRecord, 'id'> = {
  ...{ scheduleId: 'primary', personId: 'li', insteadOf: null, reason: '', state: 'active', code: null, uid: null, by: 'li' },
  ...{ from: '2026-12-01T20:00:00.000Z', to: '2026-12-02T08:00:00.000Z', at: '2026-11-28T10:00:00.000Z' },
};
const whole = [Date.UTC(2026, 11, 1), Date.UTC(2026, 11, 3)] as const;

onBoth('createOncallStore()', (given) => {
  it('finds what touches a span and counts, in the order in which it began to', async () => {
    const { oncall } = await given().tenant();
    const first = await oncall.addOverride({ ...override, personId: 'first' });
    await oncall.addOverride({ ...override, state: 'waiting', code: 'ABCD' });
    const second = await oncall.addOverride({ ...override, personId: 'second', at: '2026-11-28T11:00:00.000Z' });

    assert.deepEqual(await oncall.overridesIn(...whole), [first, second]);
    assert.deepEqual(await oncall.overridesIn(Date.UTC(2026, 11, 1), Date.parse(override.from)), []);
    assert.deepEqual(await oncall.overridesIn(Date.parse(override.to), Date.UTC(2026, 11, 3)), []);
  });

  it('counts from the word of who asked for it, once and in time', async () => {
    const { oncall } = await given().tenant();
    await oncall.addOverride({ ...override, state: 'waiting', code: 'ABCD' });
    const asked = Date.parse(override.at);

    assert.equal(await oncall.confirm('sam', 'ABCD', asked), null);
    assert.equal(await oncall.confirm('li', 'ABCE', asked), null);
    assert.equal(await oncall.confirm('li', 'ABCD', asked + 1), null);
    const [one, other] = await Promise.all([oncall.confirm('li', 'ABCD', asked), oncall.confirm('li', 'ABCD', asked)]);
    assert.equal([one, other].filter((each) => each?.state === 'active' && each.code === null).length, 1);
    assert.equal((await oncall.overridesIn(...whole)).length, 1);
  });

  it('removes once, and forgets what nobody confirmed', async () => {
    const { oncall } = await given().tenant();
    const { id } = await oncall.addOverride(override);
    const waiting = await oncall.addOverride({ ...override, state: 'waiting', code: 'ABCD' });

    assert.equal((await oncall.removeOverride(id))?.state, 'removed');
    assert.equal(await oncall.removeOverride(id), null);
    await oncall.forgetWaiting(Date.parse(override.at) + 1);
    assert.equal(await oncall.override(waiting.id), null);
    assert.equal((await oncall.override(id))?.state, 'removed');
  });

  it('has one active override of a calendar’s entry', async () => {
    const { oncall } = await given().tenant();
    const { id } = await oncall.addOverride({ ...override, uid: 'entry@calendar' });

    await assert.rejects(oncall.addOverride({ ...override, uid: 'entry@calendar' }), { kind: 'conflict' });
    await oncall.removeOverride(id);
    await oncall.addOverride({ ...override, uid: 'entry@calendar' });
  });

  it('finds a feed by the hash of its secret, until it is taken away', async () => {
    const { oncall } = await given().tenant();
    const feed = await oncall.addFeed({ tokenHash: 'h', scheduleId: null, personId: 'li', locale: 'en', at: override.at, by: 'li' });

    assert.deepEqual(await oncall.feedOf('h'), feed);
    assert.deepEqual(await oncall.feeds(), [feed]);
    assert.deepEqual(await oncall.removeFeed(feed.id), feed);
    assert.equal(await oncall.feedOf('h'), null);
    assert.equal(await oncall.removeFeed(feed.id), null);
  });
});
