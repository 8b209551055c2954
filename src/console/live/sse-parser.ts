/** Server-sent events from chunks of text, as the HTML standard describes them. */

export interface ServerEvent {
  readonly id: string | null;
  readonly name: string;
  readonly text: string;
}

/** Feed it chunks in any cut; it calls back once per whole event. Comments and `retry` are passed over. */
export function createSseParser(onEvent: (event: ServerEvent) => void): (chunk: string) => void {
  let rest = '';
  let id: string | null = null;
  let name = '';
  let lines: string[] = [];

  function take(line: string): void {
    if (line === '') {
      if (lines.length > 0) onEvent({ id, name: name === '' ? 'message' : name, text: lines.join('\n') });
      name = '';
      lines = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') name = value;
    else if (field === 'data') lines.push(value);
    else if (field === 'id') id = value;
  }

  return (chunk) => {
    rest += chunk;
    // A carriage return at the very end may be half of a line break: it waits for the next chunk.
    const ready = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
    const parts = ready.split(/\r\n|\n|\r/);
    rest = (parts.pop() ?? '') + rest.slice(ready.length);
    for (const part of parts) take(part);
  };
}
