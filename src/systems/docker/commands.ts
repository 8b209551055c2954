/** What people may ask to have run on a Docker Engine, as `docker` writes it. Nothing is run within a container. */

import { z } from 'zod';
import { text } from '../command.ts';
import { type ChangeForm, formGrammar, type ReadForm, type Slots } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { LookContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { setCpuLimit, setMemoryLimit, setRestartPolicy } from './actions/limits.ts';
import { pruneDanglingImages } from './actions/prune.ts';
import { restartContainer, startContainer, stopContainer, unpauseContainer } from './actions/run.ts';
import type { DockerClient } from './client.ts';
import { daemonProbe } from './probes/daemon.ts';
import { diskProbe } from './probes/disk.ts';
import { eventsProbe } from './probes/events.ts';
import { inspectProbe, networksProbe, processesProbe } from './probes/one.ts';
import { resourcesProbe } from './probes/resources.ts';
import { containersSchema } from './read-containers.ts';

const timeoutMs = 8_000;
const limitOf = ({ signal }: LookContext): HttpLimit => ({ timeoutMs, signal });

const imagesSchema = z.array(z.looseObject({ Id: z.string(), RepoTags: z.array(z.string()).nullish(), Size: z.number().default(0) }));
const versionSchema = z.looseObject({ Version: z.string().default(''), ApiVersion: z.string().default(''), Os: z.string().default('') });

const named = ({ container = '' }: Slots) => ({ container });

const reads: readonly ReadForm<DockerClient>[] = [
  { form: 'ps', run: (client, _slots, context) => listed(client, 'containers/json', context) },
  { form: 'ps -a', run: (client, _slots, context) => listed(client, 'containers/json?all=1', context) },
  {
    form: 'images',
    run: async (client, _slots, context) =>
      (await client.json('images/json', imagesSchema, limitOf(context)))
        .map(
          ({ Id, RepoTags, Size }) => `${Id.replace('sha256:', '').slice(0, 12)} ${RepoTags?.join(' ') ?? '<none>'} ${String(Size)} bytes`,
        )
        .join('\n'),
  },
  {
    form: 'version',
    async run(client, _slots, context) {
      const { Version, ApiVersion, Os } = await client.json('version', versionSchema, limitOf(context));
      return `${Version} (API ${ApiVersion}, ${Os})`;
    },
  },
  {
    form: 'logs --tail <count> <container>',
    async run(client, { count = '20', container = '' }, context) {
      const { text: printed } = await client.output(
        `containers/${container}/logs?stdout=1&stderr=1&timestamps=1&tail=${count}`,
        limitOf(context),
      );
      return printed.trimEnd();
    },
  },
  shownBy('info', daemonProbe),
  shownBy('events', eventsProbe),
  shownBy('stats --no-stream', resourcesProbe),
  shownBy('system df', diskProbe),
  shownBy('network ls', networksProbe),
  shownBy('inspect <container>', inspectProbe, named),
  shownBy('top <container>', processesProbe, named),
];

async function listed(client: DockerClient, path: string, context: LookContext): Promise<string> {
  const containers = await client.json(path, containersSchema, limitOf(context));
  const lines = containers.map(
    ({ Id, Names, Image, Status }) => `${Id.slice(0, 12)} ${(Names?.[0] ?? '').replace(/^\//, '')} ${Image} ${Status}`,
  );
  return lines.join('\n') || '(no containers)';
}

const mibOf = (size: string): number => Number(size.slice(0, -1)) * (size.toLowerCase().endsWith('g') ? 1_024 : 1);

const changes: readonly ChangeForm<DockerClient>[] = [
  { form: 'start <container>', action: startContainer, given: named },
  { form: 'restart <container>', action: restartContainer, given: named },
  { form: 'stop <container>', action: stopContainer, given: named },
  { form: 'unpause <container>', action: unpauseContainer, given: named },
  {
    form: 'update --memory <size> <container>',
    action: setMemoryLimit,
    given: ({ size = '', container = '' }) => ({ container, mib: mibOf(size) }),
  },
  {
    form: 'update --cpus <cpus> <container>',
    action: setCpuLimit,
    given: ({ cpus = '', container = '' }) => ({ container, cpus: Number(cpus) }),
  },
  {
    form: 'update --restart <policy> <container>',
    action: setRestartPolicy,
    given: ({ policy = '', container = '' }) => ({ container, policy }),
  },
  { form: 'image prune -f', action: pruneDanglingImages },
];

const anything = text('可以执行任意程序，无法判断它会做什么', 'it can run anything: what it would do cannot be told');
const deletes = text(
  '会删除容器、镜像或卷里的数据，且无法撤销',
  'it deletes containers, images or what volumes hold, and nothing brings that back',
);
const elsewhere = text('会访问其他系统，可能把数据带出去', 'it reaches other systems and can carry data out');
const shape = text('会改变网络或集群', 'it changes the network or the cluster');

export const dockerCommands = formGrammar<DockerClient>({
  reads,
  changes,
  program: 'docker',
  isCaseSensitive: true,
  slots: {
    container: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/,
    count: /^[1-9]\d{0,2}$/,
    size: /^[1-9]\d{0,6}[mMgG]$/,
    cpus: /^(?:0|[1-9]\d{0,3})(?:\.\d{1,2})?$/,
    policy: /^[a-z-]{2,20}$/,
  },
  refused: {
    exec: anything, run: anything, create: anything, build: anything, attach: anything, buildx: anything, compose: anything, plugin: anything,
    cp: elsewhere, export: elsewhere, save: elsewhere, push: elsewhere, pull: elsewhere, login: elsewhere, load: elsewhere, import: elsewhere,
    rm: deletes, rmi: deletes, 'system prune': deletes, 'container prune': deletes, 'volume rm': deletes, 'volume prune': deletes, 'image rm': deletes,
    kill: text('不给程序收尾的机会；请用 stop', 'it leaves a program no time to end; `stop` does'), pause: text('会冻结程序', 'it freezes the program'),
    swarm: shape, node: shape, service: shape, network: shape, rename: text('会改变别人所指的名字', 'it changes a name that others rely on'),
  }, // biome-ignore format: a table of words
});
