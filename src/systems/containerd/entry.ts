/** How a containerd is written under `systems:`: the host it runs on, and its socket there. */

import { z } from 'zod';
import { entryShape, systemIdPattern } from '../entry.ts';

/** A namespace or a container, as containerd takes them. */
export const containerdName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'expected a name as containerd has them');

export const containerdEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('containerd'),
  /** The host or ssh system that it runs on: everything goes through it. */
  runsOn: z.string().regex(systemIdPattern, 'expected the id of a host or ssh system'),
  socket: z
    .string()
    .regex(/^(?!.*\/\.\.(?:\/|$))\/[^\p{Cc}]{0,100}$/u, 'expected an absolute path')
    .default('/run/containerd/containerd.sock'),
  /** Absent: all that there are. */
  namespaces: z.array(containerdName).min(1).max(40).optional(),
});

export type ContainerdEntry = z.infer<typeof containerdEntry>;
