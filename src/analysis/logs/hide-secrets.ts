/** Keeps secrets out of templates: what masking took out of a line must not stay in it as a word. */

import type { Token } from './scan-line.ts';
import { kinds } from './variable.ts';

/**
 * `masked` are the tokens of the masked line: a word that it does not have, or not as often, is part of a secret. Variables hold no value
 * anyway. A value that only repeats the name of its key, as in `token=Token{…}`, tells nothing and stays.
 */
export function hideSecrets(tokens: readonly Token[], masked: readonly Token[]): readonly Token[] {
  const left = new Map<string, number>();
  for (const { kind, text } of masked) if (kind === kinds.word) left.set(text, (left.get(text) ?? 0) + 1);
  return tokens.map((token, index) => {
    if (token.kind !== kinds.word) return token;
    const count = left.get(token.text) ?? 0;
    if (count > 0) {
      left.set(token.text, count - 1);
      return token;
    }
    return repeatsKey(tokens, index) ? token : { kind: kinds.secret, hasSpace: token.hasSpace, text: '' };
  });
}

function repeatsKey(tokens: readonly Token[], index: number): boolean {
  const mark = tokens[index - 1];
  const key = tokens[index - 2];
  if (mark?.kind !== kinds.mark || (mark.text !== '=' && mark.text !== ':')) return false;
  return key?.kind === kinds.word && key.text.toLowerCase() === tokens[index]?.text.toLowerCase();
}
