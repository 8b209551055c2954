/** The known faults of VictoriaLogs, as data. */

import type { Signature } from '../../domain/signature.ts';
import { apiReachSignatures } from '../http-api/reach-signatures.ts';
import { ingestionSignatures } from './signatures/ingestion.ts';
import { messageSignatures } from './signatures/messages.ts';
import { storageSignatures } from './signatures/storage.ts';

export const victorialogsSignatures: readonly Signature[] = [
  ...apiReachSignatures({
    kind: 'victorialogs',
    product: 'VictoriaLogs',
    hints: 'victorialogs|log system|日志系统',
    probes: ['self'],
    effect: {
      'zh-CN': '日志既写不进也查不到；没有日志不等于没有错误。',
      en: 'Logs are neither stored nor found; that there are none means nothing.',
    },
  }),
  ...storageSignatures,
  ...ingestionSignatures,
  ...messageSignatures,
];
