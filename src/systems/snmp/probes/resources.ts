/** CPU, memory and disks of the device, by HOST-RESOURCES-MIB and UCD-SNMP-MIB, where it has them. */

import type { FactValue } from '../../../domain/evidence.ts';
import type { Column, SnmpValue } from '../client.ts';
import { snmpProbe } from './snmp-probe.ts';

const storage = '1.3.6.1.2.1.25.2.3.1';
const fixedDisk = '1.3.6.1.2.1.25.2.1.4';
const ram = '1.3.6.1.2.1.25.2.1.2';
const ucd = {
  total: '1.3.6.1.4.1.2021.4.5.0',
  available: '1.3.6.1.4.1.2021.4.6.0',
  buffers: '1.3.6.1.4.1.2021.4.14.0',
  cached: '1.3.6.1.4.1.2021.4.15.0',
} as const;

export const resourcesProbe = snmpProbe({
  name: 'resources',
  summary: { 'zh-CN': 'CPU、内存与磁盘', en: 'CPU, memory and disks' },
  hints: 'cpu|memory|disk|storage|load|内存|磁盘|存储|负载',
  query: 'snmpbulkwalk hrProcessorLoad hrStorageTable; snmpget memTotalReal memAvailReal',
  facts: ['cpu.count', 'cpu.busyRatio', 'memory.usedRatio', 'disks.count', 'disks.fullest', 'disks.usedRatio', 'disks.freeBytes'],
  async see(client, _context, limit) {
    const load = await client.column('1.3.6.1.2.1.25.3.3.1.2', limit);
    const columns: Record<string, Column> = {};
    for (const [name, column] of Object.entries({ type: 2, description: 3, units: 4, size: 5, used: 6 }))
      columns[name] = await client.column(`${storage}.${String(column)}`, limit);
    const facts = resourceFacts(load, columns, await client.get(Object.values(ucd), limit));
    const percent = (value: FactValue | undefined): string => (typeof value === 'number' ? `${String(Math.round(value * 100))}%` : '?');
    const shown = [facts['cpu.busyRatio'], facts['memory.usedRatio'], facts['disks.usedRatio']].map(percent);
    return {
      headline: {
        'zh-CN': `CPU ${shown[0] ?? ''}，内存 ${shown[1] ?? ''}，最满的磁盘 ${shown[2] ?? ''}（${String(facts['disks.fullest'])}）`,
        en: `CPU ${shown[0] ?? ''}, memory ${shown[1] ?? ''}, fullest disk ${shown[2] ?? ''} (${String(facts['disks.fullest'])})`,
      },
      facts,
      text: [...(columns.description ?? [])]
        .map(
          ([index, name]) =>
            `${String(name)} ${String(columns.used?.get(index) ?? '?')}/${String(columns.size?.get(index) ?? '?')} × ${String(columns.units?.get(index) ?? '?')} bytes`,
        )
        .join('\n'),
    };
  },
});

/** Pure: what the tables say; null for what the device does not tell. */
export function resourceFacts(
  load: Column,
  columns: Readonly<Record<string, Column>>,
  memory: ReadonlyMap<string, SnmpValue>,
): Record<string, FactValue> {
  const loads = [...load.values()].map(Number);
  const cell = (name: string, index: string): number => Number(columns[name]?.get(index) ?? 0);
  const ofType = (type: string): readonly string[] =>
    [...(columns.type ?? [])].flatMap(([index, value]) => (String(value) === type && cell('size', index) > 0 ? [index] : []));
  const share = (index: string): number => cell('used', index) / cell('size', index);
  const disks = [...ofType(fixedDisk)].filter((index) => !/^\/(proc|sys|dev|run)\b/.test(String(columns.description?.get(index) ?? '')));
  const [fullest] = disks.sort((one, other) => share(other) - share(one));
  return {
    'cpu.count': loads.length,
    'cpu.busyRatio': loads.length === 0 ? null : loads.reduce((sum, each) => sum + each, 0) / loads.length / 100,
    'memory.usedRatio': memoryRatio(memory, ofType(ram).map(share)),
    'disks.count': disks.length,
    'disks.fullest': fullest === undefined ? '' : String(columns.description?.get(fullest) ?? ''),
    'disks.usedRatio': fullest === undefined ? null : share(fullest),
    'disks.freeBytes': fullest === undefined ? null : (cell('size', fullest) - cell('used', fullest)) * cell('units', fullest),
  };
}

/** Buffers and cache are given back when they are needed: only UCD tells them apart. */
function memoryRatio(memory: ReadonlyMap<string, SnmpValue>, ramShares: readonly number[]): number | null {
  const value = (oid: string): number => Number(memory.get(oid) ?? 0);
  const total = value(ucd.total);
  if (total > 0) return Math.max(0, (total - value(ucd.available) - value(ucd.buffers) - value(ucd.cached)) / total);
  return ramShares[0] ?? null;
}
