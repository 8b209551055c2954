import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseMatchers } from '../../src/analysis/noise/matchers.ts';
import { alertConditions } from '../../src/store/alert-conditions.ts';
import { listSuppressed } from '../../src/store/list-suppressed.ts';
import { suppressions } from '../../src/store/schema/noise-tables.ts';
import { onBoth } from './on-both.ts';
import { sampleSuppressed } from './samples.ts';

const at = (minute: number) => `2026-11-21T02:0${minute}:00.000Z`;

onBoth('listSuppressed()', (given) => {
  it('meets every filter of the list of alerts, newest first, behind a cursor of that list', async () => {
    const tenant = await given().tenant();
    await tenant.suppressions.save([
      sampleSuppressed({ id: 'sup_1', fingerprint: 'a', startsAt: at(1), labels: { alertname: 'Lag', cluster: 'prod-1' } }),
      sampleSuppressed({ id: 'sup_2', fingerprint: 'b', startsAt: at(2), labels: { alertname: 'Cpu', severity: 'critical' } }),
      sampleSuppressed({ id: 'sup_3', fingerprint: 'c', startsAt: at(3), state: 'told', status: 'resolved' }),
    ]);
    const all = { states: ['held', 'told', 'ended'], limit: 10 } as const;
    const ids = async (filter: object) => (await tenant.suppressions.page({ ...all, ...filter })).map(({ id }) => id);

    assert.deepEqual(await ids({}), ['sup_3', 'sup_2', 'sup_1']);
    assert.deepEqual(await ids({ states: ['held', 'ended'] }), ['sup_2', 'sup_1']);
    assert.deepEqual(await ids({ status: 'firing', until: at(1) }), ['sup_1']);
    assert.deepEqual(await ids({ fingerprint: 'c' }), ['sup_3']);
    assert.deepEqual(await ids({ matchers: parseMatchers('cluster=~"prod-.*"') }), ['sup_1']);
    assert.deepEqual(await ids({ severities: ['critical'], q: 'cpu' }), ['sup_2']);
    const cursor = Buffer.from(JSON.stringify([at(2), 'sup_2'])).toString('base64url');
    assert.deepEqual(await ids({ cursor }), ['sup_1']);
    await assert.rejects(tenant.suppressions.page({ ...all, cursor: 'x' }), { kind: 'invalid' });
  });

  it('says nothing for what is not asked', () => {
    assert.equal(alertConditions(suppressions, { limit: 1 }).filter((condition) => condition !== undefined).length, 0);
    assert.equal(typeof listSuppressed, 'function');
  });
});
