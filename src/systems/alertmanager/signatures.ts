/** The known faults of Alertmanager, as data. */

import type { Signature } from '../../domain/signature.ts';
import { apiReachSignatures } from '../http-api/reach-signatures.ts';
import { alertSignatures } from './signatures/alerts.ts';
import { mutedSignatures } from './signatures/muted.ts';
import { selfSignatures } from './signatures/self.ts';

export const alertmanagerSignatures: readonly Signature[] = [
  ...apiReachSignatures({
    kind: 'alertmanager',
    product: 'Alertmanager',
    hints: 'alertmanager|notification|告警分发|告警通知',
    probes: ['self'],
    effect: {
      'zh-CN': '告警无人分发：没有告警不等于没有故障。',
      en: 'Nobody is told of alerts: that none arrive means nothing.',
    },
  }),
  ...selfSignatures,
  ...alertSignatures,
  ...mutedSignatures,
];
