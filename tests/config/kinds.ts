import { z } from 'zod';
import type { LoadableKind } from '../../src/config/load.ts';
import { secretRef } from '../../src/domain/secret.ts';
import { entryShape } from '../../src/systems/entry.ts';

/** Kinds with the forms that the tests write, so that loading is tested apart from any real kind. */
export const kinds: readonly LoadableKind[] = [
  { kind: 'host', entry: z.strictObject({ ...entryShape, kind: z.literal('host') }) },
  {
    kind: 'redis',
    entry: z.strictObject({ ...entryShape, kind: z.literal('redis'), url: z.url(), password: secretRef.optional() }),
  },
  {
    kind: 'ssh',
    entry: z.strictObject({
      ...entryShape,
      kind: z.literal('ssh'),
      host: z.string(),
      port: z.number().int().min(1).max(65_535).default(22),
    }),
  },
];
