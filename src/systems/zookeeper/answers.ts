/** What four-letter words answer, as names and numbers. */

export type Fields = ReadonlyMap<string, string>;

/** `Name: value`, `name=value` or `name<tab>value`, one a line. */
export function fieldsOf(text: string): Fields {
  return new Map(
    text.split('\n').flatMap((line) => {
      const match = /^\s*([\w ./-]+?)\s*[:=\t]\s*(.*?)\s*$/.exec(line);
      return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
    }),
  );
}

/** Null where this version does not tell. */
export function numberOf(fields: Fields, name: string): number | null {
  const text = fields.get(name);
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

export function ratioOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : round(part / whole);
}

export function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

export function shown(value: unknown): string {
  return value === null || value === undefined ? '?' : String(value);
}

export interface Connection {
  /** Without the port. */
  readonly address: string;
  readonly queued: number;
  /** Empty for a connection without a session. */
  readonly session: string;
}

/** ` /10.0.0.1:52170[1](queued=0,recved=9,sent=9,sid=0x1…)`, one a line. */
export function connectionsOf(text: string): readonly Connection[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*\/?(.+):\d+\[\w+\]\((.*)\)/.exec(line);
    if (match === null) return [];
    const fields = new Map((match[2] ?? '').split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? ''] as const));
    return [{ address: match[1] ?? '', queued: Number(fields.get('queued') ?? 0) || 0, session: fields.get('sid') ?? '' }];
  });
}
