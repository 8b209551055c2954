/** Which containers there are, in which state their tasks are, and what has been left over. */

import { z } from 'zod';
import type { Labels } from '../../../domain/alert.ts';
import { linuxProbe } from '../../linux/linux-probe.ts';
import type { ContainerdClient } from '../client.ts';
import { type ContainerState, readTasks, type Shim, type Tasks } from '../read-tasks.ts';

const namesMax = 60;
const linesMax = 200;

export const containersProbe = linuxProbe({
  name: 'containers',
  summary: {
    'zh-CN': '容器及其任务：运行、暂停、停止、没有任务、残留的 shim',
    en: 'containers and their tasks: running, paused, stopped, none; shims left over',
  },
  parameters: z.strictObject({
    /** Words of the alert: a container that is among them is looked at by name. */
    names: z.array(z.string().max(128)).max(namesMax).default([]),
  }),
  timeoutMs: 30_000,
  cost: 'cheap',
  hints: 'container|task|pause|frozen|stopped|exit|shim|容器|任务|暂停|冻结|停止|退出',
  query: 'ctr -n NAMESPACE containers ls; ctr -n NAMESPACE tasks ls',
  facts: [
    'containers.count', 'containers.withoutTask', 'containers.idleName', 'tasks.running', 'tasks.paused', 'tasks.stopped', 'tasks.stoppedName',
    'paused.name', 'paused.namespace', 'paused.container', 'named.name', 'named.status', 'shims.count', 'shims.leftOver', 'shims.leftOverName',
    'shims.leftOverPid', 'shims.leftOverSeconds',
  ], // biome-ignore format: one list
  aimedAt: (words, labels) => ({ names: namesIn(words, labels) }),
  async see(client: ContainerdClient, { names }, context, limit) {
    const tasks = readTasks(await client.ask('containerd-tasks', client.namespaces, context, limit), client.socket);
    const facts = factsOf(tasks, names);
    const [running, paused, stopped, none] = [
      facts['tasks.running'], facts['tasks.paused'], facts['tasks.stopped'], facts['containers.withoutTask'],
    ]; // biome-ignore format: one list
    return {
      headline: {
        'zh-CN': `${tasks.containers.length} 个容器：运行 ${running}，暂停 ${paused}，已停止 ${stopped}，没有任务 ${none}`,
        en: `${tasks.containers.length} containers: ${running} running, ${paused} paused, ${stopped} stopped, ${none} without a task`,
      },
      facts,
      text: textOf(tasks),
    };
  },
});

function factsOf({ containers, shims, leftOver }: Tasks, names: readonly string[]) {
  const inState = (...states: readonly string[]): readonly ContainerState[] => containers.filter(({ status }) => states.includes(status));
  const [paused, stopped, idle] = [inState('PAUSED', 'PAUSING'), inState('STOPPED'), inState('NONE')];
  const named = containers.find(({ container }) => names.includes(container));
  const [oldest] = [...leftOver].sort((one, other) => other.ageSeconds - one.ageSeconds);
  return {
    'containers.count': containers.length,
    'containers.withoutTask': idle.length,
    'containers.idleName': nameOf(idle[0]),
    'tasks.running': inState('RUNNING').length,
    'tasks.paused': paused.length,
    'tasks.stopped': stopped.length,
    'tasks.stoppedName': nameOf(stopped[0]),
    'paused.name': nameOf(paused[0]),
    'paused.namespace': paused[0]?.namespace ?? '',
    'paused.container': paused[0]?.container ?? '',
    'named.name': nameOf(named),
    'named.status': named?.status ?? '',
    'shims.count': shims.length,
    'shims.leftOver': leftOver.length,
    'shims.leftOverName': nameOf(oldest),
    'shims.leftOverPid': oldest?.pid ?? null,
    'shims.leftOverSeconds': oldest?.ageSeconds ?? 0,
  };
}

function nameOf(of: ContainerState | Shim | undefined): string {
  return of === undefined ? '' : `${of.namespace}/${of.container}`;
}

/** Those that don't run come first: they are what is looked for, and a list has an end. */
function textOf({ containers, leftOver }: Tasks): string {
  const calm = (each: ContainerState): number => Number(each.status === 'RUNNING');
  const rows = [...containers].sort((one, other) => calm(one) - calm(other)).slice(0, linesMax);
  return [
    ...rows.map((each) => `${each.status.padEnd(8)} ${nameOf(each)}`),
    ...leftOver
      .slice(0, linesMax)
      .map((shim) => `shim ${String(shim.pid)} without a task, ${String(shim.ageSeconds)} s old: ${nameOf(shim)}`),
  ].join('\n');
}

/** Whatever in the alert may be the name of a container. */
export function namesIn(words: string, labels: readonly Labels[]): readonly string[] {
  const told = labels.flatMap((each) => Object.values(each));
  const found = `${told.join(' ')} ${words}`.match(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}/g) ?? [];
  return [...new Set(found.map((name) => name.replace(/[._-]+$/, '')))].slice(0, namesMax);
}
