/** The known faults of a containerd and of what it runs, as data. */

import type { Signature } from '../../domain/signature.ts';
import { reachSignatures } from './signatures/reach.ts';
import { storageSignatures } from './signatures/storage.ts';
import { taskSignatures } from './signatures/tasks.ts';

export const containerdSignatures: readonly Signature[] = [...reachSignatures, ...taskSignatures, ...storageSignatures];
