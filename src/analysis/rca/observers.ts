/** Systems that watch others: nothing stands on them, yet an alert is often about a target of theirs. */

import { type Candidate, isSeen, isSpokenOf, namesOf } from './candidate.ts';
import type { TopologySystem } from './topology.ts';

const observerKinds: readonly string[] = ['prometheus'];

/** What an observer says of a target that is spoken of, by its name or its address, or that is a named system by the port that it listens on. */
export function isObserved(candidate: Candidate, named: readonly TopologySystem[], said: string): boolean {
  if (!observerKinds.includes(candidate.signature.kind) || !isSeen(candidate)) return false;
  if (isSpokenOf(candidate, said)) return true;
  const ports = named.flatMap((system) => system.ports ?? []);
  return namesOf(candidate).some((name) => ports.some((port) => name.endsWith(`:${String(port)}`)));
}
