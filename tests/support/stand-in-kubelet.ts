/**
 * Says of the pods of one node what a kubelet would: running and ready, image not found, config map missing, crashing, killed at the memory
 * limit, and gone when they are deleted. Nothing runs in them. By their image: `…:crash` exits with 1, `…:hungry` needs 256 MiB, `…:missing…`
 * is not to be had, anything else runs. Serves their logs at a kubelet's port.
 */

import { readFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const pod = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    deletionTimestamp: z.string().nullish(),
  }),
  spec: z.looseObject({
    nodeName: z.string().optional(),
    containers: z.array(
      z.looseObject({
        name: z.string(),
        image: z.string(),
        env: z
          .array(
            z.looseObject({
              name: z.string(),
              valueFrom: z.looseObject({ configMapKeyRef: z.looseObject({ name: z.string(), key: z.string() }).optional() }).nullish(),
            }),
          )
          .nullish(),
        envFrom: z.array(z.looseObject({ configMapRef: z.looseObject({ name: z.string() }).optional() })).nullish(),
        resources: z.looseObject({ limits: z.record(z.string(), z.string()).nullish() }).nullish(),
        ports: z.array(z.looseObject({ containerPort: z.number() })).nullish(),
        readinessProbe: z.looseObject({ httpGet: z.looseObject({ port: z.union([z.number(), z.string()]) }).optional() }).nullish(),
      }),
    ),
  }),
  status: z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), reason: z.string().optional() })).nullish() }).optional(),
});
type Pod = z.infer<typeof pod>;
type Container = Pod['spec']['containers'][number];

export interface Api {
  readonly url: string;
  readonly token: string;
  readonly ca: string;
}

/** One request as the API's administrator; throws for every status from 400 but 404 and 409. */
export function askApi(api: Api, method: string, path: string, body?: unknown, type = 'application/json'): Promise<unknown> {
  const text = body === undefined ? null : JSON.stringify(body);
  // Node sends the body of a DELETE without its length otherwise.
  const length = text === null ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  const given = { method, ca: api.ca, headers: { authorization: `Bearer ${api.token}`, 'content-type': type, ...length } };
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, api.url), { ...given, timeout: 30_000 }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const told = Buffer.concat(chunks).toString();
        const status = answer.statusCode ?? 0;
        if (status >= 400 && status !== 404 && status !== 409)
          reject(new Error(`${method} ${path}: ${String(status)} ${told.slice(0, 400)}`));
        else resolve(status >= 400 ? null : told === '' ? null : JSON.parse(told));
      });
    });
    asked.on('timeout', () => asked.destroy(new Error(`${method} ${path} took too long`)));
    asked.on('error', reject);
    asked.end(text ?? undefined);
  });
}

export interface StandInKubelet {
  stop(): Promise<void>;
}

export interface KubeletOptions {
  readonly node: string;
  readonly port: number;
  /** Where the API server's certificate and key are, for the port of the logs. */
  readonly pki: string;
  readonly everyMs?: number;
}

/** Registers the node, then goes round its pods until it is stopped. */
export async function startStandInKubelet(api: Api, { node, port, pki, everyMs = 200 }: KubeletOptions): Promise<StandInKubelet> {
  const server = await serveLogs(pki, port);
  await register(api, node, port);
  let isStopped = false;
  const round = (async () => {
    for (let turn = 0; !isStopped; turn += 1) {
      try {
        if (turn % 40 === 0) await heartbeat(api, node);
        await lookAfterPods(api, node);
      } catch {
        // The API server may be stopped by a test, and come back.
      }
      await sleep(everyMs);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await round;
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function serveLogs(pki: string, port: number): Promise<Server> {
  const keys = { cert: readFileSync(join(pki, 'apiserver.crt')), key: readFileSync(join(pki, 'apiserver.key')) };
  const server = createServer(keys, (asked, answer) => {
    const [, , , name = '', container = ''] = new URL(asked.url ?? '/', 'https://kubelet').pathname.split('/').slice(0);
    answer.end(`2026-01-01T00:00:00Z INFO ${name} ${container} started\n2026-01-01T00:00:01Z ERROR connect ECONNREFUSED 10.0.0.7:5432\n`);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return server;
}

async function register(api: Api, node: string, port: number): Promise<void> {
  const room = { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '50Gi' };
  await askApi(api, 'POST', '/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: node, labels: { 'kubernetes.io/hostname': node } },
  });
  await askApi(
    api,
    'PATCH',
    `/api/v1/nodes/${node}/status`,
    {
      status: {
        ...{ capacity: room, allocatable: room, daemonEndpoints: { kubeletEndpoint: { Port: port } } },
        ...{ addresses: [{ type: 'InternalIP', address: '127.0.0.1' }], nodeInfo: { kubeletVersion: 'v1.34.4' } },
        conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }],
      },
    },
    'application/merge-patch+json',
  );
}

async function heartbeat(api: Api, node: string): Promise<void> {
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
  const spec = { holderIdentity: node, leaseDurationSeconds: 40, renewTime: `${new Date().toISOString().slice(0, -1)}000Z` };
  await askApi(api, 'POST', path, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: node }, spec });
  await askApi(api, 'PATCH', `${path}/${node}`, { spec }, 'application/merge-patch+json');
}

async function lookAfterPods(api: Api, node: string): Promise<void> {
  const list = z.looseObject({ items: z.array(pod) }).parse(await askApi(api, 'GET', `/api/v1/pods?fieldSelector=spec.nodeName%3D${node}`));
  await Promise.all(list.items.map((each) => lookAfter(api, each)));
}

const mark = 'StandIn';

async function lookAfter(api: Api, each: Pod): Promise<void> {
  const { name, namespace, deletionTimestamp } = each.metadata;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  if (deletionTimestamp !== undefined && deletionTimestamp !== null) {
    await askApi(api, 'DELETE', path, { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 });
    return;
  }
  const containers = await Promise.all(each.spec.containers.map((container) => stateOf(api, each.metadata, container)));
  const told = containers.map(({ key }) => key).join();
  const seen = each.status?.conditions?.find(({ type }) => type === mark)?.reason;
  if (seen === told) return;
  const isReady = containers.every(({ status }) => status.ready);
  const at = new Date().toISOString();
  const condition = (type: string, isTrue: boolean) => ({ type, status: isTrue ? 'True' : 'False', lastTransitionTime: at });
  const status = {
    phase: containers.some(({ isUp }) => isUp) ? 'Running' : 'Pending',
    ...{ startTime: at, hostIP: '127.0.0.1', podIP: addressOf(each.metadata.uid), podIPs: [{ ip: addressOf(each.metadata.uid) }] },
    conditions: [
      ...[
        condition('PodScheduled', true),
        condition('Initialized', true),
        condition('ContainersReady', isReady),
        condition('Ready', isReady),
      ],
      { type: mark, status: 'True', reason: told },
    ],
    containerStatuses: containers.map(({ status: shown }) => shown),
  };
  await askApi(api, 'PATCH', `${path}/status`, { status }, 'application/merge-patch+json');
  for (const { complaint } of containers) if (complaint !== null) await complain(api, each, complaint);
}

interface Shown {
  /** What the state comes from: it is told anew when that changes. */
  readonly key: string;
  readonly isUp: boolean;
  readonly status: { readonly ready: boolean } & Readonly<Record<string, unknown>>;
  readonly complaint: { readonly reason: string; readonly message: string } | null;
}

async function stateOf(api: Api, { namespace, uid }: Pod['metadata'], container: Container): Promise<Shown> {
  const { name, image } = container;
  const base = { name, image, imageID: '', restartCount: 0, ready: false, started: false };
  const waiting = (reason: string, message: string, more: object = {}): Shown => ({
    ...{ key: reason, isUp: false, complaint: { reason: 'Failed', message } },
    status: { ...base, state: { waiting: { reason, message } }, ...more },
  });
  if (/:missing/.test(image))
    return waiting(
      'ImagePullBackOff',
      `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
    );
  const absent = await missingConfig(api, namespace, container);
  if (absent !== null) return waiting('CreateContainerConfigError', absent);
  const ended = (exitCode: number, reason: string) => ({
    restartCount: 5,
    lastState: { terminated: { exitCode, reason, startedAt: null, finishedAt: null } },
  });
  const again = 'back-off 2m40s restarting failed container';
  if (image.endsWith(':crash')) return waiting('CrashLoopBackOff', again, ended(1, 'Error'));
  if (image.endsWith(':hungry') && bytesOf(container.resources?.limits?.memory) < 256)
    return waiting('CrashLoopBackOff', again, ended(137, 'OOMKilled'));
  const port = container.readinessProbe?.httpGet?.port;
  const isReady = port === undefined || (container.ports ?? []).some(({ containerPort }) => containerPort === Number(port));
  const place = `${addressOf(uid)}:${String(port)}`;
  const refused = `Readiness probe failed: Get "http://${place}/": dial tcp ${place}: connect: connection refused`;
  const complaint = isReady ? null : { reason: 'Unhealthy', message: refused };
  const running = { startedAt: new Date().toISOString() };
  return {
    key: isReady ? 'Up' : 'NotReady',
    isUp: true,
    status: { ...base, ready: isReady, started: true, state: { running } },
    complaint,
  };
}

async function missingConfig(api: Api, namespace: string, container: Container): Promise<string | null> {
  const wanted = [
    ...(container.envFrom ?? []).flatMap(({ configMapRef }) =>
      configMapRef === undefined ? [] : [{ name: configMapRef.name, key: null }],
    ),
    ...(container.env ?? []).flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef ?? []),
  ];
  for (const { name, key } of wanted) {
    const found = z
      .looseObject({ data: z.record(z.string(), z.string()).nullish() })
      .nullable()
      .parse(await askApi(api, 'GET', `/api/v1/namespaces/${namespace}/configmaps/${name}`));
    if (found === null) return `configmap "${name}" not found`;
    if (key !== null && found.data?.[key] === undefined) return `couldn't find key ${key} in ConfigMap ${namespace}/${name}`;
  }
  return null;
}

async function complain(api: Api, { metadata }: Pod, { reason, message }: { reason: string; message: string }): Promise<void> {
  const at = new Date().toISOString();
  await askApi(api, 'POST', `/api/v1/namespaces/${metadata.namespace}/events`, {
    ...{ apiVersion: 'v1', kind: 'Event', type: 'Warning', reason, message, count: 3, firstTimestamp: at, lastTimestamp: at },
    metadata: { generateName: `${metadata.name}.` },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
    source: { component: 'kubelet' },
  });
}

function bytesOf(limit: string | undefined): number {
  return limit === undefined ? Infinity : Number.parseInt(limit, 10) * (limit.endsWith('Gi') ? 1_024 : 1);
}

/** Some address of the pods' own; the same for the same pod. */
function addressOf(uid: string): string {
  const number = Number.parseInt(uid.slice(0, 6), 16);
  return `10.88.${String((number >> 8) % 250)}.${String((number % 250) + 1)}`;
}
