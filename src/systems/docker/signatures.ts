/** The known faults of containers and their engine, as data. */

import type { Signature } from '../../domain/signature.ts';
import { containerSignatures } from './signatures/containers.ts';
import { endSignatures } from './signatures/ends.ts';
import { logSignatures } from './signatures/logs.ts';
import { outputSignatures } from './signatures/output.ts';
import { reachSignatures } from './signatures/reach.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { refusedImageSignatures } from './signatures/refused-images.ts';
import { resourceSignatures } from './signatures/resources.ts';

export const dockerSignatures: readonly Signature[] = [
  ...reachSignatures,
  ...endSignatures,
  ...containerSignatures,
  ...logSignatures,
  ...outputSignatures,
  ...resourceSignatures,
  ...refusedSignatures,
  ...refusedImageSignatures,
];
