/** Known faults of a Linux machine: one list, for this machine and for those behind ssh. */

import type { Signature } from '../../domain/signature.ts';
import { knownErrorSignatures } from '../logs/known-error-signatures.ts';
import { containerLogFaults } from './signatures/container-log.ts';
import { cpuFaults } from './signatures/cpu.ts';
import { serviceFaults } from './signatures/declared-services.ts';
import { diskHealthFaults } from './signatures/disk-health.ts';
import { diskSpaceFaults } from './signatures/disk-space.ts';
import { signatureOf } from './signatures/fault.ts';
import { filesystemFaults } from './signatures/filesystems.ts';
import { logErrorFaults } from './signatures/log-errors.ts';
import { machineFaults } from './signatures/machine.ts';
import { memoryKillFaults } from './signatures/memory-kills.ts';
import { memoryFaults } from './signatures/memory-use.ts';
import { networkFaults } from './signatures/network.ts';
import { processLimitFaults } from './signatures/process-limits.ts';
import { processStateFaults } from './signatures/process-state.ts';
import { refusalFaults } from './signatures/refusals.ts';
import { takenPortFaults } from './signatures/taken-ports.ts';

const faults = [
  ...cpuFaults,
  ...memoryFaults,
  ...memoryKillFaults,
  ...containerLogFaults,
  ...diskSpaceFaults,
  ...diskHealthFaults,
  ...filesystemFaults,
  ...processStateFaults,
  ...processLimitFaults,
  ...networkFaults,
  ...refusalFaults,
  ...takenPortFaults,
  ...serviceFaults,
  ...logErrorFaults,
  ...machineFaults,
];

export function linuxSignatures(kind: 'host' | 'ssh'): readonly Signature[] {
  const generals = [`${kind}.new-log-errors`, `${kind}.log-full-of-errors`];
  const known = knownErrorSignatures({ kind, probe: 'service-logs', generals, isUnusual: ['logs.newErrors', '>=', 1] });
  return [...faults.map((fault) => signatureOf(fault, kind)), ...known.map((each) => ({ ...each, about: ['logs.path'] }))];
}
