/** The configuration of plugins: where each one is, and what it is told. */

import { z } from 'zod';

const entry = z
  .strictObject({
    /** A folder; relative to this file. */
    path: z.string().min(1).optional(),
    /** The name of a package that npm has installed. */
    package: z
      .string()
      .regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/, 'expected the name of a package')
      .optional(),
    /** The name of a plugin that `zhiban plugin install` has taken from a market. */
    market: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected the name of a plugin')
      .optional(),
    enabled: z.boolean().default(true),
    /** What the plugin's own schema asks for. */
    config: z.record(z.string(), z.unknown()).default({}),
  })
  .refine(
    ({ path, package: name, market }) => [path, name, market].filter((each) => each !== undefined).length === 1,
    'expected one of path, package and market',
  );

export const pluginsConfig = z.array(entry).max(100).default([]);

export type PluginEntry = z.infer<typeof entry>;

const publicKey = z
  .string()
  .regex(/^ed25519:[A-Za-z0-9+/]{43}=$/, 'expected ed25519: and a key in base64, as zhiban plugin index key prints it');

const market = z
  .strictObject({
    /** As its index calls itself. */
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes'),
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** The index as a file; relative to this file. */
    path: z.string().min(1).optional(),
    /** Whose signature is trusted; two while one key takes the place of another. */
    publicKey: z
      .union([publicKey, z.array(publicKey).min(1).max(5)])
      .transform((given): readonly string[] => (typeof given === 'string' ? [given] : given)),
  })
  .refine(({ url, path }) => (url === undefined) !== (path === undefined), 'expected either url or path');

export const pluginMarketsConfig = z
  .array(market)
  .max(20)
  .refine((markets) => new Set(markets.map(({ name }) => name)).size === markets.length, 'two markets have the same name')
  .default([]);

export type MarketEntry = z.infer<typeof market>;

/** What an entry is called where nothing is known of it but its place. */
export function placeOf({ path, package: name, market: installed }: Pick<PluginEntry, 'path' | 'package' | 'market'>): string {
  return path ?? name ?? installed ?? '';
}
