/** What the probes of RabbitMQ share: forms of answers, and reading what not every version or user has. */

import { z } from 'zod';
import { SessionFailure } from '../../session/failure.ts';
import { rounded } from '../../session/rows.ts';

/** RabbitMQ writes `[]` for an empty object and leaves out what it does not know yet. */
export const number = z.number().nullish().catch(null);
export const text = z.string().nullish().catch(null);
export const texts = z.array(z.string()).nullish().catch(null);
export const details = z.object({ rate: z.number() }).nullish().catch(null);
export const object = z.record(z.string(), z.unknown()).nullish().catch(null);

/** Null where the user may not look, or this version has nothing of the kind. */
export async function tolerant<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof SessionFailure && ['no-permission', 'unsupported', 'reply'].includes(error.problem)) return null;
    throw error;
  }
}

export function rateOf(given: { readonly rate: number } | null | undefined): number {
  return rounded(Math.max(0, given?.rate ?? 0));
}

/** `orders`, or `orders in shop` where the virtual host is not the usual one. */
export function named(name: string, vhost: string): string {
  return vhost === '/' ? name : `${name} in ${vhost}`;
}

/** The element for which `of` is largest and above zero. */
export function largest<T>(all: readonly T[], of: (each: T) => number): T | undefined {
  let found: T | undefined;
  for (const each of all) if (of(each) > (found === undefined ? 0 : of(found))) found = each;
  return found;
}
