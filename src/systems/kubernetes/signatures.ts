/** The known faults of a cluster, as data. */

import type { Signature } from '../../domain/signature.ts';
import { reachSignatures } from '../session/reach-signatures.ts';
import { certificateSignaturesOf } from '../tcp/certificate.ts';
import { causeSignatures } from './signatures/causes.ts';
import { clusterSignatures } from './signatures/cluster.ts';
import { podSignatures } from './signatures/pods.ts';
import { serviceSignatures } from './signatures/services.ts';

export const kubernetesSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'kubernetes',
    name: 'API server',
    probe: 'server',
    downHints: 'KubeAPIDown|KubeAPITerminated|apiserver.*down|connection refused',
    loginSource: 'kubernetes.io: Authenticating',
    knocksAnew: false,
  }),
  ...podSignatures,
  ...serviceSignatures,
  ...clusterSignatures,
  ...causeSignatures,
  ...certificateSignaturesOf('kubernetes'),
];
