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
