/** Ends whatever a scenario started and did not end: nothing of it outlives its run. Linux only, like the components themselves. */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  readonly name: string;
  readonly command: string;
  readonly environment: string;
  readonly directory: string;
}

const roundsMax = 40;
const pauseMs = 50;

/** Names of what had to be ended. A process is the scenario's when its scratch folder is in its command, environment or working directory. */
export async function sweep(scratch: string, sessions: ReadonlySet<number>): Promise<readonly string[]> {
  const names = new Set<string>();
  for (let round = 0; round < roundsMax; round += 1) {
    const ours = belonging(readProcesses(), scratch, sessions);
    if (ours.length === 0) break;
    for (const { pid, name } of ours) {
      names.add(name);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
    await sleep(pauseMs);
  }
  return [...names];
}

function belonging(processes: readonly Process[], scratch: string, sessions: ReadonlySet<number>): readonly Process[] {
  const ours = new Set(processes.filter((each) => isMarked(each, scratch) || isOfSession(each, sessions)).map(({ pid }) => pid));
  // Children of ours may have overwritten all that would tell.
  for (let before = -1; before !== ours.size; ) {
    before = ours.size;
    for (const { pid, parent } of processes) if (ours.has(parent)) ours.add(pid);
  }
  return processes.filter(({ pid }) => ours.has(pid) && pid !== process.pid);
}

function isMarked({ command, environment, directory }: Process, scratch: string): boolean {
  const isAt = (text: string): boolean => text.includes(`${scratch}/`) || text.includes(`${scratch}\0`) || text.endsWith(scratch);
  return isAt(command) || isAt(environment) || isAt(directory);
}

/** The number of a session may have been given anew: one whose environment can be read and is not the scenario's is somebody else's. */
function isOfSession({ session, environment }: Process, sessions: ReadonlySet<number>): boolean {
  return sessions.has(session) && !/(^|\0)PATH=/.test(environment);
}

function readProcesses(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const stat = readQuietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
      const match = /^\d+ \((.*)\) (\S) (\d+) \d+ (\d+)/s.exec(stat);
      // Whoever is dead already waits for its parent.
      if (match === null || match[2] === 'Z' || match[2] === 'X') return [];
      return [
        {
          pid: Number(pid),
          name: match[1] ?? '',
          parent: Number(match[3]),
          session: Number(match[4]),
          command: readQuietly(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
          environment: readQuietly(() => readFileSync(`/proc/${pid}/environ`, 'utf8')),
          directory: readQuietly(() => readlinkSync(`/proc/${pid}/cwd`)),
        },
      ];
    });
}

function readQuietly(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
