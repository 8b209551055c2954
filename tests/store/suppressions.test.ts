import assert from 'node:assert/strict';
import { it } from 'node:test';
import { alertKey, placeKey } from '../../src/store/merge-alert.ts';
import { onBoth } from './on-both.ts';
import { sampleAlert, sampleIncident, sampleSuppressed } from './samples.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString();

onBoth('createSuppressionStore()', (given) => {
  it('meets what is held, with the revision, which every change of the rules grows', async () => {
    const { suppressions } = await given().tenant();
    await suppressions.save([sampleSuppressed(), sampleSuppressed({ id: 'sup_2', fingerprint: 'f2', state: 'told', closedAt: at(3) })]);

    const before = await suppressions.meet([sampleAlert(), sampleAlert({ fingerprint: 'f2' }), sampleAlert({ fingerprint: 'f3' })]);
    await suppressions.bumpRevision();
    await suppressions.bumpRevision();
    const after = await suppressions.meet([sampleAlert({ fingerprint: 'f9' })]);

    assert.deepEqual([before.revision, [...before.held]], [0, [[placeKey(sampleAlert()), sampleSuppressed()]]]);
    assert.deepEqual([after.revision, after.held.size, await suppressions.revision()], [2, 0, 2]);
  });

  it('holds an alert once, and updates its row', async () => {
    const { suppressions } = await given().tenant();
    await suppressions.save([sampleSuppressed()]);
    await suppressions.save([sampleSuppressed({ repeats: 4, reasons: [], recheckAt: null })]);

    assert.deepEqual(await suppressions.list({ limit: 10 }), [sampleSuppressed({ repeats: 4, reasons: [], recheckAt: null })]);
    await assert.rejects(suppressions.save([sampleSuppressed({ id: 'sup_2' })]));
  });

  it('gives what is due, and what is to be looked at again', async () => {
    const { suppressions } = await given().tenant();
    await suppressions.save([
      sampleSuppressed(),
      sampleSuppressed({ id: 'sup_2', fingerprint: 'f2', recheckAt: null, endsAt: at(5) }),
      sampleSuppressed({
        id: 'sup_3',
        fingerprint: 'f3',
        recheckAt: null,
        reasons: [{ ...sampleSuppressed().reasons[0], id: 's2' }] as never,
      }),
      sampleSuppressed({ id: 'sup_4', fingerprint: 'f4', recheckAt: at(1), state: 'ended', closedAt: at(1) }),
    ]);
    const due = async (hour: number) => (await suppressions.due(Date.parse(at(hour)), 10)).map(({ id }) => id);

    assert.deepEqual([await due(4), await due(5), await due(9)], [[], ['sup_2'], ['sup_1', 'sup_2']]);
    await suppressions.recheck('s2', Date.parse(at(4)));
    assert.deepEqual(await due(4), ['sup_3']);
  });

  it('lists by state, kind, cause and words, and counts', async () => {
    const { suppressions } = await given().tenant();
    const [reason] = sampleSuppressed().reasons;
    assert.ok(reason);
    await suppressions.save([
      sampleSuppressed(),
      sampleSuppressed({
        id: 'sup_2',
        fingerprint: 'f2',
        labels: { alertname: '50%_full' },
        reasons: [reason, { ...reason, kind: 'maintenance', id: 'w' }],
      }),
      sampleSuppressed({
        id: 'sup_3',
        fingerprint: 'f3',
        state: 'ended',
        since: at(1),
        reasons: [{ ...reason, kind: 'inhibition', id: 'i' }],
      }),
    ]);
    const ids = async (filter: object) => (await suppressions.list({ limit: 10, ...filter })).map(({ id }) => id);

    assert.deepEqual(await ids({ states: ['held'] }), ['sup_2', 'sup_1']);
    assert.deepEqual(await ids({ kind: 'maintenance' }), ['sup_2']);
    assert.deepEqual(await ids({ causeId: 'i' }), ['sup_3']);
    assert.deepEqual(await ids({ q: 'f3' }), ['sup_3']);
    assert.deepEqual(await ids({ q: 'EXHAUSTED toomany' }), ['sup_3', 'sup_1']);
    assert.deepEqual(await ids({ q: '0%_f' }), ['sup_2']);
    assert.deepEqual(await ids({ q: '5_' }), []);
    assert.deepEqual(await ids({ since: at(2) }), ['sup_2', 'sup_1']);
    assert.deepEqual([...(await suppressions.heldByCause())].sort(), [
      ['s1', 2],
      ['w', 1],
    ]);
    assert.deepEqual(await suppressions.countSince(at(1)), { silence: 2, inhibition: 1 });
  });

  it('knows what people were told of', async () => {
    const tenant = await given().tenant();
    await tenant.incidents.create(sampleIncident());
    await tenant.alerts.upsert('inc_1', [sampleAlert(), sampleAlert({ fingerprint: 'f2', status: 'resolved', endsAt: at(3) })], at(3));

    const told = await tenant.suppressions.toldIn('inc_1', [sampleAlert(), sampleAlert({ fingerprint: 'f2' })]);

    assert.deepEqual([...told], [alertKey(sampleAlert())]);
  });
});
