/** A message of a queue: JSON, bounded, with what is kept of it when it isn't. */

import type { FeedMessage } from './contract.ts';

/** Alerts are small; what is larger is something else. */
export const messageBytesMax = 1_048_576;

export function readJson(value: Buffer, meta: FeedMessage['meta'], at: string | null): FeedMessage {
  if (value.length > messageBytesMax) {
    const problem = { en: `larger than 1 MiB (${value.length} bytes)`, 'zh-CN': `超过 1 MiB（${value.length} 字节）` };
    return { raw: value.toString('utf8', 0, messageBytesMax), body: null, problem, meta, at };
  }
  const raw = value.toString('utf8');
  try {
    const text = raw.startsWith('\uFEFF') ? raw.slice(1) : raw;
    return { raw, body: JSON.parse(text, withoutPrototype), problem: null, meta, at };
  } catch {
    return { raw, body: null, problem: { en: 'is not JSON', 'zh-CN': '不是 JSON' }, meta, at };
  }
}

function withoutPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/**
 * CloudEvents in binary mode: attributes are headers with a prefix and the message is the data. Null for a message without them, which is
 * structured or no event.
 */
export function eventOf(headers: Readonly<Record<string, unknown>>, prefix: RegExp, data: unknown): unknown {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    prefix.test(name) && (typeof value === 'string' || typeof value === 'number')
      ? [[name.replace(prefix, ''), String(value)] as const]
      : [],
  );
  const event = Object.fromEntries(attributes);
  return event.specversion === undefined ? null : { ...event, data };
}
