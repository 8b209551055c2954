/** A process with a source is killed while messages come, begun again, and every alert must be there. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedStore } from '../../../src/store/open-store.ts';
import { until } from '../../support/child.ts';
import { placeFreshDatabase } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { stopIntakes } from '../desk.ts';
import { openStation } from './station.ts';

export interface KillOptions {
  readonly source: { readonly name: string };
  readonly password?: string;
  readonly kills: number;
  /** Sends the messages of one round; names them. */
  readonly send: (round: number) => Promise<readonly string[]>;
}

/** Returns what was sent, and the names of the alerts that are in an incident in the end. */
export async function killAndCount(
  options: KillOptions,
): Promise<{ readonly sent: readonly string[]; readonly found: ReadonlySet<string> }> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-feed-'));
  const sent: string[] = [];
  try {
    await placeFreshDatabase(directory);
    for (let round = 0; round < options.kills; round += 1) {
      const child = await begin(directory, options);
      const sending = options.send(round);
      // In the middle of it, and each time a little later.
      await sleep(40 * (round + 1));
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      sent.push(...(await sending));
    }
    return { sent, found: await finish(directory, options, sent) };
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function begin(directory: string, { source, password = '' }: KillOptions): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'fixtures', 'feed-process.ts');
  const child = fork(program, [directory, JSON.stringify(source), password], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--liftoff-only'],
  });
  await once(child, 'message', { signal: AbortSignal.timeout(120_000) });
  return child;
}

async function finish(directory: string, { source, password = '' }: KillOptions, sent: readonly string[]): Promise<ReadonlySet<string>> {
  const store = await openEmbeddedStore({ clock: systemClock, directory });
  const station = await openStation(store, [source], { resolveSecret: () => password });
  let found = new Set<string>();
  const look = async (): Promise<boolean> => {
    found = new Set(await station.names());
    return sent.every((name) => found.has(name));
  };
  // That some never come is for the test to say.
  await until(look, 'every alert is there', 90_000).catch(() => undefined);
  await station.close();
  await stopIntakes();
  await store.close();
  return found;
}
