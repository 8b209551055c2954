/** Sensors of ENTITY-SENSOR-MIB: temperature, fans, power. What a good value is only the vendor knows; what has failed the device says. */

import type { FactValue } from '../../../domain/evidence.ts';
import type { Column } from '../client.ts';
import { snmpProbe } from './snmp-probe.ts';

const table = '1.3.6.1.2.1.99.1.1.1';
const celsius = 8;
const rpm = 10;
const failedStates: readonly number[] = [3];

export const sensorsProbe = snmpProbe({
  name: 'sensors',
  summary: { 'zh-CN': '温度、风扇、电源传感器', en: 'sensors: temperature, fans, power' },
  hints: 'temperature|fan|power|psu|sensor|温度|风扇|电源|传感器|过热',
  query: 'snmpbulkwalk entPhySensorTable entPhysicalName',
  facts: [
    'sensors.count',
    'sensors.failed',
    'sensors.failedName',
    'sensors.hottest',
    'sensors.celsius',
    'sensors.stoppedFans',
    'sensors.stoppedFan',
  ],
  async see(client, _context, limit) {
    const columns: Record<string, Column> = {};
    for (const [name, column] of Object.entries({ type: 1, scale: 2, precision: 3, value: 4, state: 5 }))
      columns[name] = await client.column(`${table}.${String(column)}`, limit);
    columns.name = await client.column('1.3.6.1.2.1.47.1.1.1.1.7', limit);
    const facts = sensorFacts(columns);
    return {
      headline: {
        'zh-CN': `${String(facts['sensors.count'])} 个传感器，${String(facts['sensors.failed'])} 个报告故障`,
        en: `${String(facts['sensors.count'])} sensors, ${String(facts['sensors.failed'])} report a failure`,
      },
      facts,
      text: [...(columns.state ?? [])]
        .map(
          ([index, state]) =>
            `${String(columns.name?.get(index) ?? index)} state ${String(state)} value ${String(columns.value?.get(index) ?? '-')}`,
        )
        .join('\n'),
    };
  },
});

/** Pure: what the table says. */
export function sensorFacts(columns: Readonly<Record<string, Column>>): Record<string, FactValue> {
  const cell = (name: string, index: string): number => Number(columns[name]?.get(index) ?? 0);
  const nameOf = (index: string | undefined): string => (index === undefined ? '' : String(columns.name?.get(index) ?? index));
  const all = [...(columns.state?.keys() ?? [])];
  const failed = all.filter((index) => failedStates.includes(cell('state', index)));
  const working = all.filter((index) => cell('state', index) === 1);
  const degrees = (index: string): number =>
    cell('value', index) * 10 ** ((cell('scale', index) - 9) * 3) * 10 ** -cell('precision', index);
  const [hottest] = working.filter((index) => cell('type', index) === celsius).sort((one, other) => degrees(other) - degrees(one));
  const stopped = working.filter((index) => cell('type', index) === rpm && cell('value', index) === 0);
  return {
    'sensors.count': all.length,
    'sensors.failed': failed.length,
    'sensors.failedName': nameOf(failed[0]),
    'sensors.hottest': nameOf(hottest),
    'sensors.celsius': hottest === undefined ? null : degrees(hottest),
    'sensors.stoppedFans': stopped.length,
    'sensors.stoppedFan': nameOf(stopped[0]),
  };
}
