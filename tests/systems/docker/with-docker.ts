/** Waits for what a container is to come to, and looks with the real probes. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts, Look } from '../../../src/domain/evidence.ts';
import { dockerKind } from '../../../src/systems/docker/system.ts';
import { contextOf } from '../../contracts/system.ts';
import type { Docker } from '../../support/docker.ts';
import { systemClock } from '../../support/system-clock.ts';
import { judgeSignature } from '../linux/diagnose.ts';

const withinMs = 60_000;

export const entryOf = (url: string) => dockerKind.entry.parse({ id: 'engine', kind: 'docker', url });
export const clientOf = (url: string) => dockerKind.connect(entryOf(url), { clock: systemClock, resolveSecret: () => '' });

export async function look(url: string, name: string, given: Facts = {}): Promise<Look> {
  const probe = dockerKind.probes.find((each) => each.name === name) ?? assert.fail(name);
  return await probe.look(clientOf(url), probe.parameters.parse(given), contextOf(entryOf(url), 30_000));
}

export function found(facts: Facts): readonly string[] {
  return dockerKind.signatures.filter((each) => judgeSignature(each, facts) === 'confirmed').map(({ id }) => id.replace('docker.', ''));
}

/** What `docker inspect` says of it. */
export async function stateOf(docker: Docker, name: string): Promise<Readonly<Record<string, unknown>>> {
  const told = await docker.call('GET', `containers/${name}/json`);
  return typeof told === 'object' && told !== null ? { ...told } : {};
}

/** Resolves once `isMet` holds of what inspect says, as text. */
export async function until(docker: Docker, name: string, isMet: RegExp): Promise<void> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const text = JSON.stringify(await stateOf(docker, name));
    if (isMet.test(text)) return;
    if (Date.now() > untilMs) throw new Error(`${name} did not come to ${String(isMet)}: ${text.slice(0, 800)}`);
    await sleep(50);
  }
}

/** Resolves once the log of the container says so. */
export async function untilItPrints(docker: Docker, container: string, line: RegExp): Promise<void> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const { text } = await look(docker.url, 'output', { container });
    if (line.test(text)) return;
    if (Date.now() > untilMs) throw new Error(`${container} did not print ${String(line)}: ${text.slice(0, 800)}`);
    await sleep(50);
  }
}
