/**
 * Loaded into the application's process before anything else: when the supervisor is gone, however it went, the application stops too.
 * It also ends the Temporal server, for machines where the kernel can't be asked to.
 */

import { readOccupant } from './occupant.ts';
import { processIdentity } from './process-identity.ts';

/** How long an orderly stop may take before the process just ends. */
const graceMs = 5_000;

/** The channel closes a moment before the system gives an orphan its new parent. */
const settleMs = 200;

const supervisor = process.ppid;

process.once('disconnect', () => setTimeout(endWithSupervisor, settleMs));

// Listening must not keep a process alive that has nothing left to do.
process.channel?.unref();

function endWithSupervisor(): void {
  // The application itself closed the channel; the supervisor is still there.
  if (process.ppid === supervisor) return;
  const home = process.env.ZHIBAN_HOME;
  const children = home === undefined ? [] : (readOccupant(home)?.children ?? []);
  for (const { pid, identity } of children) {
    if (pid !== process.pid && processIdentity(pid) === identity) process.kill(pid, 'SIGKILL');
  }
  setTimeout(() => process.exit(1), graceMs).unref();
  process.kill(process.pid, 'SIGTERM');
}
