import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import { sampleDetectionEvent, sampleDetectionRun, sampleDetectionSeries } from './detection-samples.ts';
import { onBoth } from './on-both.ts';

const at = '2026-11-21T01:00:00.000Z';
const noHost = { kind: 'away', text: sameText('no such host') } as const;
const later = '2026-11-21T02:00:00.000Z';

onBoth('createDetectionStore()', (given) => {
  it('keeps the last of a run and of a series', async () => {
    const { detections } = await given().tenant();
    await detections.saveRun(sampleDetectionRun());
    await detections.saveSeries([sampleDetectionSeries(), sampleDetectionSeries({ key: 'k2', name: 'a' })]);

    await detections.saveRun(sampleDetectionRun({ error: noHost, warnings: [noHost], pressure: 1.25 }));
    await detections.saveSeries([sampleDetectionSeries({ value: 9, state: 'unusual', reason: sameText('high'), lastAt: later })]);
    await detections.forgetSeries('d', later);

    assert.deepEqual(await detections.runs(), [sampleDetectionRun({ error: noHost, warnings: [noHost], pressure: 1.25 })]);
    assert.deepEqual(await detections.series('d'), [
      sampleDetectionSeries({ value: 9, state: 'unusual', reason: sameText('high'), lastAt: later }),
    ]);
    assert.deepEqual(await detections.series('other'), []);
  });

  it('keeps samples by day, and forgets old days', async () => {
    const { detections } = await given().tenant();
    const [day, next] = [Date.UTC(2026, 10, 20, 23, 59), Date.UTC(2026, 10, 21, 0, 1)];
    for (const timeMs of [day, next]) {
      await detections.addSamples('d', [
        { name: 'b', timeMs, value: 2 },
        { name: 'a', timeMs, value: 1 },
      ]);
    }

    const all = await detections.samples('d', day);
    const newest = await detections.samples('d', next);
    await detections.forgetBefore({ events: at, samplesDay: '2026-11-21' });

    assert.deepEqual(
      all.map(({ name, timeMs, value }) => [name, timeMs, value]),
      [
        ['a', day, 1],
        ['a', next, 1],
        ['b', day, 2],
        ['b', next, 2],
      ],
    );
    assert.equal(newest.length, 2);
    assert.equal((await detections.samples('d', 0)).length, 2);
  });

  it('knows what goes on, what the budget counts, and what people think; a mark can be taken back', async () => {
    const { detections } = await given().tenant();
    await detections.begin(sampleDetectionEvent());
    await detections.begin(sampleDetectionEvent({ odds: 99 }));
    await detections.begin(sampleDetectionEvent({ id: 'det_2', seriesKey: 'b', outcome: 'budget', openedAt: null, isLead: false }));
    await detections.begin(sampleDetectionEvent({ id: 'det_3', seriesKey: 'c', outcome: 'threshold', openedAt: null, isLead: false }));
    await detections.change('det_1', { incidentId: 'inc_1', odds: 7 });
    await detections.change('det_3', { endedAt: later });
    const mark = { mark: 'useless' as const, personId: 'li', personName: '李华', at: later };

    const marked = await detections.mark('inc_1', mark);

    assert.deepEqual(
      (await detections.going('d')).map(({ id, odds }) => [id, odds]),
      [
        ['det_1', 7],
        ['det_2', 4],
      ],
    );
    assert.deepEqual(await detections.countsSince(at), [{ detectionId: 'd', opened: 1, budget: 1, threshold: 1 }]);
    assert.deepEqual(await detections.countsSince(later), []);
    assert.deepEqual(marked, [sampleDetectionEvent({ incidentId: 'inc_1', odds: 7, mark })]);
    assert.equal((await detections.marked('d', at)).length, 1);
    assert.deepEqual((await detections.events({ incidentId: 'inc_1', limit: 5 }))[0]?.mark, mark);
    await detections.mark('inc_1', null);
    assert.deepEqual(await detections.marked('d', at), []);
    await detections.forgetBefore({ events: '2026-12-01T00:00:00.000Z', samplesDay: '2026-01-01' });
    assert.equal((await detections.events({ limit: 9 })).length, 2);
  });

  it('lets one transaction after the other decide', async () => {
    const tenant = await given().tenant();
    const order: string[] = [];
    const decide = (name: string) =>
      tenant.transaction(async (inside) => {
        await inside.detections.lock();
        order.push(`${name} in`);
        await inside.detections.runs();
        order.push(`${name} out`);
      });

    await Promise.all([decide('a'), decide('b')]);

    assert.ok(['a in,a out,b in,b out', 'b in,b out,a in,a out'].includes(order.join()), order.join());
  });
});
