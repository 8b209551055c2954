/** LDAP's messages (RFC 4511): those that are sent, and those that come back. */

import { decodeAll, decodeNumber, type Element, encode, encodeNumber, encodeText } from './ber.ts';

export interface DirectoryEntry {
  readonly dn: string;
  /** By lower-case name. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export interface SearchRequest {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'subtree';
  readonly attributes: readonly string[];
  readonly entriesMax: number;
  readonly secondsMax: number;
}

export type Answer =
  | { readonly type: 'entry'; readonly entry: DirectoryEntry }
  | { readonly type: 'done'; readonly code: number; readonly text: string }
  | { readonly type: 'other' };

const scopes = { base: 0, one: 1, subtree: 2 } as const;
const never = 0;

export function bindMessage(id: number, dn: string, password: string): Buffer {
  return message(id, encode(0x60, encodeNumber(3), encodeText(dn), encodeText(password, 0x80)));
}

export function searchMessage(id: number, { base, scope, attributes, entriesMax, secondsMax }: SearchRequest): Buffer {
  const isPresent = encodeText('objectClass', 0x87);
  const wanted = encode(0x30, ...attributes.map((name) => encodeText(name)));
  const typesOnly = encode(0x01, Buffer.from([0]));
  const limits = [encodeNumber(entriesMax), encodeNumber(secondsMax)];
  return message(
    id,
    encode(0x63, encodeText(base), encodeNumber(scopes[scope], 0x0a), encodeNumber(never, 0x0a), ...limits, typesOnly, isPresent, wanted),
  );
}

/** Puts the values in the place of those that are there; none takes the attribute away. */
export function replaceMessage(id: number, dn: string, attribute: string, values: readonly string[]): Buffer {
  const replace = 2;
  const change = encode(
    0x30,
    encodeNumber(replace, 0x0a),
    encode(0x30, encodeText(attribute), encode(0x31, ...values.map((value) => encodeText(value)))),
  );
  return message(id, encode(0x66, encodeText(dn), encode(0x30, change)));
}

export function unbindMessage(id: number): Buffer {
  return message(id, encode(0x42));
}

export function readAnswer(whole: Element): { readonly id: number; readonly answer: Answer } {
  const [id, operation] = decodeAll(whole.content);
  if (id === undefined || operation === undefined) throw new RangeError('a message without an operation');
  return { id: decodeNumber(id), answer: answerOf(operation) };
}

function answerOf({ tag, content }: Element): Answer {
  const [first, second, third] = decodeAll(content);
  if (tag === 0x64 && first !== undefined && second !== undefined) return { type: 'entry', entry: entryOf(first, second) };
  // The results of bind, search and modify.
  if ((tag === 0x61 || tag === 0x65 || tag === 0x67 || tag === 0x78) && first !== undefined)
    return { type: 'done', code: decodeNumber(first), text: third?.content.toString('utf8').slice(0, 300) ?? '' };
  return { type: 'other' };
}

function entryOf(dn: Element, list: Element): DirectoryEntry {
  const attributes = new Map<string, readonly string[]>();
  for (const each of decodeAll(list.content)) {
    const [name, values] = decodeAll(each.content);
    if (name === undefined || values === undefined) continue;
    attributes.set(
      name.content.toString('utf8').toLowerCase(),
      decodeAll(values.content).map((value) => value.content.toString('utf8').slice(0, 2_000)),
    );
  }
  return { dn: dn.content.toString('utf8'), attributes };
}

function message(id: number, operation: Buffer): Buffer {
  return encode(0x30, encodeNumber(id), operation);
}
