import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import type { NewTimelineEntry } from '../../src/store/timeline-contract.ts';
import { onBoth } from './on-both.ts';

const entry = (change: Partial<NewTimelineEntry> = {}): NewTimelineEntry => ({
  ...{ incidentId: 'inc_1', at: '2026-11-21T01:00:00.000Z', kind: 'note', text: sameText('a'), actor: 'li' },
  ...change,
});

onBoth('createTimelineStore()', (given) => {
  it('gives the last entries, oldest first', async () => {
    const tenant = await given().tenantWithIncident();
    for (const text of ['one', 'two', 'three']) await tenant.timeline.add(entry({ text: sameText(text), evidenceIds: ['ev_1'] }));
    await tenant.timeline.add(entry({ text: sameText('earlier'), at: '2026-11-21T00:59:00Z' }));

    const last = await tenant.timeline.ofIncident('inc_1', 3);

    assert.deepEqual(
      last.map((each) => each.text.en),
      ['one', 'two', 'three'],
    );
    assert.deepEqual(last[0], { ...entry({ text: sameText('one'), evidenceIds: ['ev_1'] }), id: last[0]?.id });
    assert.equal((await tenant.timeline.ofIncident('inc_1', 10))[0]?.text.en, 'earlier');
  });

  it('adds several at once', async () => {
    const tenant = await given().tenantWithIncident();

    await tenant.timeline.addMany([]);
    await tenant.timeline.addMany(['one', 'two', 'one'].map((key) => entry({ key, text: sameText(key) })));

    assert.deepEqual(
      (await tenant.timeline.ofIncident('inc_1', 10)).map((each) => each.text.en),
      ['one', 'two'],
    );
    assert.equal((await tenant.events.after(0, 50)).filter((event) => event.kind === 'timeline').length, 2);
  });

  it('writes the same key once, of twenty at once, and tells of it once', async () => {
    const tenant = await given().tenantWithIncident();

    await Promise.all(Array.from({ length: 20 }, () => tenant.timeline.add(entry({ key: 'opened' }))));

    assert.equal((await tenant.timeline.ofIncident('inc_1', 50)).length, 1);
    const events = (await tenant.events.after(0, 50)).filter((event) => event.kind === 'timeline');
    assert.deepEqual(
      events.map((event) => [event.incidentId, event.payload.kind]),
      [['inc_1', 'note']],
    );
  });

  it('refuses an entry of no incident', async () => {
    const tenant = await given().tenant();

    await assert.rejects(tenant.timeline.add(entry()), { kind: 'not-found' });
  });
});
