/** What the probes of Kafka share. */

import { SessionFailure } from '../../session/failure.ts';

/** Null where the account may not look, or this version has nothing of the kind. */
export async function tolerant<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof SessionFailure && ['no-permission', 'unsupported', 'reply'].includes(error.problem)) return null;
    throw error;
  }
}

/** Null too where one broker of several cannot be asked. */
export async function orNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof SessionFailure && error.problem !== 'stopped') return null;
    throw error;
  }
}

/** The element for which `of` is largest and above zero. */
export function largest<T>(all: readonly T[], of: (each: T) => number): T | undefined {
  let found: T | undefined;
  for (const each of all) if (of(each) > (found === undefined ? 0 : of(found))) found = each;
  return found;
}

/** The first few, for a text: `orders-0, orders-1`. */
export function fewOf(names: readonly string[], max = 5): string {
  return names.slice(0, max).join(', ');
}
