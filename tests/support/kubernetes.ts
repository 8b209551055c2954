/** A real control plane of the test's own (etcd, API server, controller manager, scheduler) and a stand-in for a kubelet. */

import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Child, startChild, until } from './child.ts';
import { type Account, type ControlPlane, layOutControlPlane, type Part } from './kubernetes-parts.ts';
import { freePort } from './peers.ts';
import { type Api, askApi, type StandInKubelet, startStandInKubelet } from './stand-in-kubelet.ts';

export interface Kubernetes extends Pick<ControlPlane, 'url' | 'caFile' | 'kubeconfig' | 'adminToken'> {
  readonly directory: string;
  /** As the administrator; null for what is not there or already is. */
  ask(method: string, path: string, body?: unknown, type?: string): Promise<unknown>;
  stop(): Promise<void>;
}

const readyWithinMs = 120_000;

export async function startKubernetes(accounts: readonly Account[] = []): Promise<Kubernetes> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-kubernetes-'));
  const [etcd, etcdPeer, api, controllers, scheduler, kubeletPort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const plane = layOutControlPlane(directory, { etcd, etcdPeer, api, controllers, scheduler }, accounts);
  const children: Child[] = [];
  let kubelet: StandInKubelet | undefined;
  const stop = async (): Promise<void> => {
    await kubelet?.stop();
    for (const child of children.reverse()) await child.stop();
    await rm(directory, { recursive: true, force: true });
  };
  const start = async ({ program, args }: Part, isReady: () => Promise<boolean>): Promise<void> => {
    const [command, given] = process.platform === 'linux' ? ['setpriv', ['--pdeathsig', 'KILL', program, ...args]] : [program, args];
    children.push(await startChild(command, given, isReady, readyWithinMs));
  };
  const page = (path: string) => async (): Promise<boolean> => {
    try {
      return (await askApi(accessOf(plane), 'GET', path)) !== null;
    } catch {
      // Not up yet: its certificate may not be written, its port not open.
      return false;
    }
  };
  try {
    await start(plane.etcd, async () => (await fetch(`http://127.0.0.1:${String(etcd)}/health`).catch(() => null))?.ok === true);
    await start(plane.apiServer, page('/apis/rbac.authorization.k8s.io/v1/clusterroles/view'));
    const held = (name: string) => page(`/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${name}`);
    await Promise.all([start(plane.controllerManager, held('kube-controller-manager')), start(plane.scheduler, held('kube-scheduler'))]);
    const access = accessOf(plane);
    kubelet = await startStandInKubelet(access, { node: 'node-1', port: kubeletPort, pki: dirname(plane.caFile) });
    await until(page('/api/v1/namespaces/default/serviceaccounts/default'), 'the default service account', readyWithinMs);
    return { ...plane, directory, ask: (method, path, body, type) => askApi(access, method, path, body, type), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function accessOf({ url, adminToken, caFile }: ControlPlane): Api {
  return { url, token: adminToken, ca: readFileSync(caFile, 'utf8') };
}
