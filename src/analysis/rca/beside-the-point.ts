/** What is true of a machine and no answer to what is asked about it. */

import { type Candidate, isSeen, isSpokenOf, reasonOf } from './candidate.ts';
import { isHintedBy } from './hints.ts';
import { machineKinds } from './name-systems.ts';
import { standsUpon, type Topology } from './topology.ts';

/** What a program's own log says, and not that it says nothing. */
export const isLogFinding = /\.(log-(?!silent)[\w-]+|new-log-errors)$/;

/**
 * What is short on a machine is only an answer to who asks for it: that the processors are busy, or a group is throttled, says nothing of a
 * filesystem that fills up. So a warning of a machine that the words do not speak of is beside the point where they speak of another of its
 * faults, or where the log of a system that is named says why and does not speak of it either. So is what is critical there, where that log
 * names a definite reason.
 */
export function besideThePoint(
  candidates: readonly Candidate[],
  topology: Topology,
  namedSystemIds: readonly string[],
  words: string,
): readonly Candidate[] {
  const meant = candidates.filter((each) => machineKinds.includes(each.signature.kind) && isHintedBy(each.signature, words));
  const logged = candidates.filter(
    (each) => isLogFinding.test(each.signature.id) && isSeen(each) && namedSystemIds.includes(each.hypothesis.systemId),
  );
  const definite = logged.filter((each) => reasonOf(each) !== null);
  const isBeside = (each: Candidate): boolean => {
    if (!machineKinds.includes(each.signature.kind) || !isSeen(each)) return false;
    if (logged.includes(each) || isHintedBy(each.signature, words) || isSpokenOf(each, words.toLowerCase()) || isInTheWay(each))
      return false;
    if (each.signature.severity === 'critical') return isSilentOn(each, definite, topology);
    const here = meant.filter((other) => other.hypothesis.systemId === each.hypothesis.systemId);
    return here.length > 0 || isSilentOn(each, logged, topology);
  };
  return candidates.filter(isBeside);
}

/** Logs of the machine, or of what stands on it, say something, and none of them this. */
function isSilentOn(machine: Candidate, logged: readonly Candidate[], topology: Topology): boolean {
  const there = logged.filter(
    ({ hypothesis }) =>
      hypothesis.systemId === machine.hypothesis.systemId || standsUpon(topology, hypothesis.systemId, machine.hypothesis.systemId),
  );
  const said = ({ values }: Candidate): string =>
    ['logs.newError', 'logs.topError', 'logs.newestError', 'logs.knownLine'].map((fact) => values[fact]).join('\n');
  return (
    there.length > 0 && !there.some((each) => isHintedBy(machine.signature, said(each)) || isSpokenOf(machine, said(each).toLowerCase()))
  );
}

/** It is what kept Zhiban from looking: without it nobody knows whether what was spoken of is so. */
function isInTheWay({ signature }: Candidate): boolean {
  return JSON.stringify(signature.confirm).includes('"reach.');
}
