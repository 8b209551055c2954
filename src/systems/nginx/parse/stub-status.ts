/** The page of ngx_http_stub_status_module. */

export interface StubStatus {
  readonly active: number;
  readonly accepts: number;
  readonly handled: number;
  readonly requests: number;
  readonly reading: number;
  readonly writing: number;
  readonly waiting: number;
}

const page =
  /^Active connections:\s+(\d+)\s+server accepts handled requests(?: request_time)?\s+(\d+)\s+(\d+)\s+(\d+)(?:\s+\d+)?\s+Reading:\s+(\d+)\s+Writing:\s+(\d+)\s+Waiting:\s+(\d+)/;

/** Null when it is another page. Tengine adds a fourth number, the time of all requests. */
export function parseStubStatus(text: string): StubStatus | null {
  const match = page.exec(text.trim());
  if (match === null) return null;
  const [active = 0, accepts = 0, handled = 0, requests = 0, reading = 0, writing = 0, waiting = 0] = match.slice(1).map(Number);
  return { active, accepts, handled, requests, reading, writing, waiting };
}
