/** What a sample of keys says: the biggest, its share, and which prefix fills the memory. */

import type { Facts } from '../../../domain/evidence.ts';

export interface SampledKey {
  readonly name: string;
  readonly database: number;
  readonly bytes: number;
  /** Negative: never expires; null: not known. */
  readonly ttlMs: number | null;
  /** When its time to live was read: a walk takes seconds. */
  readonly seenAtMs: number;
  /** Only known of the top ten. */
  readonly type: string;
  readonly length: number;
}

/** Pure. The keys come with the biggest first; `totalKeys` tells how much of the whole the sample is. */
export function bigkeysFacts(keys: readonly SampledKey[], usedBytes: number, totalKeys: number): Facts {
  const [top, second] = keys;
  const sampledBytes = keys.reduce((sum, key) => sum + key.bytes, 0);
  const prefixes = byPrefix(keys);
  const [prefix] = prefixes;
  const prefixShare = sampledBytes > 0 ? (prefix?.bytes ?? 0) / sampledBytes : 0;
  const permanent = keys.filter((key) => key.ttlMs !== null && key.ttlMs < 0);
  return {
    'bigkeys.sampled': keys.length,
    'bigkeys.totalKeys': totalKeys,
    'bigkeys.topKey': top?.name ?? '',
    'bigkeys.topDatabase': top?.database ?? 0,
    'bigkeys.topType': top?.type ?? '',
    'bigkeys.isTopCollection': top !== undefined && top.type !== 'string' && top.type !== '',
    'bigkeys.topLength': top?.length ?? 0,
    'bigkeys.topBytes': top?.bytes ?? 0,
    'bigkeys.topShare': usedBytes > 0 ? round(Math.min(1, (top?.bytes ?? 0) / usedBytes)) : 0,
    'bigkeys.topExpires': top?.ttlMs !== undefined && top.ttlMs !== null && top.ttlMs >= 0,
    'bigkeys.topKeepLength': Math.max(1, Math.floor((top?.length ?? 0) / 10)),
    'bigkeys.secondKey': second?.name ?? '',
    'bigkeys.secondBytes': second?.bytes ?? 0,
    'bigkeys.sampledBytes': sampledBytes,
    'bigkeys.explainedRatio':
      usedBytes > 0 && keys.length > 0 ? round(Math.min(1, (sampledBytes * Math.max(1, totalKeys / keys.length)) / usedBytes)) : 0,
    'bigkeys.topPrefix': prefix?.prefix ?? '',
    'bigkeys.mostly': prefix === undefined ? null : mostlyOf(prefix, prefixShare),
    'bigkeys.topPrefixKeys': prefix?.count ?? 0,
    'bigkeys.topPrefixShare': round(prefixShare),
    'bigkeys.topPrefixPermanentRatio': prefix === undefined ? 0 : round(prefix.permanent / prefix.count),
    'bigkeys.permanentRatio': keys.length === 0 ? 0 : round(permanent.length / keys.length),
  };
}

/** Whose keys take most of the memory; null where that is no single prefix. */
function mostlyOf({ prefix }: Prefix, share: number): string | null {
  return prefix === '' || share < 0.5 ? null : `${prefix}* (${String(Math.round(share * 100))} %)`;
}

interface Prefix {
  readonly prefix: string;
  bytes: number;
  count: number;
  permanent: number;
}

/** `sess:4711:cart` counts to `sess:`; a name without a separator to its letters before the first digit. */
function byPrefix(keys: readonly SampledKey[]): readonly Prefix[] {
  const prefixes = new Map<string, Prefix>();
  for (const key of keys) {
    const name = prefixOf(key.name);
    const prefix = prefixes.get(name) ?? { prefix: name, bytes: 0, count: 0, permanent: 0 };
    prefix.bytes += key.bytes;
    prefix.count += 1;
    if (key.ttlMs !== null && key.ttlMs < 0) prefix.permanent += 1;
    prefixes.set(name, prefix);
  }
  return [...prefixes.values()].sort((one, other) => other.bytes - one.bytes);
}

function prefixOf(name: string): string {
  const separated = /^[^:|/.#-]+[:|/.#-]/.exec(name)?.[0];
  return (separated ?? /^\D*/.exec(name)?.[0] ?? '').slice(0, 60);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
