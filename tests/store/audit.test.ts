import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';
import { sampleAudit } from './samples.ts';

onBoth('createAuditStore()', (given) => {
  const tenantWithEntries = async (count: number) => {
    const tenant = await given().tenant();
    for (let index = 0; index < count; index += 1) await tenant.audit.append(sampleAudit({ target: `plan_${index}` }));
    return tenant;
  };

  it('chains what it appends and gives it back', async () => {
    const tenant = await tenantWithEntries(0);

    const first = await tenant.audit.append(sampleAudit());
    const second = await tenant.audit.append(sampleAudit({ incidentId: null, at: '2026-11-21T09:02:00+08:00' }));

    assert.deepEqual([first.seq, first.previousHash, second.seq, second.previousHash], [1, '0'.repeat(64), 2, first.hash]);
    assert.match(first.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(await tenant.audit.list({ limit: 10 }), [second, first]);
    assert.equal(second.at, '2026-11-21T01:02:00.000Z');
  });

  it('lists by incident and page', async () => {
    const tenant = await tenantWithEntries(3);
    await tenant.audit.append(sampleAudit({ incidentId: 'inc_2' }));

    const ofIncident = await tenant.audit.list({ incidentId: 'inc_1', limit: 2 });
    const before = await tenant.audit.list({ limit: 10, beforeSeq: 3 });

    assert.deepEqual(
      ofIncident.map((entry) => entry.seq),
      [3, 2],
    );
    assert.deepEqual(
      before.map((entry) => entry.seq),
      [2, 1],
    );
  });

  it('verifies what twenty wrote at once, whatever they wrote', async () => {
    const tenant = await tenantWithEntries(0);
    const odd = {
      nul: 'a\0b',
      half: '\ud800',
      big: 1e21,
      tiny: 1e-7,
      minus: -0,
      none: undefined,
      list: [undefined, { z: 1, a: [] }],
      键: '值',
      '': null,
    };

    await Promise.all(Array.from({ length: 20 }, () => tenant.audit.append(sampleAudit({ details: odd }))));

    assert.deepEqual(await tenant.audit.verify(), { entries: 20, brokenAt: null, reason: null });
  });

  it('walks a chain longer than one batch', async () => {
    const tenant = await given().tenant();
    await tenant.transaction(async (inside) => {
      for (let index = 0; index < 2_100; index += 1) await inside.audit.append(sampleAudit());
    });

    assert.equal((await tenant.audit.verify()).entries, 2_100);
  });

  const damages: readonly [string, string, number, RegExp][] = [
    ['a changed entry', `update zhiban.audit set outcome = 'refused' where seq = 3`, 3, /does not match its hash/],
    ['a moved entry', `update zhiban.audit set tenant_id = 'other' where seq = 3`, 4, /entry 3 is missing/],
    ['a removed entry', 'delete from zhiban.audit where seq = 3', 4, /entry 3 is missing/],
    ['a rewritten entry', `update zhiban.audit set hash = repeat('0', 64) where seq = 3`, 3, /does not match its hash/],
    ['a missing end', 'delete from zhiban.audit where seq >= 4', 4, /entries 4 to 5 are missing/],
    ['a missing beginning', 'delete from zhiban.audit where seq = 1', 2, /entry 1 is missing/],
  ];
  for (const [name, damage, brokenAt, reason] of damages) {
    it(`finds ${name}`, async () => {
      const tenant = await tenantWithEntries(5);
      const ofTenant = `${damage} and tenant_id = '${tenant.tenantId}'`;
      await given().asOwner('alter table zhiban.audit disable trigger all', ofTenant, 'alter table zhiban.audit enable trigger all');

      const found = await tenant.audit.verify();

      assert.equal(found.brokenAt, brokenAt);
      assert.match(found.reason ?? '', reason);
      await given().asOwner(
        'alter table zhiban.audit disable trigger all',
        'delete from zhiban.audit',
        'alter table zhiban.audit enable trigger all',
      );
    });
  }

  it('can not be changed or removed, not even by the owner of the table', async () => {
    const tenant = await tenantWithEntries(1);
    for (const change of [`update zhiban.audit set actor = 'x'`, 'delete from zhiban.audit']) {
      await assert.rejects(given().asApp(tenant.tenantId, change), { kind: 'forbidden' });
      await assert.rejects(given().asOwner(change), { kind: 'forbidden', message: /never changed or removed/ });
    }
    await assert.rejects(given().asOwner('truncate zhiban.audit'), { kind: 'forbidden' });
  });
});
