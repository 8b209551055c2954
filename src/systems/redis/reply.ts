/** What Redis answers, as plain values, and the few shapes that probes read from it. */

export type Reply = string | number | null | readonly Reply[];

/** The driver's `unknown` as a reply; anything else than text, numbers and lists becomes its text. */
export function toReply(value: unknown): Reply {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (Array.isArray(value)) return value.map(toReply);
  if (value instanceof Error) return value.message;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return String(value);
}

export function textOf(reply: Reply | undefined): string {
  if (reply === null || reply === undefined) return '';
  return typeof reply === 'object' ? reply.map(textOf).join(' ') : String(reply);
}

export function listOf(reply: Reply | undefined): readonly Reply[] {
  return typeof reply === 'object' && reply !== null ? reply : [];
}

/** Null for what is not a finite number. */
export function numberOf(reply: Reply | undefined): number | null {
  if (typeof reply === 'number') return reply;
  if (typeof reply !== 'string' || reply.trim() === '') return null;
  const parsed = Number(reply);
  return Number.isFinite(parsed) ? parsed : null;
}

/** A flat list `[name, value, name, value]`, as `CONFIG GET` answers. */
export function pairsOf(reply: Reply | undefined): ReadonlyMap<string, Reply> {
  const list = listOf(reply);
  const pairs = new Map<string, Reply>();
  for (let index = 0; index + 1 < list.length; index += 2) pairs.set(textOf(list[index]), list[index + 1] ?? null);
  return pairs;
}

/** As `redis-cli` prints it, bounded. */
export function printReply(reply: Reply, indent = ''): string {
  if (typeof reply !== 'object' || reply === null) return `${indent}${reply === null ? '(nil)' : String(reply)}`;
  return reply.map((item, index) => `${indent}${String(index + 1)}) ${printReply(item, `${indent}   `).trimStart()}`).join('\n');
}
