/** A Java process of the test's own, looked at through this machine. */

import { createHostClient } from '../../../src/systems/host/client.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import type { JvmEntry } from '../../../src/systems/jvm/entry.ts';
import { jvmKind } from '../../../src/systems/jvm/system.ts';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { systemClock } from '../../support/system-clock.ts';

export function thisMachine(more: Readonly<Record<string, unknown>> = {}): LinuxClient {
  return createHostClient(hostKind.entry.parse({ id: 'here', kind: 'host', ...more }));
}

export function jvmEntry(more: Readonly<Record<string, unknown>>): JvmEntry {
  return jvmKind.entry.parse({ id: 'orders', kind: 'jvm', runsOn: 'here', ...more });
}

/** By the pid, as a test may not rely on being alone with a class of that name. */
export async function diagnoseJava(entry: JvmEntry, host: LinuxClient, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const client = jvmKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });
  return diagnoseSystem(jvmKind, client, entry, { ...options, host });
}
