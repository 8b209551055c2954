/** The known faults that traces show, as data. */

import type { Signature } from '../../domain/signature.ts';
import { apiReachSignatures } from '../http-api/reach-signatures.ts';
import { errorSignatures } from './signatures/errors.ts';
import { reportingSignatures } from './signatures/reporting.ts';
import { slowSignatures } from './signatures/slow.ts';

export const jaegerSignatures: readonly Signature[] = [
  ...apiReachSignatures({
    kind: 'jaeger',
    product: 'Jaeger',
    hints: 'jaeger|tracing|链路|追踪',
    probes: ['self'],
    effect: {
      'zh-CN': '链路查不到；业务本身可能不受影响。',
      en: 'Traces can’t be looked at; the services themselves may be well.',
    },
  }),
  ...slowSignatures,
  ...errorSignatures,
  ...reportingSignatures,
];
