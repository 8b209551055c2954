/** The known faults of ZooKeeper, as data. */

import type { Signature } from '../../domain/signature.ts';
import { clientSignatures } from './signatures/clients.ts';
import { ensembleSignatures } from './signatures/ensemble.ts';
import { loadSignatures } from './signatures/load.ts';
import { zookeeperPacketSignatures } from './signatures/packets.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { storageSignatures } from './signatures/storage.ts';

export const zookeeperSignatures: readonly Signature[] = [
  ...ensembleSignatures,
  ...loadSignatures,
  ...clientSignatures,
  ...zookeeperPacketSignatures,
  ...storageSignatures,
  ...refusedSignatures,
];
