/** What speaks SNMP: switches, routers, firewalls, UPS, printers, appliances, hosts. Looked at only. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { checkSnmp } from './check.ts';
import { createSnmpClient, type SnmpClient } from './client.ts';
import { snmpCommands } from './commands.ts';
import { snmpProbes } from './probes.ts';
import { snmpSignatures } from './signatures.ts';

const snmpEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('snmp'),
    /** A name or address, with a port where it is not 161. */
    address: z.string().regex(/^([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:]+\])(:\d{1,5})?$/, 'expected host, host:port or [address]:port'),
    /** Version 2c. */
    community: secretRef.optional(),
    v3: z
      .strictObject({
        user: z.string().min(1).max(32),
        authProtocol: z.enum(['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512']).default('sha'),
        authKey: secretRef.optional(),
        privacyProtocol: z.enum(['des', 'aes', 'aes256b', 'aes256r']).default('aes'),
        privacyKey: secretRef.optional(),
      })
      .refine((given) => given.privacyKey === undefined || given.authKey !== undefined, {
        error: 'expected an authKey beside the privacyKey',
      })
      .optional(),
  })
  .refine((entry) => (entry.community === undefined) !== (entry.v3 === undefined), {
    path: ['community'],
    error: 'expected either a community or v3',
  });

export type SnmpEntry = z.infer<typeof snmpEntry>;

export const snmpKind: SystemKind<SnmpClient, SnmpEntry> = {
  kind: 'snmp',
  title: { 'zh-CN': 'SNMP 设备', en: 'SNMP device' },
  entry: snmpEntry,
  connect: createSnmpClient,
  probes: snmpProbes,
  signatures: snmpSignatures,
  actions: [],
  commands: snmpCommands,
  check: checkSnmp,
};
