/** One-time codes by which a person links a chat account: told to the account alone, typed or opened by whoever is signed in. */

/** Crockford's: no letter that reads as a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Sixteen characters of five bits: 80 bits, which nobody guesses in the ten minutes that a code lives. */
const bytesNeeded = 10;

/** `7K2M-0QXA-9TBE-4WHC`, from ten random bytes. */
export function linkCodeOf(random: Uint8Array): string {
  if (random.length !== bytesNeeded) throw new Error(`A code is made of ${bytesNeeded} random bytes, not of ${random.length}`);
  let bits = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let code = '';
  for (let index = 0; index < 16; index += 1) {
    code = (alphabet[Number(bits & 31n)] ?? '') + code;
    bits >>= 5n;
  }
  return code.match(/.{4}/g)?.join('-') ?? code;
}

/** The one spelling of a code, whatever case, spaces and look-alikes it was typed with; null for what can't be one. */
export function normalLinkCode(typed: string): string | null {
  const text = typed.slice(0, 64).toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(text) ? (text.match(/.{4}/g)?.join('-') ?? null) : null;
}
