/** The known faults of HAProxy, as data. */

import type { Signature } from '../../domain/signature.ts';
import { pageFaults } from '../http/page-faults.ts';
import { balanceSignatures } from './signatures/balance.ts';
import { capacitySignatures } from './signatures/capacity.ts';
import { checkSignatures } from './signatures/checks.ts';
import { processSignatures } from './signatures/process.ts';
import { refusalSignatures } from './signatures/refusals.ts';
import { serverSignatures } from './signatures/servers.ts';
import { trafficSignatures } from './signatures/traffic.ts';

export const haproxySignatures: readonly Signature[] = [
  ...pageFaults({ kind: 'haproxy', name: 'HAProxy', probe: 'servers', manual: 'HAProxy management guide, 9: Statistics and monitoring' }),
  ...serverSignatures,
  ...checkSignatures,
  ...capacitySignatures,
  ...processSignatures,
  ...trafficSignatures,
  ...balanceSignatures,
  ...refusalSignatures,
];
