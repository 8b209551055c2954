/** Containers, their tasks and the shims that keep them, as `ctr` and the process table tell. Pure. */

import { sectionsOf } from '../linux/read-files.ts';

export interface ContainerState {
  readonly namespace: string;
  readonly container: string;
  /** As containerd calls it (RUNNING, PAUSED, STOPPED, CREATED, PAUSING, UNKNOWN); NONE without a task. */
  readonly status: string;
}

export interface Shim {
  readonly pid: number;
  readonly ageSeconds: number;
  readonly namespace: string;
  readonly container: string;
}

export interface Tasks {
  readonly namespaces: readonly string[];
  readonly containers: readonly ContainerState[];
  readonly shims: readonly Shim[];
  /** Shims of this daemon that keep nothing which it knows of. */
  readonly leftOver: readonly Shim[];
}

export function readTasks(text: string, socket: string): Tasks {
  const sections = sectionsOf(text);
  const namespaces = namesAfter(sections, 'containers:');
  const tasks = namespaces.flatMap((namespace) =>
    rowsOf(sections.get(`tasks:${namespace}`)).map((row) => ({ namespace, container: row[0] ?? '', status: row.at(-1) ?? '' })),
  );
  const keyOf = ({ namespace, container }: { readonly namespace: string; readonly container: string }): string =>
    `${namespace}/${container}`;
  const statuses = new Map(tasks.map((task) => [keyOf(task), task.status]));
  const containers = namespaces.flatMap((namespace) =>
    rowsOf(sections.get(`containers:${namespace}`)).map(([container = '']) => ({
      namespace,
      container,
      status: statuses.get(keyOf({ namespace, container })) ?? 'NONE',
    })),
  );
  const shims = shimsOf(sections.get('shims') ?? '', socket);
  const leftOver = shims.filter((shim) => namespaces.includes(shim.namespace) && !statuses.has(keyOf(shim)));
  return { namespaces, containers, shims, leftOver };
}

export function namesAfter(sections: ReadonlyMap<string, string>, prefix: string): readonly string[] {
  return [...sections.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

/** The rows of a table below its head, by words. */
function rowsOf(table = ''): readonly (readonly string[])[] {
  const lines = table.split('\n').slice(1);
  return lines.filter((line) => line.trim() !== '').map((line) => line.trim().split(/\s+/));
}

function shimsOf(text: string, socket: string): readonly Shim[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, age, command = ''] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
    const option = (name: string): string => new RegExp(`\\s-${name} (\\S+)`).exec(command)?.[1] ?? '';
    // Another containerd may run there as well.
    if (option('address') !== socket || option('id') === '') return [];
    return [{ pid: Number(pid), ageSeconds: Number(age), namespace: option('namespace'), container: option('id') }];
  });
}
