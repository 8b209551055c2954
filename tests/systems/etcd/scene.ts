/** An etcd entry, one of Zhiban's clients for it, and a diagnosis. */

import type { EtcdClient } from '../../../src/systems/etcd/client.ts';
import { type EtcdEntry, etcdKind } from '../../../src/systems/etcd/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import type { EtcdMember } from '../../support/etcd.ts';
import { systemClock } from '../../support/system-clock.ts';

export function entryOf(url: string, more: Readonly<Record<string, unknown>> = {}): EtcdEntry {
  return etcdKind.entry.parse({ id: 'registry', kind: 'etcd', url, ...more });
}

export function clientOf(entry: EtcdEntry, password = ''): EtcdClient {
  return etcdKind.connect(entry, { clock: systemClock, resolveSecret: () => password });
}

export function lookAt(url: string, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const entry = entryOf(url);
  return diagnoseSystem(etcdKind, clientOf(entry), entry, options);
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Writes one key again and again until etcd has no more space; answers what it said then. */
export async function fill(member: EtcdMember, bytes: number): Promise<string> {
  const value = Buffer.alloc(bytes, 'x').toString('base64');
  for (let written = 0; written < 5_000; written += 1) {
    const failed = await member.call('/v3/kv/put', { key: base64('/app/config/one'), value }).then(
      () => null,
      (error: unknown) => String(error),
    );
    if (failed !== null) return failed;
  }
  return 'it never came to an end';
}

/** Until a look at the member itself says so; fails when it never does. */
export async function untilServer(url: string, fact: string, wanted: unknown): Promise<void> {
  const untilMs = performance.now() + 60_000;
  while ((await lookAt(url, { probes: ['server'] })).facts[fact] !== wanted) {
    if (performance.now() > untilMs) throw new Error(`It never came about that ${fact} is ${String(wanted)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
