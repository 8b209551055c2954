/** Cuts text without breaking a character in two. */

/** At most `charsMax` UTF-16 units, with an ellipsis when something was cut. Never ends inside a surrogate pair. */
export function shorten(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  if (charsMax <= 1) return charsMax === 1 ? '…' : '';
  return `${cutAt(text, charsMax - 1).trimEnd()}…`;
}

/** The longest head of `text` that is at most `charsMax` units and ends at a character's border. */
export function cutAt(text: string, charsMax: number): string {
  const head = text.slice(0, charsMax);
  const last = head.charCodeAt(head.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? head.slice(0, -1) : head;
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
