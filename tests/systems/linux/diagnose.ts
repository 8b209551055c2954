/** Looks with the real probes and judges with the real conditions. */

import { evaluateCondition, type KnownFact } from '../../../src/analysis/rca/condition.ts';
import type { Facts } from '../../../src/domain/evidence.ts';
import type { Signature } from '../../../src/domain/signature.ts';
import type { LookContext, SystemEntry } from '../../../src/systems/contract.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import { linuxProbes } from '../../../src/systems/linux/probes.ts';
import { linuxSignatures } from '../../../src/systems/linux/signatures.ts';
import { contextOf } from '../../contracts/system.ts';
import { systemClock } from '../../support/system-clock.ts';

export interface Host {
  readonly client: LinuxClient;
  readonly entry: SystemEntry;
  context(): LookContext;
  look(...probes: readonly string[]): Promise<Facts>;
}

export function openHost(more: Readonly<Record<string, unknown>> = {}): Host {
  const entry = hostKind.entry.parse({ id: 'here', kind: 'host', ...more });
  const client = hostKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });
  const context = (): LookContext => contextOf(entry, 60_000);
  return {
    client,
    entry,
    context,
    async look(...names) {
      const facts: Record<string, Facts[string]> = {};
      for (const probe of linuxProbes.filter(({ name }) => names.includes(name))) {
        const look = await probe.look(client, probe.parameters.parse({}), context());
        if (look.status !== 'ok') throw new Error(`probe ${probe.name}: ${look.reason ?? look.status}`);
        Object.assign(facts, look.facts);
      }
      return facts;
    },
  };
}

/** `confirmed`, `likely`, or `no` for one fault, as the ranking would have it. */
export function judge(fault: string, facts: Facts): 'confirmed' | 'likely' | 'refuted' | 'no' | 'unknown' {
  const signature = linuxSignatures('host').find(({ id }) => id === `host.${fault}`);
  if (signature === undefined) throw new RangeError(`There is no fault '${fault}'`);
  return judgeSignature(signature, facts);
}

export function judgeSignature(signature: Signature, facts: Facts): ReturnType<typeof judge> {
  const table = new Map<string, KnownFact>(Object.entries(facts).map(([name, value]) => [name, { value, evidenceId: 'ev' }]));
  const scope = { self: table, runsOn: [], dependsOn: [] };
  const truth = (condition: Signature['refute']): string => (condition === undefined ? 'false' : evaluateCondition(condition, scope).truth);
  if (truth(signature.refute) === 'true') return 'refuted';
  if (truth(signature.confirm) === 'true') return 'confirmed';
  if (truth(signature.likely) === 'true') return 'likely';
  return truth(signature.confirm) === 'unknown' ? 'unknown' : 'no';
}

/** Every fault that these facts speak for. */
export function findFaults(facts: Facts): readonly string[] {
  return linuxSignatures('host').flatMap((signature) => {
    const state = judgeSignature(signature, facts);
    return state === 'confirmed' || state === 'likely' ? [`${signature.id.replace('host.', '')}: ${state}`] : [];
  });
}
