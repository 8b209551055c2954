/** The plugin that misbehaves on demand, in its own process, with everything that is told of it. */

import { join } from 'node:path';
import type { Look } from '../../src/domain/evidence.ts';
import { findPlugin } from '../../src/plugins/find-plugin.ts';
import { type KeptPlugin, type KeptState, keepPlugin, type PluginEvent } from '../../src/plugins/process/keep-plugin.ts';
import { createRemoteKind } from '../../src/plugins/remote/remote-kind.ts';
import type { AnySystemKind } from '../../src/systems/any-kind.ts';
import type { SystemClient, SystemEntry } from '../../src/systems/contract.ts';
import { systemClock } from '../support/system-clock.ts';

export const naughtyFolder = join(import.meta.dirname, 'fixtures', 'naughty');
export const password = 'Hunter-2-and-more';

export interface Naughty {
  readonly plugin: KeptPlugin;
  readonly kind: AnySystemKind;
  readonly client: SystemClient;
  readonly events: readonly PluginEvent[];
  readonly output: readonly string[];
  /** Waits until it is up, then has it take the look. */
  misbehave(probe: string): Promise<Look>;
  until(...states: KeptState[]): Promise<void>;
  /** The next stop that is told. */
  nextStop(): Promise<PluginEvent>;
  stop(): Promise<void>;
}

export async function startNaughty(backoffMs: readonly number[], url = 'http://127.0.0.1:9/'): Promise<Naughty> {
  const events: PluginEvent[] = [];
  const output: string[] = [];
  const waiting: ((event: PluginEvent) => void)[] = [];
  const plugin = keepPlugin({
    found: findPlugin({ path: naughtyFolder }, { baseDirectory: '/', home: '/' }),
    entry: { config: {} },
    variables: { NAUGHTY_GREETING: 'hello', NAUGHTY_UNDECLARED: 'mine' },
    resolveSecret: () => password,
    clock: systemClock,
    takenKinds: [],
    onEvent(event) {
      events.push(event);
      waiting.shift()?.(event);
    },
    onOutput: (line) => void output.push(line),
    backoffMs,
    graceMs: 1_000,
  });
  await plugin.start();
  const kind = createRemoteKind(plugin, 'naughty');
  const entry: SystemEntry = kind.entry.parse({ id: 'n', kind: 'naughty', url, password: { env: 'PASSWORD' } });
  const client = kind.connect(entry, { clock: systemClock, resolveSecret: () => password });
  const until: Naughty['until'] = async (...states) => {
    while (!states.includes(plugin.state().state)) await systemClock.sleep(20);
  };
  return {
    ...{ plugin, kind, client, events, output, until },
    async misbehave(name) {
      await until('up');
      const probe = kind.probes.find((each) => each.name === name);
      if (probe === undefined) throw new RangeError(`There is no probe ${name}`);
      return probe.look(client, {}, { clock: systemClock, signal: AbortSignal.timeout(40_000), aboutMs: 0, entry });
    },
    nextStop: () => new Promise((resolve) => waiting.push(resolve)),
    stop: () => plugin.stop(),
  };
}
