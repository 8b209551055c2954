/** The Temporal server as clusters run it, and the tool that makes its tables: built from their Go module, once for this user. */

import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findGo } from '../../src/main/dev/build-temporal.ts';
import { runProcess } from '../../src/main/dev/run-process.ts';
import { userCacheDirectory } from '../../src/main/dev/temporal.ts';

/** What the composed cluster runs too. */
const serverVersion = 'v1.29.1';
const module = 'go.temporal.io/server/cmd';

export interface ServerPrograms {
  readonly server: string;
  readonly sql: string;
  /** The module's source, which has the tables. */
  readonly schema: string;
}

/** Takes minutes the first time. Throws with the compiler's last lines. */
export async function buildTemporalServer(): Promise<ServerPrograms> {
  const directory = join(userCacheDirectory(process.env, homedir()), `temporal-server-${serverVersion}`);
  const go = findGo(process.env.PATH ?? '');
  if (go === null) throw new Error('Cannot build the Temporal server: no Go on PATH');
  const programs = { server: join(directory, 'server'), sql: join(directory, 'sql') };
  if (!existsSync(programs.server) || !existsSync(programs.sql)) {
    process.stderr.write(`Building the Temporal server ${serverVersion} into ${directory}; this takes minutes, once\n`);
    mkdirSync(directory, { recursive: true });
    const wanted = [`${module}/server@${serverVersion}`, `${module}/tools/sql@${serverVersion}`];
    await runGo(go, ['install', '-trimpath', '-ldflags', '-s -w', ...wanted], { GOBIN: directory, CGO_ENABLED: '0' });
  }
  const cache = (await runGo(go, ['env', 'GOMODCACHE'], {})).at(-1)?.trim() ?? '';
  const schema = join(cache, `go.temporal.io/server@${serverVersion}`, 'schema');
  if (!existsSync(schema)) throw new Error(`Cannot find the tables of the Temporal server in ${schema}`);
  return { ...programs, schema };
}

async function runGo(go: string, words: readonly string[], variables: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const lines: string[] = [];
  const environment = { HOME: homedir(), ...process.env, ...variables };
  const started = runProcess({ command: go, arguments: [...words], environment, onLine: (line) => void lines.push(line) });
  const exit = await started.exited;
  if (exit.code !== 0) throw new Error(`go ${words[0]} ended with ${exit.signal ?? exit.code}:\n${exit.tail.join('\n')}`);
  return lines;
}
