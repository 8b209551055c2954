/** The known faults of Loki, as data. */

import type { Signature } from '../../domain/signature.ts';
import { apiReachSignatures } from '../http-api/reach-signatures.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { selfSignatures } from './signatures/self.ts';

export const lokiSignatures: readonly Signature[] = [
  ...apiReachSignatures({
    kind: 'loki',
    product: 'Loki',
    hints: 'loki|log system|日志系统',
    probes: ['self'],
    effect: {
      'zh-CN': '日志既写不进也查不到；没有日志不等于没有错误。',
      en: 'Logs are neither stored nor found; that there are none means nothing.',
    },
  }),
  ...selfSignatures,
  ...refusedSignatures,
];
