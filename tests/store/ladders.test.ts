import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';
import { sampleLadder, samplePage } from './samples.ts';

const laterMs = Date.UTC(2026, 10, 21, 3);

onBoth('createLadderStore()', (given) => {
  it('keeps one ladder an incident, and finds those that are late', async () => {
    const { ladders } = await given().tenant();
    await ladders.save(sampleLadder());
    await ladders.save(sampleLadder({ incidentId: 'inc_2', nextAt: '2026-11-21T01:00:00.000Z' }));
    await ladders.save(sampleLadder({ incidentId: 'inc_3', nextAt: null, state: 'ended', end: 'taken' }));
    await ladders.save(sampleLadder({ step: 2 }));

    assert.deepEqual(await ladders.get('inc_1'), sampleLadder({ step: 2 }));
    assert.deepEqual(await ladders.lock('inc_9'), null);
    assert.deepEqual(await ladders.overdue(laterMs, 10), ['inc_2', 'inc_1']);
    assert.deepEqual(await ladders.overdue(Date.UTC(2026, 10, 21, 1, 30), 10), ['inc_2']);
  });

  it('finds those that are paused, and keeps why a step called nobody for each reason beside the call itself', async () => {
    const { ladders } = await given().tenant();
    await ladders.save(sampleLadder());
    await ladders.save(sampleLadder({ incidentId: 'inc_2', heldUntil: '2026-11-21T03:00:00.000Z', heldBy: 'Li' }));
    const nobody = { personId: null, slot: null, state: 'skipped' } as const;
    const silenced = samplePage({ ...nobody, reason: 'silenced' });
    await ladders.addPages([silenced, samplePage({ ...nobody, reason: 'quiet-hours' })]);
    await ladders.addPages([silenced, samplePage()]);

    assert.deepEqual(await ladders.held(10), ['inc_2']);
    const reasons = (await ladders.pagesOf('inc_1', 10)).map(({ reason }) => reason);
    assert.deepEqual(reasons, ['silenced', 'quiet-hours', null]);
  });

  it('writes the call of a person by a step once', async () => {
    const { ladders } = await given().tenant();
    await ladders.addPages([samplePage(), samplePage({ personId: 'sam' })]);
    await ladders.addPages([samplePage(), samplePage({ personId: null }), samplePage({ step: 1 })]);
    await ladders.addPages([samplePage({ personId: null })]);

    const made = await ladders.pagesOf('inc_1', 10);
    assert.deepEqual(
      made.map(({ step, personId }) => [step, personId]),
      [
        [0, 'li'],
        [0, 'sam'],
        [0, null],
        [1, 'li'],
      ],
    );
    assert.equal((await ladders.pagesBetween(Date.parse(samplePage().at), laterMs, 3)).length, 3);
    assert.deepEqual(await ladders.pagesBetween(laterMs, laterMs + 1, 3), []);
  });

  it('gives a page that waits to one sender until its lease ends, and never again once it has an end', async () => {
    const { ladders } = await given().tenant();
    await ladders.addPages(['a', 'b', 'c'].map((personId) => samplePage({ personId, state: 'waiting' })));
    const claims = await Promise.all([ladders.claimPages(10, laterMs, 1_000), ladders.claimPages(10, laterMs, 1_000)]);
    const [sent, put, refused] = claims.flat();
    assert.ok(sent && put && refused);
    assert.equal(claims.flat().length, 3);

    await ladders.pageSent(sent.id);
    await ladders.retryPage(put.id, laterMs + 5_000, 'busy');
    await ladders.endPage(refused.id, 'refused', 'refused', 'no such number');

    assert.deepEqual(await ladders.claimPages(10, laterMs + 4_000, 1_000), []);
    const [again] = await ladders.claimPages(10, laterMs + 5_000, 1_000);
    assert.deepEqual([again?.id, again?.attempts, again?.detail], [put.id, 2, 'busy']);
    const ends = (await ladders.pagesOf('inc_1', 10)).map(({ state, reason, detail }) => [state, reason, detail]);
    assert.deepEqual(ends.toSorted(), [
      ['refused', 'refused', 'no such number'],
      ['sent', null, null],
      ['waiting', null, 'busy'],
    ]);
  });
});
