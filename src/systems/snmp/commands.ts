/** What people may ask an SNMP device: values of the standard tables, and of Net-SNMP's for a host. Nothing is ever set. */

import { text } from '../command.ts';
import { formGrammar, type ReadForm } from '../commands/forms.ts';
import type { LookContext } from '../contract.ts';
import type { SnmpClient, SnmpLimit, SnmpValue } from './client.ts';

const timeoutMs = 8_000;
const limitOf = ({ signal }: LookContext): SnmpLimit => ({ timeoutMs, signal });

/** Command lines of the device's processes, which may hold passwords (HOST-RESOURCES-MIB). */
const processArguments = /^1\.3\.6\.1\.2\.1\.25\.4\.2\.1\.5(?:\.|$)/;

const reads: readonly ReadForm<SnmpClient>[] = [
  {
    form: 'snmpget <oid>',
    async run(client, { oid = '' }, context) {
      const plain = oid.replace(/^\./, '');
      return linesOf(await client.get([plain], limitOf(context)));
    },
  },
  {
    form: 'snmpwalk <oid>',
    async run(client, { oid = '' }, context) {
      const plain = oid.replace(/^\./, '');
      const rows = await client.column(plain, limitOf(context));
      return linesOf(new Map([...rows].map(([index, value]) => [`${plain}.${index}`, value])));
    },
  },
];

function linesOf(values: ReadonlyMap<string, SnmpValue>): string {
  const shown = [...values].filter(([oid]) => !processArguments.test(oid));
  return shown.map(([oid, value]) => `${oid} = ${String(value)}`).join('\n') || '(no such value)';
}

const writes = text('会改变设备的设置', 'it changes a setting of the device');

export const snmpCommands = formGrammar<SnmpClient>({
  reads,
  changes: [],
  isCaseSensitive: true,
  // The tables of RFCs (mib-2), and of UCD-SNMP-MIB memory, disks, load, and counters of processor and devices. Others may hold communities
  // (SNMP-COMMUNITY-MIB), passwords of transfers (CISCO-CONFIG-COPY-MIB) or what programs print (NET-SNMP-EXTEND-MIB).
  slots: { oid: /^\.?1\.3\.6\.1\.(?:2\.1(?:\.\d{1,10}){1,60}|4\.1\.2021\.(?:4|9|10|11|13)(?:\.\d{1,10}){0,60})$/ },
  refused: { snmpset: writes, snmpbulkwalk: text('请用 snmpwalk', '`snmpwalk` shows the same'), snmptrap: writes },
});
