import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseMatchers } from '../../src/analysis/noise/matchers.ts';
import { type IncomingAlert, severityOf } from '../../src/domain/alert.ts';
import type { AlertFilter } from '../../src/store/alert-contract.ts';
import type { TenantStore } from '../../src/store/contract.ts';
import { onBoth } from './on-both.ts';
import { sampleIncident, sampleSuppressed } from './samples.ts';

const at = (minute: number) => `2026-11-21T02:${String(minute).padStart(2, '0')}:00.000Z`;
const alertOf = (minute: number, labels: Readonly<Record<string, string>>, change: Partial<IncomingAlert> = {}): IncomingAlert => ({
  ...{ source: 'alertmanager', fingerprint: JSON.stringify(labels), groupKey: 'g', status: 'firing', labels, annotations: {} },
  ...{ startsAt: at(minute), endsAt: null, generatorUrl: null },
  ...change,
});

onBoth('listAlerts()', (given) => {
  const fill = async (): Promise<TenantStore> => {
    const tenant = await given().tenant();
    const shop = await tenant.incidents.create(sampleIncident({ id: 'inc_shop', groupKey: 'shop', systemIds: ['redis-main'] }));
    const pay = await tenant.incidents.create(sampleIncident({ id: 'inc_pay', groupKey: 'pay', systemIds: [] }));
    const alerts = [
      alertOf(1, { alertname: 'CpuHigh', service: 'shop', severity: 'critical', instance: 'api-01' }),
      alertOf(2, { alertname: 'DiskFull', service: 'shop', severity: 'warning' }, { annotations: { summary: '磁盘已满 100%' } }),
      alertOf(3, { alertname: 'CpuHigh', service: 'shop', severity: 'info' }, { status: 'resolved', endsAt: at(9) }),
    ];
    await tenant.alerts.upsert(shop.id, alerts, at(10));
    await tenant.alerts.upsert(pay.id, [alertOf(4, { alertname: 'Lag', topic: 'pay' }, { source: 'zabbix' })], at(10));
    return tenant;
  };
  const minutes = async (tenant: TenantStore, filter: Partial<AlertFilter>) =>
    (await tenant.alerts.list({ limit: 50, ...filter })).items.map(({ startsAt }) => Number(startsAt.slice(14, 16)));

  it('gives the newest first, with the code of the incident, and meets every filter that is given', async () => {
    const tenant = await fill();
    const cases: readonly (readonly [Partial<AlertFilter>, readonly number[]])[] = [
      [{}, [4, 3, 2, 1]],
      [{ status: 'firing' }, [4, 2, 1]],
      [{ status: 'resolved' }, [3]],
      [{ severities: ['critical', 'info'] }, [3, 1]],
      [{ source: 'zabbix' }, [4]],
      [{ since: at(2), until: at(3) }, [3, 2]],
      [{ incidentId: 'inc_pay' }, [4]],
      [{ systemId: 'redis-main' }, [3, 2, 1]],
      [{ matchers: parseMatchers('alertname="CpuHigh"'), status: 'firing' }, [1]],
      [{ matchers: parseMatchers('service!="shop"') }, [4]],
      [{ matchers: parseMatchers('alertname=~"Cpu.*|Lag"') }, [4, 3, 1]],
      [{ matchers: parseMatchers('alertname=~"(?i)cpu.*"') }, [3, 1]],
      [{ matchers: parseMatchers('alertname!~"Cpu.*"') }, [4, 2]],
      [{ matchers: parseMatchers('alertname=~"Cpu.*"') }, [3, 1]],
      [{ matchers: parseMatchers('alertname=~".*u.+h"') }, [3, 1]],
      [{ matchers: parseMatchers('alertname=~"CpuHigh.+"') }, []],
      [{ matchers: parseMatchers('alertname=~"Cpu_.*"') }, []],
      [{ matchers: parseMatchers('alertname=~"%.*"') }, []],
      [{ matchers: parseMatchers('alertname=~"Cpu.igh"') }, [3, 1]],
      [{ matchers: parseMatchers('alertname!~".*u.+"') }, [4]],
      [{ matchers: parseMatchers('topic=~".*"') }, [4, 3, 2, 1]],
      [{ matchers: parseMatchers('topic=~".+"') }, [4]],
      [{ q: 'API_01' }, []],
      [{ matchers: parseMatchers('topic=""') }, [3, 2, 1]],
      [{ q: 'cpu API-01' }, [1]],
      [{ q: '磁盘 100%' }, [2]],
      [{ q: 'nothing like it' }, []],
    ];
    for (const [filter, expected] of cases) assert.deepEqual(await minutes(tenant, filter), expected, JSON.stringify(filter));

    const [newest] = (await tenant.alerts.list({ limit: 1 })).items;
    assert.equal(newest?.incidentCode, (await tenant.incidents.get('inc_pay'))?.code);
  });

  it('goes on behind the last one, and refuses what it can not read', async () => {
    const tenant = await fill();
    const first = await tenant.alerts.list({ limit: 3 });
    const second = await tenant.alerts.list({ limit: 3, cursor: first.nextCursor ?? '' });

    assert.deepEqual([first.items.length, second.items.map(({ startsAt }) => startsAt), second.nextCursor], [3, [at(1)], null]);
    await assert.rejects(tenant.alerts.list({ limit: 3, cursor: 'x' }), { kind: 'invalid' });
    await assert.rejects(tenant.alerts.list({ limit: 3, matchers: parseMatchers('a=~"\\\\pL"') }), { kind: 'invalid' });
  });

  it('reads severities as severityOf() does', async () => {
    const tenant = await given().tenant();
    const { id } = await tenant.incidents.create(sampleIncident({ id: 'inc_all', groupKey: 'all' }));
    const spelled = ['CRITICAL', 'p1', 'High', '严重', 'P4', 'none', '提示', 'warning', 'p2', 'odd', ''];
    const alerts = ['severity', 'priority', 'level'].flatMap((name) =>
      spelled.map((value) => alertOf(1, { alertname: 'A', [name]: value })),
    );
    await tenant.alerts.upsert(id, [...alerts, alertOf(1, { alertname: 'bare' })], at(1));

    const kept = [...alerts, alertOf(1, { alertname: 'bare' })].map((alert, index) => sampleSuppressed({ ...alert, id: `sup_${index}` }));
    await tenant.suppressions.save(kept);

    for (const severity of ['critical', 'warning', 'info'] as const) {
      const { items } = await tenant.alerts.list({ severities: [severity], limit: 200 });
      assert.ok(items.length > 0);
      assert.deepEqual([...new Set(items.map(({ labels }) => severityOf(labels)))], [severity]);
      const rows = await tenant.suppressions.page({ severities: [severity], states: ['held'], limit: 200 });
      assert.equal(rows.length, items.length);
    }
  });
});
