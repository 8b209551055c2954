/** The little of ASN.1 BER (ITU-T X.690) that LDAP needs: definite lengths, tags of one byte. */

export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

export function encode(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), encodeLength(content.length), content]);
}

export function encodeNumber(value: number, tag = 0x02): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.unshift(rest & 0xff);
    rest = Math.floor(rest / 256);
  } while (rest > 0);
  // A leading bit would make it negative.
  if ((bytes[0] ?? 0) > 0x7f) bytes.unshift(0);
  return encode(tag, Buffer.from(bytes));
}

export function encodeText(text: string, tag = 0x04): Buffer {
  return encode(tag, Buffer.from(text, 'utf8'));
}

/** The first element of the bytes and how long it is; null while it isn't whole. Throws RangeError for what is no BER of ours. */
export function decode(bytes: Buffer): { readonly element: Element; readonly size: number } | null {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return cut(bytes, tag, 2, first);
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new RangeError('a length that LDAP does not use');
  if (bytes.length < 2 + count) return null;
  return cut(bytes, tag, 2 + count, bytes.readUIntBE(2, count));
}

/** All elements within an element. */
export function decodeAll(content: Buffer): readonly Element[] {
  const found: Element[] = [];
  let rest = content;
  while (rest.length > 0) {
    const next = decode(rest);
    if (next === null) throw new RangeError('an element that ends before its length');
    found.push(next.element);
    rest = rest.subarray(next.size);
  }
  return found;
}

export function decodeNumber({ content }: Element): number {
  return content.length === 0 || content.length > 6 ? 0 : content.readUIntBE(0, content.length);
}

function cut(bytes: Buffer, tag: number, head: number, length: number): { readonly element: Element; readonly size: number } | null {
  if (length > contentBytesMax) throw new RangeError(`a message of ${length} bytes`);
  if (bytes.length < head + length) return null;
  return { element: { tag, content: bytes.subarray(head, head + length) }, size: head + length };
}

const contentBytesMax = 4_194_304;

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}
