/** Which of these files was changed last, by the machine's own clock. */

import type { LookContext } from '../../contract.ts';
import type { LinuxClient } from '../../linux/client.ts';

export interface ChangedFile {
  readonly path: string;
  readonly changedMs: number;
  readonly ageSeconds: number;
}

const filesMax = 200;

export async function changesOf(host: LinuxClient, paths: readonly string[], context: LookContext): Promise<readonly ChangedFile[]> {
  if (paths.length === 0) return [];
  const given = [...new Set(paths)].slice(0, filesMax);
  const { stdout } = await host.exec.run('stat-files', given, { timeoutMs: 8_000, signal: context.signal });
  const nowSeconds = Number(stdout.trim().split('\n').at(-1));
  return [...stdout.matchAll(/^\d+ \d+ (\d+) \d+ (\/.*)$/gm)].map(([, changed, path = '']) => ({
    path,
    changedMs: Number(changed) * 1_000,
    ageSeconds: Math.max(0, nowSeconds - Number(changed)),
  }));
}

export async function newestOf(host: LinuxClient, paths: readonly string[], context: LookContext): Promise<ChangedFile | null> {
  const changes = await changesOf(host, paths, context);
  return [...changes].sort((one, other) => other.changedMs - one.changedMs)[0] ?? null;
}
