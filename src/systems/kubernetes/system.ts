/** Kubernetes: one entry is one cluster, or some of its namespaces, seen through its API server. */

import type { SystemKind } from '../contract.ts';
import { kubernetesActions } from './actions.ts';
import { checkKubernetes } from './check.ts';
import { createKubernetesClient, type KubernetesClient } from './client.ts';
import { kubernetesCommands } from './commands.ts';
import { type KubernetesEntry, kubernetesEntry } from './entry.ts';
import { kubernetesProbes } from './probes.ts';
import { kubernetesSignatures } from './signatures.ts';

export const kubernetesKind: SystemKind<KubernetesClient, KubernetesEntry> = {
  kind: 'kubernetes',
  title: { 'zh-CN': 'Kubernetes', en: 'Kubernetes' },
  entry: kubernetesEntry,
  connect: createKubernetesClient,
  probes: kubernetesProbes,
  signatures: kubernetesSignatures,
  actions: kubernetesActions,
  commands: kubernetesCommands,
  check: checkKubernetes,
};
