/** The known faults of Prometheus, as data. */

import type { Signature } from '../../domain/signature.ts';
import { downOnFullDisk } from '../down-on-full-disk.ts';
import { reachSignatures } from './signatures/reach.ts';
import { sameLabelSignatures } from './signatures/same-labels.ts';
import { selfSignatures } from './signatures/self.ts';
import { storageSignatures } from './signatures/storage.ts';
import { targetSignatures } from './signatures/targets.ts';

export const prometheusSignatures: readonly Signature[] = [
  ...reachSignatures,
  downOnFullDisk({
    kind: 'prometheus',
    product: 'Prometheus',
    probe: 'self',
    why: {
      'zh-CN': '写不下 WAL 时它无法启动',
      en: 'without room for its write-ahead log it does not start',
    },
    source: 'prometheus.io: Storage',
  }),
  ...selfSignatures,
  ...storageSignatures,
  ...targetSignatures,
  ...sameLabelSignatures,
];
