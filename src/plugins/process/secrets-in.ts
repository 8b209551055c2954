/** The secrets that a configuration or an entry refers to: resolved here, so that the plugin gets these and can ask for no other. */

import { forEachSecret, type JsonSchema } from '../../config/json-schema.ts';
import { type ResolveSecret, secretRef } from '../../domain/secret.ts';

/** `env NAME` or `file PATH`, and the secret. */
export type SecretPair = readonly [reference: string, secret: string];

/** Throws ZhibanError `invalid` that names the reference when one can't be read. */
export function secretsIn(schema: unknown, value: unknown, resolveSecret: ResolveSecret): readonly SecretPair[] {
  const found: SecretPair[] = [];
  forEachSecret(schema as JsonSchema, value, (_path, given) => {
    const parsed = secretRef.safeParse(given);
    if (!parsed.success) return;
    const ref = parsed.data;
    found.push(['env' in ref ? `env ${ref.env}` : `file ${ref.file}`, resolveSecret(ref)]);
  });
  return found;
}
