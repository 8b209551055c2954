/** An uninterruptible power supply (UPS-MIB): what it feeds from, and how long that lasts. */

import type { FactValue } from '../../../domain/evidence.ts';
import type { SnmpValue } from '../client.ts';
import { snmpProbe } from './snmp-probe.ts';

const base = '1.3.6.1.2.1.33.1';
const oids = {
  battery: `${base}.2.1.0`,
  secondsOnBattery: `${base}.2.2.0`,
  minutesLeft: `${base}.2.3.0`,
  charge: `${base}.2.4.0`,
  source: `${base}.4.1.0`,
  load: `${base}.4.4.1.5.1`,
} as const;
const sources = ['', 'other', 'none', 'normal', 'bypass', 'battery', 'booster', 'reducer'];
const batteries = ['', 'unknown', 'normal', 'low', 'depleted'];

export const upsProbe = snmpProbe({
  name: 'ups',
  summary: { 'zh-CN': 'UPS：供电来源、电池与剩余时间', en: 'a UPS: where its power comes from, battery and time left' },
  hints: 'ups|battery|power|mains|电池|市电|断电|供电|电源',
  query: 'snmpget upsOutputSource upsBatteryStatus upsEstimatedMinutesRemaining',
  facts: ['ups.source', 'ups.battery', 'ups.secondsOnBattery', 'ups.minutesLeft', 'ups.charge', 'ups.load'],
  async see(client, _context, limit) {
    const facts = upsFacts(await client.get(Object.values(oids), limit));
    const isThere = facts['ups.source'] !== '';
    return {
      headline: isThere
        ? {
            'zh-CN': `供电来源 ${String(facts['ups.source'])}，电池 ${String(facts['ups.battery'])}`,
            en: `power from ${String(facts['ups.source'])}, battery ${String(facts['ups.battery'])}`,
          }
        : { 'zh-CN': '不是 UPS', en: 'no UPS' },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join('\n'),
    };
  },
});

/** Pure: what the numbers say; without them it is no such device. */
export function upsFacts(values: ReadonlyMap<string, SnmpValue>): Record<string, FactValue> {
  const number = (oid: string): number | null => (values.has(oid) ? Number(values.get(oid)) : null);
  return {
    'ups.source': sources[number(oids.source) ?? 0] ?? '',
    'ups.battery': batteries[number(oids.battery) ?? 0] ?? '',
    'ups.secondsOnBattery': number(oids.secondsOnBattery),
    'ups.minutesLeft': number(oids.minutesLeft),
    'ups.charge': number(oids.charge),
    'ups.load': number(oids.load),
  };
}
