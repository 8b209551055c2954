/** Deployments and services of one namespace, as an operator would make them. */

import { z } from 'zod';
import { until } from '../../support/child.ts';
import type { Kubernetes } from '../../support/kubernetes.ts';

export interface Shop {
  deploy(
    name: string,
    given: { readonly replicas?: number; readonly configMap?: string; readonly image?: string; readonly probePort?: number },
  ): Promise<void>;
  remove(name: string): Promise<void>;
  /** A service before the pods of that name, or before those of other labels. */
  expose(name: string, selector?: Readonly<Record<string, string>>): Promise<void>;
  setImage(name: string, image: string): Promise<void>;
  imageOf(name: string): Promise<string>;
  podsOf(name: string): Promise<readonly string[]>;
  addSuspendedJob(name: string): Promise<void>;
  /** Until all its pods are ready, and no other of it is left. */
  settle(name: string, pods: number): Promise<void>;
}

const deployment = z.looseObject({
  spec: z.looseObject({ template: z.looseObject({ spec: z.looseObject({ containers: z.array(z.looseObject({ image: z.string() })) }) }) }),
});
const pods = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), deletionTimestamp: z.string().optional() }),
      status: z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]) }),
    }),
  ),
});

export async function shopIn(cluster: Kubernetes, namespace: string): Promise<Shop> {
  const apps = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const core = `/api/v1/namespaces/${namespace}`;
  const merge = 'application/strategic-merge-patch+json';
  await cluster.ask('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  await until(async () => (await cluster.ask('GET', `${core}/serviceaccounts/default`)) !== null, `the account of ${namespace}`, 60_000);
  const listOf = async (name: string) => pods.parse(await cluster.ask('GET', `${core}/pods?labelSelector=app%3D${name}`)).items;
  return {
    async deploy(name, { replicas = 1, configMap, image = `registry.local/shop/${name}:1.0`, probePort = 8080 }) {
      const container = {
        ...{ name: 'app', image, ports: [{ containerPort: 8080 }] },
        readinessProbe: { httpGet: { path: '/', port: probePort } },
        ...(configMap === undefined ? {} : { envFrom: [{ configMapRef: { name: configMap } }] }),
      };
      const template = { metadata: { labels: { app: name } }, spec: { containers: [container] } };
      await cluster.ask('POST', apps, { metadata: { name }, spec: { replicas, selector: { matchLabels: { app: name } }, template } });
    },
    async remove(name) {
      await cluster.ask('DELETE', `${apps}/${name}`);
      await until(async () => (await listOf(name)).length === 0, `the pods of ${name} to go`, 60_000);
    },
    async expose(name, selector = { app: name }) {
      const spec = { selector, ports: [{ port: 80, targetPort: 8080 }] };
      await cluster.ask('POST', `${core}/services`, { metadata: { name }, spec });
      await cluster.ask('PATCH', `${core}/services/${name}`, { spec: { selector } }, merge);
    },
    async setImage(name, image) {
      await cluster.ask('PATCH', `${apps}/${name}`, { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } }, merge);
    },
    async imageOf(name) {
      return deployment.parse(await cluster.ask('GET', `${apps}/${name}`)).spec.template.spec.containers[0]?.image ?? '';
    },
    podsOf: async (name) =>
      (await listOf(name)).filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.name),
    async addSuspendedJob(name) {
      const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'registry.local/shop/import:1.0' }] } };
      await cluster.ask('POST', `/apis/batch/v1/namespaces/${namespace}/jobs`, { metadata: { name }, spec: { suspend: true, template } });
    },
    settle: (name, count) =>
      until(
        async () => {
          const all = await listOf(name);
          const ready = all.filter(({ status }) =>
            status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
          );
          return all.length === count && ready.length === count;
        },
        `${String(count)} pods of ${name}`,
        120_000,
      ),
  };
}
