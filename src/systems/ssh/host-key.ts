/** Host keys are checked always: an unknown one is refused with what would have to be written into the configuration. */

import { createHash, timingSafeEqual } from 'node:crypto';
import { LinuxFailure } from '../linux/failure.ts';

/** As `ssh-keygen -lf` prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

export function isExpectedKey(seen: string, expected: string | undefined): boolean {
  if (expected === undefined) return false;
  const [one, other] = [Buffer.from(seen), Buffer.from(expected.replace(/=+$/, ''))];
  return one.length === other.length && timingSafeEqual(one, other);
}

export function hostKeyFailure(address: string, seen: string, expected: string | undefined): LinuxFailure {
  const message =
    expected === undefined
      ? `Refused to connect to ${address}: its host key is not in the configuration. It shows ${seen}; compare that on the host itself (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then write hostKey: "${seen}"`
      : `Refused to connect to ${address}: its host key has changed. Expected ${expected}, it shows ${seen}. Either the host was set up anew, or someone stands in between`;
  return new LinuxFailure(message, { status: 'unreachable', problem: 'host-key' });
}
