import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncidentFilter, TenantStore } from '../../src/store/contract.ts';
import { onBoth } from './on-both.ts';
import { sampleIncident } from './samples.ts';

onBoth('listIncidents()', (given) => {
  const seeded = async () => {
    const tenant = await given().tenant();
    const titles = ['orders-db: connections exhausted', '支付服务 延迟升高', 'Disk 100% full on web_1', 'webX1 is slow'];
    for (const [index, title] of titles.entries()) {
      const startedAt = `2026-11-21T0${index}:00:00.000Z`;
      await tenant.incidents.create(
        sampleIncident({
          id: `inc_${index}`,
          title,
          startedAt,
          systemIds: [`system-${index}`],
          question: index === 1 ? 'Why is Checkout slow?' : null,
        }),
      );
    }
    await tenant.incidents.moveStatus('inc_0', ['triggered'], 'resolved', {});
    return tenant;
  };
  const ids = async (tenant: TenantStore, filter: Partial<IncidentFilter>) =>
    (await tenant.incidents.list({ limit: 50, ...filter })).items.map((incident) => incident.id);

  it('filters by status, time, system and words', async () => {
    const tenant = await seeded();
    const cases: readonly [Partial<IncidentFilter>, readonly string[]][] = [
      [{}, ['inc_3', 'inc_2', 'inc_1', 'inc_0']],
      [{ status: ['resolved'] }, ['inc_0']],
      [{ status: ['triggered', 'acknowledged'] }, ['inc_3', 'inc_2', 'inc_1']],
      [{ status: [] }, []],
      [{ since: '2026-11-21T02:00:00Z' }, ['inc_3', 'inc_2']],
      [{ systemId: 'system-2' }, ['inc_2']],
      [{ q: 'CONNECTIONS orders' }, ['inc_0']],
      [{ q: '延迟' }, ['inc_1']],
      [{ q: 'checkout' }, ['inc_1']],
      [{ q: 'zb-3' }, ['inc_2']],
      [{ q: '100%' }, ['inc_2']],
      [{ q: 'web_1' }, ['inc_2']],
      [{ q: "o'r \\ \0" }, []],
      [{ q: '  ' }, ['inc_3', 'inc_2', 'inc_1', 'inc_0']],
    ];
    for (const [filter, expected] of cases) assert.deepEqual(await ids(tenant, filter), expected, JSON.stringify(filter));
  });

  it('goes through all pages without a gap or a repeat, also among equal times', async () => {
    const tenant = await given().tenant();
    for (let index = 0; index < 25; index += 1) await tenant.incidents.create(sampleIncident({ id: `inc_${index}` }));

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await tenant.incidents.list({ limit: 10, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map((incident) => incident.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);

    assert.equal(seen.length, 25);
    assert.equal(new Set(seen).size, 25);
  });

  it('refuses a cursor that it did not give', async () => {
    const tenant = await given().tenant();
    for (const cursor of ['x', '', Buffer.from('["now",1]').toString('base64url')]) {
      await assert.rejects(tenant.incidents.list({ limit: 10, cursor }), { kind: 'invalid' });
    }
  });
});
