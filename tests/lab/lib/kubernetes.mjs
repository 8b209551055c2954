/**
 * A real control plane for a scenario, with a shop in it, and a stand-in for the kubelet:
 *
 *   up                     starts everything below $LAB_DIR on $LAB_PORT_1 … 6, and a deployment `web` with its service
 *   ask METHOD PATH [JSON [TYPE]]
 *   deploy NAME [CONFIG_MAP]
 *   image NAME IMAGE
 *   expose NAME LABEL=VALUE
 *   ready NAME             ends with 0 when all its replicas are available
 *   calm                   ends with 0 when every pod of the shop is ready
 *   serves NAME            ends with 0 when a ready pod stands behind the service
 *   replicas NAME          prints what is asked for, and the selector of the service
 */

import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubernetesMissing, layOutControlPlane } from '../../support/kubernetes-parts.ts';
import { askApi, startStandInKubelet } from '../../support/stand-in-kubelet.ts';
import { shopIn } from '../../systems/kubernetes/shop.ts';

const directory = process.env.LAB_DIR ?? '';
const port = (number) => Number(process.env[`LAB_PORT_${number}`]);
const url = `https://127.0.0.1:${port(3)}`;
const caFile = join(directory, 'pki', 'apiserver.crt');
const access = () => ({ url, token: 'admin-of-the-test', ca: readFileSync(caFile, 'utf8') });
const ask = (method, path, body, type) => askApi(access(), method, path, body, type);

const [command, ...given] = process.argv.slice(2);
const commands = { up, kubelet, ask: askOnce, deploy, image, expose, ready, calm, serves, replicas };
await commands[command](...given);

async function up() {
  if (kubernetesMissing !== null) {
    console.error(kubernetesMissing);
    process.exit(77);
  }
  const ports = { etcd: port(1), etcdPeer: port(2), api: port(3), controllers: port(4), scheduler: port(5) };
  const plane = layOutControlPlane(directory, ports);
  launch(plane.etcd);
  launch(plane.apiServer);
  await until('/apis/rbac.authorization.k8s.io/v1/clusterroles/view');
  launch(plane.controllerManager);
  launch(plane.scheduler);
  await until('/api/v1/namespaces/default/serviceaccounts/default');
  launch({ name: 'kubelet', program: process.execPath, args: [import.meta.filename, 'kubelet'] });
  await until('/api/v1/nodes/node-1');
  const shop = await shopIn({ ask }, 'shop');
  await shop.deploy('web', { replicas: 2 });
  await shop.expose('web');
  await shop.settle('web', 2);
}

function launch({ name, program, args }) {
  const log = openSync(join(directory, `${name}.log`), 'a');
  spawn(program, args, { detached: true, stdio: ['ignore', log, log], cwd: directory }).unref();
}

async function until(path) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const found = await Promise.resolve()
      .then(() => ask('GET', path))
      .catch(() => null);
    if (found !== null) return;
    await sleep(200);
  }
  throw new Error(`${path} never came`);
}

async function kubelet() {
  await startStandInKubelet(access(), { node: 'node-1', port: port(6), pki: join(directory, 'pki') });
}

async function askOnce(method, path, body, type) {
  console.log(JSON.stringify(await ask(method, path, body === undefined ? undefined : JSON.parse(body), type)));
}

async function deploy(name, configMap) {
  await (await shopIn({ ask }, 'shop')).deploy(name, configMap === undefined ? {} : { configMap });
}

async function image(name, wanted) {
  await (await shopIn({ ask }, 'shop')).setImage(name, wanted);
}

async function expose(name, pair) {
  const [label, value] = pair.split('=');
  await (await shopIn({ ask }, 'shop')).expose(name, { [label]: value });
}

async function serves(name) {
  const endpoints = await ask('GET', `/api/v1/namespaces/shop/endpoints/${name}`);
  const addresses = (endpoints?.subsets ?? []).flatMap(({ addresses: each = [] }) => each).length;
  await ready(name);
  if (addresses === 0) process.exitCode = 1;
}

async function calm() {
  const { items } = await ask('GET', '/api/v1/namespaces/shop/pods');
  const isReady = ({ status }) => (status.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');
  process.exitCode = items.every(isReady) ? 0 : 1;
}

async function ready(name) {
  const deployment = await ask('GET', `/apis/apps/v1/namespaces/shop/deployments/${name}`);
  const { replicas: wanted } = deployment.spec;
  const { updatedReplicas = 0, availableReplicas = 0, replicas: all = 0 } = deployment.status;
  const isWhole = updatedReplicas === wanted && availableReplicas === wanted && all === wanted;
  process.exitCode = wanted > 0 && isWhole ? 0 : 1;
}

async function replicas(name) {
  const deployment = await ask('GET', `/apis/apps/v1/namespaces/shop/deployments/${name}`);
  const service = await ask('GET', `/api/v1/namespaces/shop/services/${name}`);
  const images = deployment.spec.template.spec.containers.map(({ image: each }) => each);
  console.log(JSON.stringify([deployment.spec.replicas, images, service.spec.selector]));
}
