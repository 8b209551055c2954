/** Secrets by reference: the file names where a secret is, never what it is. */

import { z } from 'zod';

/** `{ env: NAME }` or `{ file: PATH }`; a literal secret in the file is refused with this message. */
export const secretRef = z.union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })], {
  error: 'expected a reference to a secret: { env: NAME } or { file: PATH }, never the secret itself',
});

export type SecretRef = z.infer<typeof secretRef>;

/** Throws ZhibanError `invalid` that names the reference (never the content) when the variable is unset or the file unreadable. */
export type ResolveSecret = (ref: SecretRef) => string;
