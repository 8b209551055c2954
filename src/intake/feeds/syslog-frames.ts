/** Cuts a stream of syslog into messages, as RFC 6587 has both: counted in octets, or ended by a line feed or NUL. */

export interface Frames {
  push(data: Buffer): readonly string[];
  /** What stood at the end without one. */
  end(): readonly string[];
}

const messageMax = 65_536;

export function createFrames(): Frames {
  let rest: Buffer = Buffer.alloc(0);
  /** Of a message that is too long: what still comes of it belongs to nobody. */
  let isSkipping = false;
  function next(): string | null {
    const counted = /^(\d{1,6}) </.exec(rest.toString('latin1', 0, 9));
    if (counted !== null && !isSkipping) {
      const [start, length] = [(counted[1] ?? '').length + 1, Number(counted[1])];
      if (length <= messageMax) {
        if (rest.length < start + length) return null;
        const text = rest.toString('utf8', start, start + length);
        rest = rest.subarray(start + length);
        return text;
      }
    }
    const end = rest.findIndex((byte) => byte === 10 || byte === 0);
    if (end !== -1) {
      const text = isSkipping ? '' : rest.toString('utf8', 0, Math.min(end, messageMax));
      rest = rest.subarray(end + 1);
      isSkipping = false;
      return text;
    }
    if (rest.length <= messageMax) return null;
    const text = isSkipping ? '' : rest.toString('utf8', 0, messageMax);
    rest = Buffer.alloc(0);
    isSkipping = true;
    return text;
  }
  return {
    push(data) {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      const found: string[] = [];
      for (let text = next(); text !== null; text = next()) if (text.trim() !== '') found.push(text);
      return found;
    },
    end() {
      const text = isSkipping ? '' : rest.toString('utf8', 0, messageMax).trim();
      rest = Buffer.alloc(0);
      return text === '' ? [] : [text];
    },
  };
}
