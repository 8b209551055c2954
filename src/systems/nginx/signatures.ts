/** The known faults of nginx, as data. */

import type { Signature } from '../../domain/signature.ts';
import { pageFaults } from '../http/page-faults.ts';
import { accessRuleSignatures } from './signatures/access-rules.ts';
import { capacitySignatures } from './signatures/capacity.ts';
import { certificateSignatures } from './signatures/certificates.ts';
import { configSignatures } from './signatures/config.ts';
import { refusalSignatures } from './signatures/refusals.ts';
import { routeSignatures } from './signatures/routes.ts';
import { trafficSignatures } from './signatures/traffic.ts';
import { upstreamSignatures } from './signatures/upstream.ts';

export const nginxSignatures: readonly Signature[] = [
  ...pageFaults({ kind: 'nginx', name: 'nginx', probe: 'status', manual: 'nginx.org: ngx_http_stub_status_module' }),
  ...capacitySignatures,
  ...upstreamSignatures,
  ...configSignatures,
  ...certificateSignatures,
  ...trafficSignatures,
  ...refusalSignatures,
  ...accessRuleSignatures,
  ...routeSignatures,
];
