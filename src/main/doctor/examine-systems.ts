/** Every system by its own kind's check, through the clients that the probes use. */

import type { DoctorCheck } from '../../api/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import { sameText } from '../../domain/text.ts';
import type { LookContext } from '../../systems/contract.ts';
import { hostOf, type PooledSystem } from '../../systems/pool.ts';
import { type Examination, fine } from './doctor.ts';

const systemTimeoutMs = 10_000;

export function examineSystems(systems: readonly PooledSystem[], clock: Clock): readonly Examination[] {
  const pool = { get: (id: string) => systems.find(({ entry }) => entry.id === id) ?? null };
  return systems.map((system) => ({
    id: `system:${system.entry.id}`,
    timeoutMs: systemTimeoutMs,
    examine: (signal) =>
      examineSystem(system, { clock, signal, aboutMs: clock.now(), entry: system.entry, host: hostOf(pool, system.entry) }),
  }));
}

/** A kind without a check is asked by its first cheap probe: whether it can be reached is what matters most. */
async function examineSystem({ entry, kind, client }: PooledSystem, context: LookContext): Promise<readonly DoctorCheck[]> {
  const id = `system:${entry.id}`;
  if (kind.check !== undefined) {
    const found = await kind.check(client, context);
    return found.map(({ level, text }): DoctorCheck => ({ id, level, text, advice: null }));
  }
  const probe = kind.probes.find(({ cost }) => cost === 'cheap') ?? kind.probes[0];
  if (probe === undefined) return [fine(id, 'has nothing to look at', '没有可用的检查项')];
  const look = await probe.look(client, probe.parameters.parse({}), context);
  if (look.status === 'ok') return [fine(id, look.headline.en, look.headline['zh-CN'])];
  return [{ id, level: 'fail', text: sameText(maskSecrets(look.reason ?? look.status)), advice: null }];
}
