/** Lines of the log, read again by whoever shows them to a person. */

export interface LogLine {
  readonly level: string;
  /** ISO 8601, or empty. */
  readonly time: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Null for what is none: a stack that a crash leaves, a warning of the run time. */
export function readLogLine(line: string): LogLine | null {
  if (!line.startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { level = 'info', time = '', message = '', ...fields } = Object.fromEntries(Object.entries(parsed));
    return { level: String(level), time: String(time), message: String(message), fields };
  } catch {
    return null;
  }
}

/** Quoted where a space or a sign would make it several. */
export function plainValue(value: unknown): string {
  if (typeof value === 'string') return /[\s"=]/.test(value) || value === '' ? JSON.stringify(value) : value;
  return JSON.stringify(value) ?? 'undefined';
}
