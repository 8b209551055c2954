/** A real containerd, looked at through this machine. */

import assert from 'node:assert/strict';
import type { Facts, Look } from '../../../src/domain/evidence.ts';
import type { ContainerdClient } from '../../../src/systems/containerd/client.ts';
import type { ContainerdEntry } from '../../../src/systems/containerd/entry.ts';
import { containerdKind } from '../../../src/systems/containerd/system.ts';
import { createHostClient } from '../../../src/systems/host/client.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import { contextOf } from '../../contracts/system.ts';
import { type Containerd, startContainerd } from '../../support/containerd.ts';
import { systemClock } from '../../support/system-clock.ts';
import { judgeSignature } from '../linux/diagnose.ts';

export function thisMachine(): LinuxClient {
  return createHostClient(hostKind.entry.parse({ id: 'here', kind: 'host' }));
}

export function entryOf(socket: string, more: Readonly<Record<string, unknown>> = {}): ContainerdEntry {
  return containerdKind.entry.parse({ id: 'runtime', kind: 'containerd', runsOn: 'here', socket, ...more });
}

export function clientOf(entry: ContainerdEntry): ContainerdClient {
  return containerdKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });
}

export async function look(
  entry: ContainerdEntry,
  name: string,
  host: LinuxClient,
  given: Facts | { names: string[] } = {},
): Promise<Look> {
  const probe = containerdKind.probes.find((each) => each.name === name) ?? assert.fail(name);
  return await probe.look(clientOf(entry), probe.parameters.parse(given), contextOf(entry, probe.timeoutMs, host));
}

/** The faults that these facts confirm, without the kind before their names. */
export function found(facts: Facts): readonly string[] {
  return containerdKind.signatures
    .filter((each) => judgeSignature(each, facts) === 'confirmed')
    .map(({ id }) => id.replace('containerd.', ''));
}

export interface Shop {
  readonly containerd: Containerd;
  readonly host: LinuxClient;
  readonly entry: ContainerdEntry;
  stop(): Promise<void>;
}

/** In the namespace `shop` of a containerd of its own: `web` that runs within 32 MiB, `brief` that has ended, `never` that was not started. */
export async function openShop(): Promise<Shop> {
  const containerd = await startContainerd();
  const host = thisMachine();
  const stop = async (): Promise<void> => {
    await containerd.stop();
    await host.close();
  };
  try {
    await containerd.run('web', 'exec sleep 100000', '--memory-limit', '33554432');
    await containerd.run('brief', 'exit 3');
    await containerd.ctr('containers', 'create', '--snapshotter', 'native', 'zhiban.test/box:1', 'never');
    await containerd.until('brief', 'STOPPED');
  } catch (error) {
    await stop();
    throw error;
  }
  return { containerd, host, entry: entryOf(containerd.socket), stop };
}
