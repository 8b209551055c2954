/** For doctor: can it be reached, may we look at all that we look at, and may this account do more than it needs. */

import { z } from 'zod';
import type { LookContext, SystemCheck } from '../contract.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import type { KubernetesClient } from './client.ts';

interface Right {
  readonly verb: string;
  readonly group?: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Rights on the cluster are not asked within a namespace. */
  readonly isOfCluster?: boolean;
}

const list = (resource: string, group = '', isOfCluster = false): Right => ({ verb: 'list', resource, group, isOfCluster });

/** As the ClusterRole of the guide gives them. */
const looks: readonly Right[] = [
  ...[
    'pods',
    'services',
    'endpoints',
    'events',
    'configmaps',
    'serviceaccounts',
    'resourcequotas',
    'limitranges',
    'persistentvolumeclaims',
  ].map((each) => list(each)),
  ...['deployments', 'replicasets', 'statefulsets', 'daemonsets'].map((each) => list(each, 'apps')),
  ...['jobs', 'cronjobs'].map((each) => list(each, 'batch')),
  list('horizontalpodautoscalers', 'autoscaling'),
  ...['ingresses', 'networkpolicies'].map((each) => list(each, 'networking.k8s.io')),
  list('poddisruptionbudgets', 'policy'),
  { verb: 'get', resource: 'pods', subresource: 'log' },
  ...['nodes', 'namespaces', 'persistentvolumes'].map((each) => list(each, '', true)),
  list('storageclasses', 'storage.k8s.io', true),
];

/** What the actions need. */
const changes: readonly Right[] = [
  ...['deployments', 'statefulsets', 'daemonsets'].map((resource) => ({ verb: 'patch', resource, group: 'apps' })),
  ...['jobs', 'cronjobs'].map((resource) => ({ verb: 'patch', resource, group: 'batch' })),
  { verb: 'patch', resource: 'services' },
  { verb: 'delete', resource: 'pods' },
  { verb: 'create', resource: 'pods', subresource: 'eviction' },
  { verb: 'patch', resource: 'nodes', isOfCluster: true },
];

/** What nothing here needs, and what would give the cluster away. */
const excesses: readonly Right[] = [
  { verb: 'get', resource: 'secrets' },
  { verb: 'create', resource: 'pods' },
  { verb: 'create', resource: 'pods', subresource: 'exec' },
  { verb: 'delete', resource: 'deployments', group: 'apps' },
  { verb: 'delete', resource: 'namespaces', isOfCluster: true },
  { verb: 'delete', resource: 'nodes', isOfCluster: true },
  { verb: 'escalate', resource: 'clusterroles', group: 'rbac.authorization.k8s.io', isOfCluster: true },
  { verb: 'impersonate', resource: 'users', isOfCluster: true },
];

export async function checkKubernetes(client: KubernetesClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 5_000, signal: context.signal };
  try {
    const everything = await isAllowed(client, { verb: '*', group: '*', resource: '*', isOfCluster: true }, limit);
    const checks = [...(everything ? [] : await lacking(client, context, limit)), ...(await tooMuch(client, context, everything, limit))];
    if (checks.length > 0) return checks;
    return [{ level: 'ok', text: { 'zh-CN': '可以连接，权限与所需相符', en: 'reachable, with the rights that are needed and no more' } }];
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
  }
}

async function lacking(client: KubernetesClient, { entry }: LookContext, limit: SessionLimit): Promise<readonly SystemCheck[]> {
  // Who was given namespaces alone isn't asked for rights on the cluster.
  const wanted = looks.filter(({ isOfCluster }) => isOfCluster !== true || client.namespaces === null);
  const blind = await those(client, wanted, false, limit);
  const denied = entry.actionsEnabled
    ? await those(
        client,
        changes.filter(({ isOfCluster }) => isOfCluster !== true || client.namespaces === null),
        false,
        limit,
      )
    : [];
  return [
    ...(blind.length === 0
      ? []
      : [warn(`账号不能：${blind.join('、')}；这些会成为盲区`, `the account may not ${blind.join(', ')}: these stay blind spots`)]),
    ...(denied.length === 0
      ? []
      : [
          warn(
            `账号不能：${denied.join('、')}；相应的方案会被拒绝（只查看时请设 actionsEnabled: false）`,
            `the account may not ${denied.join(', ')}: such plans will be refused (set actionsEnabled: false for looking only)`,
          ),
        ]),
  ];
}

async function tooMuch(
  client: KubernetesClient,
  { entry }: LookContext,
  everything: boolean,
  limit: SessionLimit,
): Promise<readonly SystemCheck[]> {
  if (everything)
    return [
      warn(
        '账号可以做任何事（cluster-admin）：按指南换成最小权限的 ClusterRole',
        'this account can do everything (cluster-admin): give it the ClusterRole of the guide instead',
      ),
    ];
  const surplus = await those(client, entry.actionsEnabled ? excesses : [...changes, ...excesses], true, limit);
  if (surplus.length === 0) return [];
  return [warn(`账号可以 ${surplus.join('、')}：收窄权限`, `this account can ${surplus.join(', ')}: narrow it`)];
}

/** The rights of the list that are given (or not), in words. */
async function those(
  client: KubernetesClient,
  rights: readonly Right[],
  isGiven: boolean,
  limit: SessionLimit,
): Promise<readonly string[]> {
  const asked = await Promise.all(rights.map(async (right) => ({ right, isAllowed: await isAllowed(client, right, limit) })));
  return asked.filter((each) => each.isAllowed === isGiven).map(({ right }) => wordsOf(right));
}

/** `delete pods`, `get pods/log` */
function wordsOf({ verb, resource, subresource }: Right): string {
  return `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
}

const review = z.looseObject({ status: z.looseObject({ allowed: z.boolean() }) });

/** In every namespace that is ours; where all are, in all at once. */
async function isAllowed(client: KubernetesClient, { isOfCluster, ...right }: Right, limit: SessionLimit): Promise<boolean> {
  const scopes = isOfCluster === true || client.namespaces === null ? [undefined] : client.namespaces;
  const answers = await Promise.all(
    scopes.map((namespace) => {
      const resourceAttributes = { ...right, ...(namespace === undefined ? {} : { namespace }) };
      const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
      return client.send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body, review, limit);
    }),
  );
  return answers.every(({ status }) => status.allowed);
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
