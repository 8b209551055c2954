/** Looks whether each secret that the file refers to is there, and whether others could read it. Never keeps what it read. */

import { textOfError, ZhibanError } from '../domain/errors.ts';
import { secretRef } from '../domain/secret.ts';
import type { ReferenceProblem } from './check-references.ts';
import { forEachSecret, type JsonSchema, type SchemaPath } from './json-schema.ts';
import { createResolveSecret, isSecretFileOpen, type SecretOptions, secretPath } from './resolve-secret.ts';

/** Warnings only: without its secret one part can't work, and the rest can. */
export function checkSecrets(value: unknown, schema: JsonSchema, options: SecretOptions, prefix: SchemaPath): readonly ReferenceProblem[] {
  const resolveSecret = createResolveSecret(options);
  const problems: ReferenceProblem[] = [];
  forEachSecret(schema, value, (path, found) => {
    const ref = secretRef.safeParse(found);
    if (!ref.success) return;
    const at = [...prefix, ...path];
    try {
      resolveSecret(ref.data);
    } catch (error) {
      if (!(error instanceof ZhibanError)) throw error;
      problems.push({ level: 'warning', path: at, text: textOfError(error) });
      return;
    }
    if ('file' in ref.data && isSecretFileOpen(secretPath(ref.data.file, options.baseDirectory)) === true) {
      const { file } = ref.data;
      const en = `every account on this machine can reach ${file}; chmod 600 closes it`;
      problems.push({ level: 'warning', path: at, text: { en, 'zh-CN': `本机任何账号都能访问 ${file}，请执行 chmod 600` } });
    }
  });
  return problems;
}
