/** Findings that who asks says himself: he knows that it is so, and asks for what brought it about. */

import type { Signature } from '../../domain/signature.ts';

/** Ids of the signatures that say no more than these words do. */
export function restatedBy(signatures: readonly Pick<Signature, 'id' | 'restates'>[], words: string): ReadonlySet<string> {
  const said = signatures.filter(({ restates }) => restates !== undefined && new RegExp(restates, 'i').test(words));
  return new Set(said.map(({ id }) => id));
}
