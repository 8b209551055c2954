/** The log of a container among the big files: its path holds only an id, and the engine keeps the name beside it. */

import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { readFiles } from '../read-files.ts';
import type { FileSize } from './disk-usage.ts';

/** As Docker's driver json-file writes it, with what it has rotated. */
const dockerLog = /^(\/.*\/containers\/([0-9a-f]{64}))\/\2-json\.log(\.\d+)?(\.gz)?$/;

interface ContainerLog {
  readonly directory: string;
  readonly id: string;
  readonly bytes: number;
}

/** Pure: the container whose logs are the biggest together. Null where none of the files is one. */
export function biggestContainerLog(files: readonly FileSize[]): ContainerLog | null {
  const byDirectory = new Map<string, ContainerLog>();
  for (const { path, bytes } of files) {
    const [, directory, id = ''] = dockerLog.exec(path) ?? [];
    if (directory === undefined) continue;
    byDirectory.set(directory, { directory, id, bytes: (byDirectory.get(directory)?.bytes ?? 0) + bytes });
  }
  return [...byDirectory.values()].sort((one, other) => other.bytes - one.bytes)[0] ?? null;
}

export async function containerLogFacts(client: LinuxClient, files: readonly FileSize[], filesystemBytes: number, limit: ExecLimit) {
  const log = biggestContainerLog(files);
  if (log === null)
    return {
      'usage.containerLog.name': '',
      'usage.containerLog.bytes': 0,
      'usage.containerLog.fsRatio': 0,
      'usage.containerLog.limit': '',
    };
  const paths = ['config.v2.json', 'hostconfig.json'].map((name) => `${log.directory}/${name}`);
  const contents = await readFiles(client.exec, paths, limit);
  return {
    'usage.containerLog.name': nameIn(contents.get(paths[0] ?? '') ?? '') ?? log.id.slice(0, 12),
    'usage.containerLog.bytes': log.bytes,
    'usage.containerLog.fsRatio': log.bytes / Math.max(1, filesystemBytes),
    'usage.containerLog.limit': limitIn(contents.get(paths[1] ?? '') ?? ''),
  };
}

/** The file holds the environment of the container as well, with its secrets: only the name is taken out of it, also where it was cut. */
function nameIn(config: string): string | undefined {
  return /"Name":"\/([\w.-]{1,128})"/.exec(config)?.[1];
}

function limitIn(config: string): string {
  if (config === '') return '?';
  return /"max-size":"([\w.]{1,20})"/.exec(config)?.[1] ?? 'none';
}
