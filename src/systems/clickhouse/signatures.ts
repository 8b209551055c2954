/** The known faults of ClickHouse, as data. */

import type { Signature } from '../../domain/signature.ts';
import { backgroundSignatures } from './signatures/background.ts';
import { failureSignatures } from './signatures/failures.ts';
import { limitSignatures } from './signatures/limits.ts';
import { mergesStoppedSignatures } from './signatures/merges-stopped.ts';
import { quotedErrorSignatures } from './signatures/quoted-errors.ts';
import { clickhouseReachSignatures } from './signatures/reach.ts';
import { replicationSignatures } from './signatures/replication.ts';
import { viewSignatures } from './signatures/views.ts';

export const clickhouseSignatures: readonly Signature[] = [
  ...clickhouseReachSignatures,
  ...backgroundSignatures,
  ...mergesStoppedSignatures,
  ...limitSignatures,
  ...viewSignatures,
  ...failureSignatures,
  ...quotedErrorSignatures,
  ...replicationSignatures,
];
