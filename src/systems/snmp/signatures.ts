/** The known faults of SNMP devices, as data. */

import type { Signature } from '../../domain/signature.ts';
import { deviceSignatures } from './signatures/device.ts';
import { interfaceSignatures } from './signatures/interfaces.ts';
import { reachSignatures } from './signatures/reach.ts';
import { serviceSignatures } from './signatures/services.ts';

export const snmpSignatures: readonly Signature[] = [...reachSignatures, ...interfaceSignatures, ...deviceSignatures, ...serviceSignatures];
