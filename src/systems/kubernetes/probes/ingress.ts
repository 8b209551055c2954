/** Ingresses whose backend, port, certificate or class is not there, and gateways that nobody has programmed. */

import { z } from 'zod';
import type { Casebook } from '../../../analysis/kubernetes/casebook.ts';
import type { KubeObject } from '../../../analysis/kubernetes/objects.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { KubernetesClient } from '../client.ts';
import { readCluster } from '../read-cluster.ts';
import { type InNamespace, inNamespace, isIn, kubernetesProbe, refOf, table } from './kubernetes-probe.ts';

export const ingressProbe = kubernetesProbe({
  name: 'ingress',
  summary: {
    'zh-CN': 'Ingress 与 Gateway：后端、端口、证书 Secret、入口类',
    en: 'ingresses and gateways: backends, ports, certificates by name, classes',
  },
  parameters: inNamespace,
  cost: 'cheap',
  hints: 'ingress(es)?|gateways?|404|502|503|入口|网关|域名',
  query: 'kubectl get ingresses,gateways -A; kubectl get ingressclasses',
  facts: [
    ...['ingress.count', 'ingress.backendMissing', 'ingress.backendMissingName', 'ingress.backendMissingService', 'ingress.portMissing'],
    ...[
      'ingress.portMissingName',
      'ingress.portMissingPort',
      'ingress.backendEmpty',
      'ingress.backendEmptyName',
      'ingress.backendEmptyService',
    ],
    ...['ingress.secretMissing', 'ingress.secretMissingName', 'ingress.classMissing', 'ingress.classMissingName', 'ingress.gateways'],
    ...['ingress.gatewaysNotProgrammed', 'ingress.gatewaysNotProgrammedName', 'ingress.blindTo'],
  ],
  async see(client, given, limit) {
    const view = await readCluster(client, ['ingresses', 'services', 'endpoints', 'ingressclasses', 'secrets'], limit);
    const gateways = await readGateways(client, limit);
    const facts: Facts = {
      ...ingressFacts(view.casebook, given),
      ...gatewayFacts(gateways),
      'ingress.blindTo': view.blind.map(({ resource, reason }) => `${resource} (${reason})`).join(', '),
    };
    const broken = Number(facts['ingress.backendMissing']) + Number(facts['ingress.portMissing']) + Number(facts['ingress.backendEmpty']);
    return {
      headline: {
        'zh-CN': `${String(facts['ingress.count'])} 个 Ingress、${String(facts['ingress.gateways'])} 个 Gateway，${broken === 0 ? '后端都在' : `${String(broken)} 个后端有问题`}`,
        en: `${String(facts['ingress.count'])} ingresses, ${String(facts['ingress.gateways'])} gateways, ${broken === 0 ? 'every backend is there' : `${String(broken)} backends are broken`}`,
      },
      facts,
      text: table(
        ['INGRESS', 'CLASS', 'HOST', 'BACKEND', 'STATE'],
        backendsOf(view.casebook, given).map(({ ingress, host, name, port, state }) => [
          ...[refOf(ingress), ingress.spec?.ingressClassName ?? '(default)', host, `${name}:${String(port ?? '?')}`, state],
        ]),
      ),
    };
  },
});

type Ingress = KubeObject<'ingresses'>;

interface Backend {
  readonly ingress: Ingress;
  readonly host: string;
  readonly name: string;
  readonly port: number | string | undefined;
  readonly state: 'ok' | 'service missing' | 'port missing' | 'no endpoints';
}

function backendsOf(casebook: Casebook, given: InNamespace): readonly Backend[] {
  return isIn(casebook.all('ingresses'), given).flatMap((ingress) => {
    const { defaultBackend, rules = [] } = ingress.spec ?? {};
    const all = [
      ...(defaultBackend === undefined ? [] : [{ host: '*', backend: defaultBackend }]),
      ...rules.flatMap(({ host = '*', http }) => (http?.paths ?? []).map(({ backend }) => ({ host, backend }))),
    ];
    return all.flatMap(({ host, backend: { service } }) => {
      if (service === undefined) return [];
      const port = service.port?.number ?? service.port?.name;
      return [{ ingress, host, name: service.name, port, state: stateOf(casebook, ingress.metadata.namespace ?? '', service.name, port) }];
    });
  });
}

function stateOf(casebook: Casebook, namespace: string, name: string, port: number | string | undefined): Backend['state'] {
  const service = casebook.get('services', name, namespace);
  if (service === undefined) return casebook.listedBy('services') === null ? 'ok' : 'service missing';
  const isThere = (service.spec?.ports ?? []).some((each) => each.port === port || each.name === port);
  if (port !== undefined && !isThere) return 'port missing';
  const endpoints = casebook.get('endpoints', name, namespace);
  const isEmpty = endpoints !== undefined && (endpoints.ready ?? []).length === 0 && service.spec?.type !== 'ExternalName';
  return isEmpty ? 'no endpoints' : 'ok';
}

/** Pure. */
export function ingressFacts(casebook: Casebook, given: InNamespace): Facts {
  const ingresses = isIn(casebook.all('ingresses'), given);
  const backends = backendsOf(casebook, given);
  const inState = (wanted: Backend['state']): readonly Backend[] => backends.filter(({ state }) => state === wanted);
  const [gone, other, empty] = [inState('service missing'), inState('port missing'), inState('no endpoints')];
  const secrets = ingresses.flatMap(({ metadata, spec }) =>
    (spec?.tls ?? []).flatMap(({ secretName }) =>
      secretName === undefined ? [] : [{ namespace: metadata.namespace ?? '', name: secretName }],
    ),
  );
  const absent =
    casebook.listedBy('secrets') === null
      ? []
      : secrets.filter(({ namespace, name }) => casebook.get('secrets', name, namespace) === undefined);
  const classes = ingresses.flatMap(({ spec }) => spec?.ingressClassName ?? []);
  const unknown =
    casebook.listedBy('ingressclasses') === null ? [] : classes.filter((name) => casebook.get('ingressclasses', name) === undefined);
  return {
    'ingress.count': ingresses.length,
    'ingress.backendMissing': gone.length,
    'ingress.backendMissingName': refOf(gone[0]?.ingress),
    'ingress.backendMissingService': gone[0]?.name ?? '',
    'ingress.portMissing': other.length,
    'ingress.portMissingName': refOf(other[0]?.ingress),
    'ingress.portMissingPort': String(other[0]?.port ?? ''),
    'ingress.backendEmpty': empty.length,
    'ingress.backendEmptyName': refOf(empty[0]?.ingress),
    'ingress.backendEmptyService': empty[0]?.name ?? '',
    'ingress.secretMissing': absent.length,
    'ingress.secretMissingName': absent[0] === undefined ? '' : `${absent[0].namespace}/${absent[0].name}`,
    'ingress.classMissing': unknown.length,
    'ingress.classMissingName': unknown[0] ?? '',
  };
}

const gateway = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  status: z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]) }).optional(),
});
type Gateway = z.infer<typeof gateway>;

const gatewaysMax = 500;

/** Most clusters have no Gateway API, and some accounts may not see it: no gateways then. */
async function readGateways(client: KubernetesClient, limit: SessionLimit): Promise<readonly Gateway[]> {
  const scopes = client.namespaces === null ? [''] : client.namespaces.map((name) => `/namespaces/${encodeURIComponent(name)}`);
  try {
    const listings = await Promise.all(
      scopes.map((scope) => client.listShared(`/apis/gateway.networking.k8s.io/v1${scope}/gateways`, limit, gatewaysMax)),
    );
    return listings.flatMap(({ items }) => items.flatMap((item) => gateway.safeParse(item).data ?? []));
  } catch (error) {
    if (error instanceof SessionFailure && (error.code === '404' || error.code === '403')) return [];
    throw error;
  }
}

/** Pure. */
export function gatewayFacts(gateways: readonly Gateway[]): Facts {
  const waiting = gateways.filter(
    ({ status }) => !(status?.conditions ?? []).some((each) => each.type === 'Programmed' && each.status === 'True'),
  );
  return {
    'ingress.gateways': gateways.length,
    'ingress.gatewaysNotProgrammed': waiting.length,
    'ingress.gatewaysNotProgrammedName': refOf(waiting[0]),
  };
}
