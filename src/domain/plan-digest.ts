/** What an approval is bound to: the hash of exactly what will be done. */

import { createHash } from 'node:crypto';
import type { StepProposal } from './plan.ts';

/**
 * SHA-256 over the incident and the exact steps in a canonical form: keys sorted, no white space.
 * Texts are left out: a better wording doesn't change what is done, a changed argument does.
 */
export function planDigest(incidentId: string, steps: readonly StepProposal[]): string {
  const bound = steps.map(({ systemId, kind, action, arguments: given }) => ({ systemId, kind, action, arguments: given }));
  return createHash('sha256')
    .update(canonicalJson({ incidentId, steps: bound }))
    .digest('hex');
}

/** JSON with sorted keys, for hashing. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  let written = '';
  for (const key of Object.keys(value).sort()) {
    const item: unknown = Reflect.get(value, key);
    if (item !== undefined) written += `${written === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(item)}`;
  }
  return `{${written}}`;
}
