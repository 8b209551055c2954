/** Rules by version, and what they need to know of alerts. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ruleBookSchema, usualRuleBook } from '../../src/domain/rule-book.ts';
import { createAlertMemoryStore } from '../../src/store/alert-memory.ts';
import { alertKey, placeKey } from '../../src/store/merge-alert.ts';
import { createRuleBookStore } from '../../src/store/rule-books.ts';
import { onBoth } from './on-both.ts';
import { sampleAlert, sampleIncident, sampleSuppressed } from './samples.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString();
const ms = (hour: number) => Date.UTC(2026, 10, 21, hour);
const name = (fingerprint: string, source = 'alertmanager') => ({ groupKey: 'g', source, fingerprint });

onBoth(`${createRuleBookStore.name}() and ${createAlertMemoryStore.name}()`, (given) => {
  it('keep every version, the newest in force, and let nobody save over another', async () => {
    const { ruleBooks } = await given().tenant();
    const book = ruleBookSchema.parse({ recurrence: { reopenMinutes: 5 } });
    const saved = { book, comment: 'shorter', savedBy: 'Li', savedAt: at(1) };

    assert.deepEqual(await ruleBooks.current(), { version: 0, book: usualRuleBook, comment: '', savedBy: 'zhiban', savedAt: null });
    assert.deepEqual(await ruleBooks.save(saved, 0), { version: 1, ...saved });
    const race = await Promise.allSettled([ruleBooks.save({ ...saved, comment: 'a' }, 1), ruleBooks.save({ ...saved, comment: 'b' }, 1)]);

    assert.deepEqual(race.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await assert.rejects(ruleBooks.save(saved, 0), { kind: 'conflict', message: /version 2 now, saved by Li/ });
    assert.deepEqual(
      (await ruleBooks.list(10)).map(({ version }) => version),
      [2, 1],
    );
    assert.equal((await ruleBooks.get(1))?.comment, 'shorter');
    assert.equal(await ruleBooks.get(9), null);
  });

  it('remember how an alert changed, by its source and fingerprint', async () => {
    const { alertMemory } = await given().tenant();
    const row = { status: 'resolved', startsAt: at(1), changes: [ms(2), ms(3)], flappingSince: null } as const;
    await alertMemory.saveChanges([
      { ...name('f1'), ...row },
      { ...name('f1', 'zabbix'), ...row, changes: [ms(1)] },
    ]);
    await alertMemory.saveChanges([{ ...name('f1'), ...row, status: 'firing', flappingSince: at(3) }]);

    assert.deepEqual(
      [...(await alertMemory.changesOf([name('f1'), name('f2')]))],
      [[placeKey(name('f1')), { ...row, status: 'firing', flappingSince: at(3) }]],
    );
    await alertMemory.forgetChangesBefore(ms(2));
    assert.equal((await alertMemory.changesOf([name('f1'), name('f1', 'zabbix')])).size, 1);
  });

  it('find what inhibits under a key while it holds', async () => {
    const { alertMemory } = await given().tenant();
    const one = { ...name('f1'), ruleId: 'r', key: 'k', isTarget: false, title: 'HostDown', endsAt: null };
    await alertMemory.addInhibitors([one, { ...one, ...name('f2'), endsAt: at(2) }, { ...one, ruleId: 'other' }, { ...one, key: 'else' }]);
    await alertMemory.addInhibitors([one]);
    const find = async (hour: number) =>
      (await alertMemory.inhibitorsOf([{ ruleId: 'r', key: 'k' }], ms(hour))).map(({ fingerprint }) => fingerprint).sort();

    assert.deepEqual([await find(1), await find(2)], [['f1', 'f2'], ['f1']]);
    assert.deepEqual((await alertMemory.removeInhibitors([name('f1')])).toSorted(), ['other', 'r']);
    assert.deepEqual(await find(1), ['f2']);
    await alertMemory.clearInhibitors();
    assert.deepEqual(await find(1), []);
  });

  it('forget what inhibits by what fires in one incident', async () => {
    const { alertMemory, incidents, alerts } = await given().tenant();
    await incidents.create(sampleIncident({ id: 'inc_yy', groupKey: 'Y' }));
    const ofIncident = (fingerprint: string, status: 'firing' | 'resolved') =>
      sampleAlert({ ...name(fingerprint), status, endsAt: status === 'firing' ? null : at(1), groupKey: 'Y' });
    await alerts.upsert('inc_yy', [ofIncident('f1', 'firing'), ofIncident('f2', 'resolved')], at(1));
    const one = { ...name('f1'), ruleId: 'r', key: 'k', isTarget: false, title: 'HostDown', endsAt: null };
    await alertMemory.addInhibitors([one, { ...one, ruleId: 'other' }, ...['f2', 'f3'].map((each) => ({ ...one, ...name(each) }))]);
    await alertMemory.addInhibitors([{ ...one, ...name('f1', 'zabbix') }]);

    assert.deepEqual((await alertMemory.removeInhibitorsOf('inc_yy')).toSorted(), ['other', 'r']);

    const left = await alertMemory.inhibitorsOf([{ ruleId: 'r', key: 'k' }], ms(1));
    assert.deepEqual(left.map(({ source, fingerprint }) => `${source} ${fingerprint}`).toSorted(), [
      `${name('f2').source} f2`,
      `${name('f3').source} f3`,
      'zabbix f1',
    ]);
  });

  it('page through what came in, told or not, and know where alerts fire', async () => {
    const tenant = await given().tenant();
    const { alertMemory } = tenant;
    await tenant.incidents.create(sampleIncident({ id: 'inc_zz', groupKey: 'G' }));
    await tenant.alerts.upsert(
      'inc_zz',
      ['f1', 'f2', 'f3'].map((fingerprint) => sampleAlert({ fingerprint, groupKey: 'G' })),
      at(1),
    );
    await tenant.suppressions.save([
      sampleSuppressed({ id: 'sup_z1', fingerprint: 'f4' }),
      sampleSuppressed({ id: 'sup_z2', fingerprint: 'f3', state: 'told', closedAt: at(3) }),
      sampleSuppressed({ id: 'sup_z3', fingerprint: 'f5', state: 'ended', closedAt: at(3) }),
    ]);
    const seen: string[] = [];
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page: Awaited<ReturnType<typeof alertMemory.storedSince>> = await alertMemory.storedSince(0, cursor, 2);
      seen.push(...page.alerts.map(({ fingerprint }) => fingerprint));
      cursor = page.cursor;
    }

    assert.deepEqual(seen, ['f1', 'f2', 'f3', 'f4', 'f5']);
    assert.deepEqual([...(await alertMemory.groupsOfOpen([sampleAlert()]))], [[alertKey(sampleAlert()), ['G']]]);
    assert.equal(await alertMemory.countHeld('s1', 'group-1', at(2)), 3);
  });
});
