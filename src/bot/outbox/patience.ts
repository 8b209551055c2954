/** How long to wait before a channel is tried again: as long as it asks for, else longer each time. */

import { ChatError } from '../../adapters/contract.ts';

export const retryMaxMs = 30_000;

export function waitAfter(error: unknown, failures: number): number {
  if (error instanceof ChatError && error.retryAfterMs !== null) return error.retryAfterMs;
  return Math.min(retryMaxMs, 300 * 2 ** Math.min(failures, 8));
}
