/** What pods and workloads refer to and is not there: config maps, keys in them, secrets by name, service accounts. No value is read. */

import type { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import type { Resource } from '../../../analysis/kubernetes/objects.ts';
import type { PodSpec } from '../../../analysis/kubernetes/pod-schemas.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { clusterProbe, type InNamespace, isIn, table } from './kubernetes-probe.ts';

export const configProbe = clusterProbe({
  name: 'config',
  summary: {
    'zh-CN': '引用了但不存在的 ConfigMap、键、Secret（只看名字）、ServiceAccount',
    en: 'config maps, keys, secrets (by name only) and service accounts that are referred to and missing',
  },
  cost: 'moderate',
  hints: 'config ?maps?|secrets?|service ?accounts?|environment|env\\b|mount|CreateContainerConfigError|配置|密钥|环境变量|挂载',
  query: 'kubectl get configmaps,secrets,serviceaccounts -A -o name',
  resources: ['pods', 'deployments', 'statefulsets', 'daemonsets', 'configmaps', 'secrets', 'serviceaccounts'],
  facts: [
    ...['config.references', 'config.missing', 'config.missingKind', 'config.missingName', 'config.missingKey', 'config.missingNamespace'],
    ...['config.missingBy', 'config.configMaps', 'config.secrets'],
  ],
  see({ casebook }, given) {
    const missing = missingReferences(casebook, given);
    const facts = configFacts(casebook, given);
    const [first] = missing;
    const shown =
      first === undefined ? '' : `${first.resource} ${first.namespace}/${first.name}${first.key === null ? '' : ` (${first.key})`}`;
    return {
      headline: {
        'zh-CN':
          first === undefined
            ? `${String(facts['config.references'])} 处引用都存在`
            : `${String(missing.length)} 处引用不存在，如 ${shown}（${first.by}）`,
        en:
          first === undefined
            ? `all of ${String(facts['config.references'])} references are there`
            : `${String(missing.length)} references lead nowhere, as ${shown} of ${first.by}`,
      },
      facts,
      text: table(
        ['MISSING', 'NAME', 'KEY', 'REFERRED TO BY'],
        missing.map(({ resource, namespace, name, key, by }) => [resource, `${namespace}/${name}`, key ?? '', by]),
      ),
    };
  },
});

type Referred = Extract<Resource, 'configmaps' | 'secrets' | 'serviceaccounts'>;

export interface Reference {
  readonly resource: Referred;
  readonly namespace: string;
  readonly name: string;
  /** Null where the whole is meant. */
  readonly key: string | null;
  /** `deployments/web` */
  readonly by: string;
}

/** Pure. Only what could be listed can be missing; keys of secrets are never known. */
export function missingReferences(casebook: Casebook, given: InNamespace): readonly Reference[] {
  return referencesOf(casebook, given).filter(({ resource, namespace, name, key }) => {
    if (casebook.listedBy(resource) === null) return false;
    const found = casebook.get(resource, name, namespace);
    if (found === undefined) return true;
    return resource === 'configmaps' && key !== null && found.keys !== undefined && !found.keys.includes(key);
  });
}

/** Pure. */
export function configFacts(casebook: Casebook, given: InNamespace): Facts {
  const missing = missingReferences(casebook, given);
  const [first] = missing;
  return {
    'config.references': referencesOf(casebook, given).length,
    'config.configMaps': casebook.all('configmaps').length,
    'config.secrets': casebook.all('secrets').length,
    'config.missing': missing.length,
    'config.missingKind': first?.resource ?? '',
    'config.missingName': first?.name ?? '',
    'config.missingKey': first?.key ?? '',
    'config.missingNamespace': first?.namespace ?? '',
    'config.missingBy': first?.by ?? '',
  };
}

/** By the templates, so that a workload without a pod counts too, and by pods of nobody. */
function referencesOf(casebook: Casebook, given: InNamespace): readonly Reference[] {
  const specs = [
    ...(['deployments', 'statefulsets', 'daemonsets'] as const).flatMap((resource) =>
      isIn(casebook.all(resource), given)
        .filter(({ spec }) => spec?.replicas !== 0)
        .map(({ metadata, spec }) => ({ metadata, by: `${resource}/${metadata.name}`, spec: spec?.template?.spec })),
    ),
    ...isIn(casebook.all('pods'), given)
      .filter(({ metadata, status }) => (metadata.ownerReferences ?? []).length === 0 && !/^(Succeeded|Failed)$/.test(status?.phase ?? ''))
      .map(({ metadata, spec }) => ({ metadata, by: `pods/${metadata.name}`, spec })),
  ];
  return specs.flatMap(({ metadata, by, spec }) =>
    spec === undefined ? [] : namedIn(spec).map((each) => ({ ...each, namespace: metadata.namespace ?? '', by })),
  );
}

function namedIn(spec: PodSpec): readonly Pick<Reference, 'resource' | 'name' | 'key'>[] {
  const found: Pick<Reference, 'resource' | 'name' | 'key'>[] = [];
  const add = (
    resource: Referred,
    given: { name?: string | undefined; key?: string | undefined; optional?: boolean | undefined } | undefined,
  ): void => {
    if (given?.name === undefined || given.optional === true) return;
    found.push({ resource, name: given.name, key: given.key ?? null });
  };
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    for (const { valueFrom } of container.env ?? []) {
      add('configmaps', valueFrom?.configMapKeyRef);
      add('secrets', valueFrom?.secretKeyRef);
    }
    for (const { configMapRef, secretRef } of container.envFrom ?? []) {
      add('configmaps', configMapRef);
      add('secrets', secretRef);
    }
  }
  for (const { configMap, secret } of spec.volumes ?? []) {
    add('configmaps', configMap);
    if (secret !== undefined) add('secrets', { name: secret.secretName, optional: secret.optional });
  }
  for (const each of spec.imagePullSecrets ?? []) add('secrets', each);
  if (spec.serviceAccountName !== undefined) add('serviceaccounts', { name: spec.serviceAccountName });
  return found;
}
