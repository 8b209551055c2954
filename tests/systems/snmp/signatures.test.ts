import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { snmpKind } from '../../../src/systems/snmp/system.ts';
import { diagnoseSystem } from '../../support/diagnose.ts';
import { type Snmpd, snmpClient, snmpdMissing, startSnmpd } from './scene.ts';

const table = '1.3.6.1.2.1.2.2.1';
const loopback = 1;
const sensor = '1.3.6.1.2.1.99.1.1.1';
const name = '1.3.6.1.2.1.47.1.1.1.1.7';
const healthy = ['device', 'interfaces', 'sensors'];

describe('snmpSignatures', { skip: snmpdMissing ?? false }, () => {
  let snmpd: Snmpd;
  before(async () => {
    snmpd = await startSnmpd();
    // The first look at counters takes two, with a pause; those after compare with it.
    await snmpd.diagnose({ probes: ['interfaces'] });
  });
  after(() => snmpd.stop());

  it('a real device with nothing wrong has no fault', async () => {
    const { confirmed, likely, facts } = await snmpd.diagnose();

    const own = [...confirmed, ...likely].filter((id) => !['cpu-busy', 'disk-full', 'memory-short'].includes(id));
    assert.deepEqual(own, [], 'the machine of the test itself may be busy or full');
    assert.ok(Number(facts['memory.usedRatio']) > 0 && Number(facts['disks.usedRatio']) > 0);
  });

  const cases: Readonly<
    Record<string, { readonly values: Readonly<Record<string, string>>; readonly names?: readonly [string, unknown] }>
  > = {
    'interface-down': { values: { [`${table}.8.${String(loopback)}`]: 'integer 2' }, names: ['interfaces.downName', 'lo'] },
    'interface-errors': { values: { [`${table}.14.${String(loopback)}`]: 'counter 900000' }, names: ['errors.interface', 'lo'] },
    'interface-discards': { values: { [`${table}.19.${String(loopback)}`]: 'counter 900000' }, names: ['discards.interface', 'lo'] },
    restarted: { values: { '1.3.6.1.2.1.25.1.1.0': 'timeticks 6000' }, names: ['device.uptimeSeconds', 60] },
    'sensor-failed': {
      values: { [`${sensor}.5.7`]: 'integer 3', [`${name}.7`]: 'octet_str "PSU 2"' },
      names: ['sensors.failedName', 'PSU 2'],
    },
    'fan-stopped': {
      values: {
        [`${sensor}.1.9`]: 'integer 10',
        [`${sensor}.4.9`]: 'integer 0',
        [`${sensor}.5.9`]: 'integer 1',
        [`${name}.9`]: 'octet_str "Fan 1"',
      },
      names: ['sensors.stoppedFan', 'Fan 1'],
    },
    hot: {
      values: {
        [`${sensor}.1.3`]: 'integer 8',
        [`${sensor}.2.3`]: 'integer 8',
        [`${sensor}.4.3`]: 'integer 98000',
        [`${sensor}.5.3`]: 'integer 1',
      },
      names: ['sensors.celsius', 98],
    },
  };
  for (const [expected, { values, names }] of Object.entries(cases)) {
    it(`tells ${expected}`, async () => {
      await snmpd.override(values);

      const { causes, facts } = await snmpd.diagnose({ probes: healthy });

      assert.deepEqual(causes, [expected]);
      if (names !== undefined) assert.equal(facts[names[0]], names[1]);
    });
  }

  it('a disk that is full, and a busy CPU', async () => {
    const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(20_000) };
    const storage = '1.3.6.1.2.1.25.2.3.1';
    const names = await snmpd.client.column(`${storage}.3`, limit);
    const root = [...names].find(([, path]) => path === '/')?.[0] ?? '';
    const size = (await snmpd.client.column(`${storage}.5`, limit)).get(root);
    await snmpd.override({
      [`${storage}.6.${root}`]: `integer ${String(size)}`,
      // The agent itself only knows it after a minute.
      '1.3.6.1.2.1.25.3.3.1.2.196608': 'integer 97',
    });

    const { causes, facts } = await snmpd.diagnose({ probes: ['resources'] });

    assert.ok(causes.includes('disk-full') && causes.includes('cpu-busy'), String(causes));
    assert.deepEqual([facts['disks.fullest'], facts['disks.usedRatio'], facts['cpu.busyRatio']], ['/', 1, 0.97]);
  });

  it('a wrong community is silence that is told from a device that is away, and an agent that has ended from both', async () => {
    const causes = async (client: ReturnType<typeof snmpClient>) =>
      (await diagnoseSystem(snmpKind, client, snmpd.entry, { probes: ['device'] })).causes;

    const wrong = await causes(snmpClient(snmpd.entry, { C: 'not-this-one' }));
    await snmpd.end();
    const gone = await causes(snmpClient(snmpd.entry));

    assert.deepEqual([wrong, gone], [['credentials-refused'], ['agent-not-listening']]);
  });
});
