/** The known faults of a Java virtual machine, as data. */

import type { Signature } from '../../domain/signature.ts';
import { memorySignatures } from './signatures/memory.ts';
import { offHeapSignatures } from './signatures/off-heap.ts';
import { processSignatures } from './signatures/process.ts';
import { threadSignatures } from './signatures/threads.ts';
import { thrownLinkageSignatures } from './signatures/thrown-linkage.ts';
import { thrownMemorySignatures } from './signatures/thrown-memory.ts';

export const jvmSignatures: readonly Signature[] = [
  ...processSignatures,
  ...memorySignatures,
  ...offHeapSignatures,
  ...threadSignatures,
  ...thrownMemorySignatures,
  ...thrownLinkageSignatures,
];
