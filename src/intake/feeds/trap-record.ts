/** A trap as forms and mappings see it: names for what is known everywhere, numbers for the rest. Communities stay behind. */

import { z } from 'zod';

export interface TrapRecord {
  readonly version: '1' | '2c' | '3';
  readonly peer: string;
  /** The device that it is about: of version 1 it may stand in the trap. */
  readonly agent: string;
  /** The OID of the notification, also for version 1 (RFC 3584). */
  readonly trap: string;
  /** `linkDown` and the like; else the OID. */
  readonly name: string;
  readonly uptimeSeconds: number | null;
  /** By OID. */
  readonly values: Readonly<Record<string, string | number>>;
  /** Of well-known objects, by name and without their index: `ifIndex`, `ifDescr`. */
  readonly named: Readonly<Record<string, string | number>>;
}

const varbind = z.looseObject({ oid: z.string(), type: z.number(), value: z.unknown() });
const notification = z.looseObject({
  pdu: z.looseObject({
    varbinds: z.array(varbind).default([]),
    enterprise: z.string().optional(),
    agentAddr: z.string().optional(),
    generic: z.number().optional(),
    specific: z.number().optional(),
    upTime: z.number().optional(),
    contextEngineID: z.unknown().optional(),
    scoped: z.unknown().optional(),
  }),
  rinfo: z.looseObject({ address: z.string() }),
});

const standard = ['coldStart', 'warmStart', 'linkDown', 'linkUp', 'authenticationFailure', 'egpNeighborLoss'];
const standardPrefix = '1.3.6.1.6.3.1.1.5.';
const trapOid = '1.3.6.1.6.3.1.1.4.1.0';
const upTimeOid = '1.3.6.1.2.1.1.3.0';
const objects: Readonly<Record<string, string>> = {
  ...{ '1.3.6.1.2.1.2.2.1.1': 'ifIndex', '1.3.6.1.2.1.2.2.1.2': 'ifDescr', '1.3.6.1.2.1.2.2.1.7': 'ifAdminStatus' },
  ...{ '1.3.6.1.2.1.2.2.1.8': 'ifOperStatus', '1.3.6.1.2.1.31.1.1.1.1': 'ifName', '1.3.6.1.2.1.31.1.1.1.18': 'ifAlias' },
  ...{ '1.3.6.1.2.1.1.5': 'sysName', '1.3.6.1.2.1.1.1': 'sysDescr' },
};
const valuesMax = 100;
const valueLengthMax = 1_000;

export function trapRecord(given: unknown): TrapRecord {
  const { pdu, rinfo } = notification.parse(given);
  const isFirst = pdu.enterprise !== undefined;
  const values = Object.fromEntries(pdu.varbinds.slice(0, valuesMax).map(({ oid, value }) => [oid, plain(value)]));
  const trap = isFirst ? firstOid(pdu.enterprise ?? '', pdu.generic ?? 6, pdu.specific ?? 0) : String(values[trapOid] ?? '');
  const place = standard.indexOf(standard[Number(trap.slice(standardPrefix.length)) - 1] ?? '');
  const ticks = isFirst ? pdu.upTime : Number(values[upTimeOid]);
  const isRelayed = pdu.agentAddr !== undefined && pdu.agentAddr !== '0.0.0.0';
  return {
    version: isFirst ? '1' : pdu.contextEngineID === undefined ? '2c' : '3',
    peer: rinfo.address,
    agent: isRelayed ? (pdu.agentAddr ?? rinfo.address) : rinfo.address,
    trap,
    name: trap.startsWith(standardPrefix) && place !== -1 ? (standard[place] ?? trap) : trap,
    uptimeSeconds: ticks === undefined || Number.isNaN(ticks) ? null : Math.round(ticks / 100),
    values,
    named: namedOf(values),
  };
}

/** RFC 3584, 3.1. */
function firstOid(enterprise: string, generic: number, specific: number): string {
  return generic < 6 ? `${standardPrefix}${generic + 1}` : `${enterprise}.0.${specific}`;
}

function namedOf(values: TrapRecord['values']): TrapRecord['named'] {
  const pairs = Object.entries(values).flatMap(([oid, value]) => {
    const name = objects[oid.slice(0, oid.lastIndexOf('.'))];
    return name === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

function plain(value: unknown): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return String(value);
  if (!Buffer.isBuffer(value)) return String(value).slice(0, valueLengthMax);
  const text = value.toString('utf8');
  // Text, or bytes that are none: addresses, dates.
  return /^[\P{C}\s]*$/u.test(text) && !text.includes('\uFFFD')
    ? text.slice(0, valueLengthMax)
    : value.toString('hex').slice(0, valueLengthMax);
}
