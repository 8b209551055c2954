/** `zhiban-plugin.json`: who the plugin is, what it brings, what it may touch and how much it may use. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { satisfies, validRange } from 'semver';
import { z } from 'zod';
import { ZhibanError } from '../domain/errors.ts';

export const manifestName = 'zhiban-plugin.json';

export const pluginName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes, at most 63');
export const pluginVersion = z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'expected a version such as 1.2.0');
export const versionRange = z
  .string()
  .max(200)
  .refine((range) => validRange(range) !== null, 'expected a range of versions such as ">=0.1.0 <1.0.0"');
const partNames = z
  .array(z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes'))
  .max(50)
  .default([]);

const hostPattern = z
  .string()
  .max(300)
  .regex(
    /^(systems|config|unix:\/.+|(\*\.)?[A-Za-z0-9_.-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?)$/,
    'expected host, host:port, *.domain, unix:/path, or one of: systems, config',
  );

const path = z
  .string()
  .min(1)
  .max(1_000)
  .refine((given) => !/[*?,\p{Cc}]/u.test(given), 'expected a path without wildcards, commas and control characters');

/** What it brings, what it may touch and how much it may use: also told by the index of a market, ahead of the download. */
export const declarationShape = {
  capabilities: z
    .strictObject({
      systems: partNames,
      notifier: z.boolean().default(false),
      alertSources: partNames,
      analysers: partNames,
      /** A platform where people talk: `chat:NAME`. */
      chat: z.boolean().default(false),
      /** A folder of runbooks below the plugin's own. */
      runbooks: z
        .string()
        .regex(/^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]*$/)
        .optional(),
    })
    .prefault({}),
  permissions: z
    .strictObject({
      read: z.array(path).max(50).default([]),
      write: z.array(path).max(50).default([]),
      /** `systems`: the addresses in the entries of its systems; `config`: those in its own configuration. */
      hosts: z.array(hostPattern).max(100).default([]),
      env: z
        .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/))
        .max(50)
        .default([]),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** Of the whole process. */
      memoryMb: z.number().int().min(96).max(4_096).default(192),
      /** The longest that one call may take. */
      callMs: z.number().int().min(100).max(600_000).default(30_000),
    })
    .prefault({}),
};

const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  name: pluginName,
  version: pluginVersion,
  description: z.strictObject({ 'zh-CN': z.string().max(300), en: z.string().max(300) }).optional(),
  /** The versions of Zhiban that it works with. */
  zhiban: versionRange,
  /** The module that exports `plugin`, below the plugin's folder. */
  main: z
    .string()
    .regex(
      /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\.(ts|mts|js|mjs)$/,
      'expected the path of a module below this folder, such as src/plugin.ts',
    ),
  ...declarationShape,
});

export type Manifest = z.infer<typeof manifestSchema>;
/** What somebody who decides about it wants to know. */
export type Declaration = Pick<Manifest, 'capabilities' | 'permissions' | 'limits'>;

const bytesMax = 262_144;

/** Throws ZhibanError `invalid` that names the key and what was expected. */
export function readManifest(directory: string): Manifest {
  const file = join(directory, manifestName);
  return parseManifest(readText(file), file);
}

export function parseManifest(text: string, file: string): Manifest {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new ZhibanError('invalid', `${file} is not JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
  const parsed = manifestSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  throw new ZhibanError('invalid', `${file}: ${problems.join('; ')}`);
}

/** Throws ZhibanError `invalid` when the plugin was not made for this version. */
export function requireVersion(manifest: Pick<Manifest, 'name' | 'version' | 'zhiban'>, zhibanVersion: string): void {
  if (satisfies(zhibanVersion, manifest.zhiban, { includePrerelease: true })) return;
  throw new ZhibanError(
    'invalid',
    `The plugin ${manifest.name} ${manifest.version} is made for Zhiban ${manifest.zhiban}, and this is ${zhibanVersion}`,
  );
}

function readText(file: string): string {
  try {
    if (statSync(file).size > bytesMax) throw new RangeError(`larger than ${bytesMax / 1_024} KiB`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const why = code === 'ENOENT' ? 'there is no such file' : code;
    throw new ZhibanError('invalid', `${file} cannot be read: ${why}`, { cause });
  }
}
