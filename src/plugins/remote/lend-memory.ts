/** What a plugin's chat adapter wrote down, kept with Zhiban's settings under the plugin's own name: bounded in keys and in size. */

import type { AdapterMemory } from '../../adapters/contract.ts';
import { SystemError } from '../../domain/errors.ts';
import { memoryGetParams, memoryLimits, memorySetParams } from '../chat-protocol.ts';
import type { Lend } from './lend.ts';

/** Refuses everything while there is no memory: then an adapter goes without, as after its first start. */
export function createLendMemory(plugin: string, memory: () => AdapterMemory | null): Lend {
  const keys = new Set<string>();
  const nameOf = (key: string): string => {
    keys.add(key);
    if (keys.size > memoryLimits.keys) throw refused(`It keeps more than ${memoryLimits.keys} keys`);
    return `plugin:${plugin}:${key}`;
  };
  return async (what, params) => {
    const kept = memory();
    if (kept === null) throw refused('Nothing is kept for this plugin');
    if (what === 'memory.get') return (await kept.get(nameOf(parse(memoryGetParams, params).key))) ?? null;
    if (what !== 'memory.set') throw refused('Nothing but its memory is lent to it outside of a call');
    const { key, value } = parse(memorySetParams, params);
    if (Buffer.byteLength(JSON.stringify(value ?? null)) > memoryLimits.valueBytes)
      throw refused(`The value of '${key}' is larger than ${memoryLimits.valueBytes / 1_024} KiB`);
    await kept.set(nameOf(key), value ?? null);
    return null;
  };
}

function parse<T>(schema: { safeParse(given: unknown): { success: true; data: T } | { success: false } }, params: unknown): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw refused('What is to be kept has no key of letters, digits, dots, colons and dashes, at most 100');
}

function refused(message: string): SystemError {
  return new SystemError(message, { retry: 'never' });
}
