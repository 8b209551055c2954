/** Interfaces: down though they should be up, errors and discards that grow, how full, half duplex. */

import type { FactValue } from '../../../domain/evidence.ts';
import type { Column, Counters, SnmpClient, SnmpLimit } from '../client.ts';
import { snmpProbe } from './snmp-probe.ts';

const table = '1.3.6.1.2.1.2.2.1';
const extended = '1.3.6.1.2.1.31.1.1.1';
const columnOids = {
  description: `${table}.2`,
  type: `${table}.3`,
  speed: `${table}.5`,
  admin: `${table}.7`,
  oper: `${table}.8`,
  inOctets32: `${table}.10`,
  inDiscards: `${table}.13`,
  inErrors: `${table}.14`,
  outOctets32: `${table}.16`,
  outDiscards: `${table}.19`,
  outErrors: `${table}.20`,
  inPackets: `${table}.11`,
  name: `${extended}.1`,
  inOctets: `${extended}.6`,
  outOctets: `${extended}.10`,
  highSpeed: `${extended}.15`,
  alias: `${extended}.18`,
  duplex: '1.3.6.1.2.1.10.7.2.1.19',
} as const;

const windowMs = 2_000;
const up = 1;
const shutDown = 2;
const softwareLoopback = 24;
const halfDuplex = 2;

export const interfacesProbe = snmpProbe({
  name: 'interfaces',
  summary: {
    'zh-CN': '接口：该通未通、错包与丢包增长、带宽占用、半双工',
    en: 'interfaces: down though they should be up, growing errors and discards, utilisation, half duplex',
  },
  hints: 'interface|port|link|error|discard|bandwidth|utilization|网口|接口|端口|链路|丢包|错包|带宽',
  query: 'snmpbulkwalk ifTable ifXTable dot3StatsDuplexStatus ×2',
  facts: [
    'interfaces.count',
    'interfaces.up',
    'interfaces.down',
    'interfaces.downName',
    'interfaces.unused',
    'interfaces.shut',
    'interfaces.shutNames',
    'interfaces.windowSeconds',
    'errors.interface',
    'errors.perMinute',
    'errors.ratio',
    'discards.interface',
    'discards.perMinute',
    'busiest.interface',
    'busiest.utilisation',
    'busiest.bitsPerSecond',
    'busiest.direction',
    'duplex.half',
    'duplex.interface',
  ],
  async see(client, context, limit) {
    let first = client.earlier();
    if (first === null) {
      first = { atMs: context.clock.now(), columns: await readInterfaces(client, limit) };
      client.remember(first);
      await context.clock.sleep(windowMs, context.signal);
    }
    const now = { atMs: context.clock.now(), columns: await readInterfaces(client, limit) };
    client.remember(now);
    const facts = interfaceFacts(first, now);
    return {
      headline: {
        'zh-CN': `${String(facts['interfaces.up'])}/${String(facts['interfaces.count'])} 个接口在用，${String(facts['interfaces.down'])} 个应通未通${facts['interfaces.downName'] === '' ? '' : `（${String(facts['interfaces.downName'])}）`}`,
        en: `${String(facts['interfaces.up'])} of ${String(facts['interfaces.count'])} interfaces up, ${String(facts['interfaces.down'])} down that should not be${facts['interfaces.downName'] === '' ? '' : ` (${String(facts['interfaces.downName'])})`}`,
      },
      facts,
      text: printInterfaces(now),
    };
  },
});

export async function readInterfaces(client: SnmpClient, limit: SnmpLimit): Promise<Readonly<Record<string, Column>>> {
  const columns: Record<string, Column> = {};
  for (const [name, oid] of Object.entries(columnOids)) columns[name] = await client.column(oid, limit);
  return columns;
}

/** Pure: what two readings say. */
export function interfaceFacts(first: Counters, now: Counters): Record<string, FactValue> {
  const seconds = Math.max(0.5, (now.atMs - first.atMs) / 1_000);
  const at = ({ columns }: Counters, column: string, index: string): number => Number(columns[column]?.get(index) ?? 0);
  const indexes = [...(now.columns.admin?.keys() ?? [])].filter((index) => at(now, 'type', index) !== softwareLoopback);
  const dark = [...(now.columns.admin?.keys() ?? [])].filter((index) => at(now, 'admin', index) === up && at(now, 'oper', index) === 2);
  // A port that nobody has named and that never carried a byte has nothing plugged into it.
  const carried = (index: string): boolean =>
    ['inOctets', 'outOctets', 'inOctets32', 'outOctets32'].some((each) => at(now, each, index) > 0);
  const down = dark.filter((index) => carried(index) || String(now.columns.alias?.get(index) ?? '') !== '');
  // What was shut and has carried traffic was somebody's link once.
  const shut = [...(now.columns.admin?.keys() ?? [])].filter((index) => at(now, 'admin', index) === shutDown && carried(index));
  const grown = (column: string, index: string): number => Math.max(0, at(now, column, index) - at(first, column, index));
  const sum = (index: string, ...columns: readonly string[]): number => columns.reduce((total, each) => total + grown(each, index), 0);
  const most = (measure: (index: string) => number): readonly [string, number] => {
    const [best = ''] = [...(now.columns.admin?.keys() ?? [])].sort((one, other) => measure(other) - measure(one));
    return [best, best === '' ? 0 : measure(best)];
  };
  const [errorsAt, errors] = most((index) => sum(index, 'inErrors', 'outErrors'));
  const [discardsAt, discards] = most((index) => sum(index, 'inDiscards', 'outDiscards'));
  const load = (index: string): { readonly bits: number; readonly share: number; readonly direction: string } => {
    const has64 = now.columns.inOctets?.has(index) === true;
    const [inBits, outBits] = (has64 ? ['inOctets', 'outOctets'] : ['inOctets32', 'outOctets32']).map(
      (each) => (grown(each, index) * 8) / seconds,
    );
    const speed = at(now, 'highSpeed', index) > 0 ? at(now, 'highSpeed', index) * 1_000_000 : at(now, 'speed', index);
    const bits = Math.max(inBits ?? 0, outBits ?? 0);
    return { bits, share: speed > 0 ? bits / speed : 0, direction: (inBits ?? 0) >= (outBits ?? 0) ? 'in' : 'out' };
  };
  const [busiest = ''] = [...indexes].sort((one, other) => load(other).share - load(one).share);
  const half = [...(now.columns.duplex?.entries() ?? [])].filter(([index, value]) => value === halfDuplex && at(now, 'oper', index) === up);
  const busy = busiest === '' ? { bits: 0, share: 0, direction: 'in' } : load(busiest);
  return {
    'interfaces.count': now.columns.admin?.size ?? 0,
    'interfaces.up': [...(now.columns.oper?.values() ?? [])].filter((value) => value === up).length,
    'interfaces.down': down.length,
    'interfaces.downName': down[0] === undefined ? '' : nameOf(now, down[0]),
    'interfaces.unused': dark.length - down.length,
    'interfaces.shut': shut.length,
    'interfaces.shutNames': shut
      .slice(0, 5)
      .map((index) => nameOf(now, index))
      .join(', '),
    'interfaces.windowSeconds': seconds,
    'errors.interface': errors === 0 ? '' : nameOf(now, errorsAt),
    'errors.perMinute': (errors * 60) / seconds,
    'errors.ratio': errors / Math.max(1, errors + grown('inPackets', errorsAt)),
    'discards.interface': discards === 0 ? '' : nameOf(now, discardsAt),
    'discards.perMinute': (discards * 60) / seconds,
    'busiest.interface': busiest === '' ? '' : nameOf(now, busiest),
    'busiest.utilisation': busy.share,
    'busiest.bitsPerSecond': busy.bits,
    'busiest.direction': busy.direction,
    'duplex.half': half.length,
    'duplex.interface': half[0] === undefined ? '' : nameOf(now, half[0][0]),
  };
}

function nameOf({ columns }: Counters, index: string): string {
  const name = String(columns.name?.get(index) ?? columns.description?.get(index) ?? index);
  const alias = String(columns.alias?.get(index) ?? '');
  return (alias === '' ? name : `${name} (${alias})`).slice(0, 120);
}

function printInterfaces(counters: Counters): string {
  const { columns } = counters;
  return [...(columns.admin?.keys() ?? [])]
    .map((index) => {
      const cell = (name: string): string => String(columns[name]?.get(index) ?? '-');
      return `${nameOf(counters, index)} admin ${cell('admin')} oper ${cell('oper')} speed ${cell('highSpeed')}M errors ${cell('inErrors')}/${cell('outErrors')} discards ${cell('inDiscards')}/${cell('outDiscards')}`;
    })
    .join('\n');
}
