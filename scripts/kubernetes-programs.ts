/** Which programs of Kubernetes the tests need, and where `scripts/build-kubernetes.ts` keeps them: with the user, as `npm ci` empties node_modules. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { userCacheDirectory } from '../src/main/dev/temporal.ts';

export const kubernetesVersion = 'v1.34.4';
export const kubernetesPrograms = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

export function kubernetesDirectory(): string {
  return join(userCacheDirectory(process.env, homedir()), `kubernetes-${kubernetesVersion}`);
}
