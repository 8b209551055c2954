/** The known faults of a URL, as data. */

import type { Signature } from '../../domain/signature.ts';
import { answerSignatures } from './signatures/answer.ts';
import { certificateSignatures } from './signatures/certificate.ts';
import { pageSignatures } from './signatures/pages.ts';
import { reachSignatures } from './signatures/reach.ts';
import { statusSignatures } from './signatures/status.ts';

export const httpSignatures: readonly Signature[] = [
  ...reachSignatures,
  ...certificateSignatures,
  ...statusSignatures,
  ...answerSignatures,
  ...pageSignatures,
];
