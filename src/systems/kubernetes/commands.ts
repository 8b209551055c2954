/** What people may ask to have run on a cluster, as `kubectl` writes it. Nothing is run within a container, and no secret is shown. */

import { text } from '../command.ts';
import { type ChangeForm, formGrammar, type ReadForm, type Slots } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { Probe } from '../contract.ts';
import { cordon, drain, uncordon } from './actions/nodes.ts';
import { readObject, rolloutOf } from './actions/object.ts';
import { deletePod } from './actions/pods.ts';
import { restartRollout, undoRollout } from './actions/rollout.ts';
import { pauseRollout, resumeRollout, scale, setImage, setResources } from './actions/settings.ts';
import type { KubernetesClient } from './client.ts';
import { prepareKubectl } from './kubectl-words.ts';
import { containerLogsProbe } from './probes/container-logs.ts';
import { eventsProbe } from './probes/events.ts';
import { ingressProbe } from './probes/ingress.ts';
import { nodesProbe } from './probes/nodes.ts';
import { podsProbe } from './probes/pods.ts';
import { quotasProbe } from './probes/quotas.ts';
import { serverProbe } from './probes/server.ts';
import { servicesProbe } from './probes/services.ts';
import { storageProbe } from './probes/storage.ts';
import { workloadsProbe } from './probes/workloads.ts';

const timeoutMs = 8_000;
const inNamespace = ({ namespace = '' }: Slots) => ({ namespace });

const listed: readonly (readonly [what: string, probe: Probe<KubernetesClient>])[] = [
  ['pods', podsProbe],
  ['events', eventsProbe],
  ['services', servicesProbe],
  ['endpoints', servicesProbe],
  ['deployments', workloadsProbe],
  ['statefulsets', workloadsProbe],
  ['daemonsets', workloadsProbe],
  ['jobs', workloadsProbe],
  ['pvc', storageProbe],
  ['ingresses', ingressProbe],
  ['resourcequotas', quotasProbe],
];

const reads: readonly ReadForm<KubernetesClient>[] = [
  shownBy('version', serverProbe),
  shownBy('get nodes', nodesProbe),
  ...listed.flatMap(([what, probe]) => [shownBy(`get ${what} -A`, probe), shownBy(`get ${what} -n <namespace>`, probe, inNamespace)]),
  shownBy('logs <pod> -n <namespace>', containerLogsProbe, ({ pod = '', namespace = '' }) => ({ pod, namespace })),
  {
    form: 'rollout status <workload> -n <namespace>',
    async run(client, slots, { signal }) {
      const { note } = rolloutOf(await readObject(client, workloadOf(slots), { timeoutMs, signal }));
      return note.en;
    },
  },
];

const resources = { deploy: 'deployments', deployment: 'deployments', sts: 'statefulsets', statefulset: 'statefulsets', ds: 'daemonsets', daemonset: 'daemonsets' } as const; // biome-ignore format: a table
type Short = keyof typeof resources;

function isShort(given: string): given is Short {
  return Object.hasOwn(resources, given);
}

/** `deploy/web` in a namespace; the slot takes no other names of resources. */
function workloadOf({ workload = '', namespace = '' }: Slots) {
  const [short = '', name = ''] = workload.replace(/s\//, '/').split('/');
  return { resource: isShort(short) ? resources[short] : 'deployments', namespace, name } as const;
}

const deploymentOf = ({ deployment = '', namespace = '' }: Slots) => ({ namespace, name: deployment.split('/')[1] ?? '' });

function quantity(part: 'requests' | 'limits') {
  return (slots: Slots) => {
    const [of = '', value = ''] = (slots.quantity ?? '').split('=');
    return { ...workloadOf(slots), container: slots.container ?? '', part, of, value };
  };
}

const changes: readonly ChangeForm<KubernetesClient>[] = [
  { form: 'rollout restart <workload> -n <namespace>', action: restartRollout, given: workloadOf },
  {
    form: 'rollout undo <deployment> --to-revision <revision> -n <namespace>',
    action: undoRollout,
    given: (slots) => ({ ...deploymentOf(slots), revision: Number(slots.revision) }),
  },
  { form: 'rollout undo <deployment> -n <namespace>', action: undoRollout, given: (slots) => ({ ...deploymentOf(slots), revision: 0 }) },
  { form: 'rollout pause <deployment> -n <namespace>', action: pauseRollout, given: deploymentOf },
  { form: 'rollout resume <deployment> -n <namespace>', action: resumeRollout, given: deploymentOf },
  {
    form: 'scale <workload> --replicas <replicas> -n <namespace>',
    action: scale,
    given: (slots) => ({ ...workloadOf(slots), replicas: Number(slots.replicas) }),
  },
  {
    form: 'set image <workload> <image> -n <namespace>',
    action: setImage,
    given(slots) {
      const [container = '', image = ''] = (slots.image ?? '').split('=');
      return { ...workloadOf(slots), container, image };
    },
  },
  { form: 'set resources <workload> -c <container> --limits <quantity> -n <namespace>', action: setResources, given: quantity('limits') },
  {
    form: 'set resources <workload> -c <container> --requests <quantity> -n <namespace>',
    action: setResources,
    given: quantity('requests'),
  },
  { form: 'delete pod <pod> -n <namespace>', action: deletePod, given: ({ pod = '', namespace = '' }) => ({ namespace, pod }) },
  { form: 'cordon <node>', action: cordon, given: ({ node = '' }) => ({ node }) },
  { form: 'uncordon <node>', action: uncordon, given: ({ node = '' }) => ({ node }) },
  { form: 'drain <node>', action: drain, given: ({ node = '' }) => ({ node, podsMax: 50 }) },
];

const deletes = text('会删除对象或数据，且无法撤销', 'it deletes objects or data, and nothing brings them back');
const anything = text('可以执行任意操作，无法判断它会做什么', 'it can do anything: what it would do cannot be told');
const deploys = text('会部署或改写对象，请走发布流程', 'it deploys or rewrites objects: that belongs to a release');
const elsewhere = text('会打开通道或把数据带出去', 'it opens a way in or carries data out');
const secrets = text('会显示口令和密钥', 'it shows passwords and keys');

export const kubernetesCommands = formGrammar<KubernetesClient>({
  reads,
  changes,
  prepare: prepareKubectl,
  program: 'kubectl',
  isCaseSensitive: true,
  slots: {
    namespace: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    workload: /^(?:deploy|deployments?|sts|statefulsets?|ds|daemonsets?)\/[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/,
    deployment: /^(?:deploy|deployments?)\/[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/,
    pod: /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/,
    node: /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/,
    container: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    image: /^[a-z0-9][a-z0-9-]{0,62}=(?!.*\.\.)\w[\w./:@-]{0,400}$/,
    quantity: /^(?:cpu|memory)=\d{1,15}(?:\.\d{1,6})?(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?$/,
    replicas: /^\d{1,4}$/,
    revision: /^\d{1,7}$/,
  },
  refused: {
    exec: anything, run: anything, debug: anything, attach: anything, edit: anything, proxy: elsewhere, 'port-forward': elsewhere, cp: elsewhere, config: elsewhere,
    apply: deploys, create: deploys, patch: deploys, replace: deploys, expose: deploys, label: deploys, annotate: deploys, autoscale: deploys, taint: deploys,
    'get secret': secrets, 'get secrets': secrets, 'get configmap': secrets, 'get configmaps': secrets, 'delete namespace': deletes, 'delete ns': deletes, 'delete pvc': deletes, 'delete deployment': deletes, delete: deletes,
    auth: text('会改变谁能做什么', 'it changes who may do what'), certificate: text('会改变谁能做什么', 'it changes who may do what'),
  }, // biome-ignore format: a table of words
});
