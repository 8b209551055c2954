/** What adapters that are called over HTTP read and answer; the API server mounts them. */

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** By its lower-case name; empty when it isn't there, the first when it is there twice. */
export function headerOf(headers: HttpHeaders, name: string): string {
  const found = headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : (found?.[0] ?? '');
}

export function plainAnswer(status: number, body: string): HttpAnswer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

export function jsonAnswer(status: number, body: unknown): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
