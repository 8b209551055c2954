/** Keeps secrets out of logs and errors: SDKs put tokens, tickets and whole URLs into their messages. */

import type { AdapterLog } from '../contract.ts';

export type Redact = (text: string) => string;

/** Replaces the given secrets wherever they occur, and anything that looks like a token, a bearer header or a socket ticket. */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets
    .filter((secret) => secret !== undefined && secret.length >= 4)
    .toSorted((a, b) => (b?.length ?? 0) - (a?.length ?? 0));
  return (text) => {
    let clean = text;
    for (const secret of known) clean = clean.replaceAll(secret ?? '', '[secret]');
    return clean
      .replace(/\bx(?:ox[a-z]|app)-[\w-]{6,}/g, '[secret]')
      .replace(/\bBearer\s+[\w.~+/=-]{8,}/gi, 'Bearer [secret]')
      .replace(/\b((?:wss?|https?):\/\/[^\s"'?]*)\?[^\s"']*/g, '$1?[secret]');
  };
}

/** A log that redacts its message and every string in its fields. */
export function redactLog(log: AdapterLog, redact: Redact): AdapterLog {
  const clean = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactValue(value, redact)]));
  return {
    info: (fields, message) => log.info(clean(fields), redact(message)),
    warn: (fields, message) => log.warn(clean(fields), redact(message)),
    error: (fields, message) => log.error(clean(fields), redact(message)),
  };
}

function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Error) return redact(value.message);
  return redact(JSON.stringify(value) ?? '');
}
