/**
 * `npm run lock:complete`: writes into package-lock.json the optional packages for other platforms that npm left out. It leaves out what
 * its registry didn't have at that moment, and `npm ci` then refuses the lock file on every machine that asks the same registry.
 * The entries carry no checksum, since the packages were never seen; npm adds it when one of those platforms installs them.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const path = join(import.meta.dirname, '..', 'package-lock.json');

const entrySchema = z.looseObject({
  dev: z.boolean().optional(),
  license: z.string().optional(),
  engines: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
type Entry = z.infer<typeof entrySchema>;

// What is written back is what was read: a parsed object would have its keys in the schema's order.
const anyRecord = z.record(z.string(), z.unknown());
const lock = anyRecord.parse(JSON.parse(readFileSync(path, 'utf8')));
const known = anyRecord.parse(lock.packages);
const added = findMissing(z.record(z.string(), entrySchema).parse(known));
const packages = Object.fromEntries(Object.entries({ ...known, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
console.log(`package-lock.json: ${Object.keys(added).length} packages for other platforms added`);

function findMissing(known: Readonly<Record<string, Entry>>): Record<string, Entry> {
  const missing: Record<string, Entry> = {};
  for (const [place, entry] of Object.entries(known)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const isKnown = `${place}/node_modules/${name}` in known || `node_modules/${name}` in known;
      const platform = isKnown ? null : platformOf(name);
      if (platform !== null) missing[`node_modules/${name}`] = describe(version, platform, entry);
    }
  }
  return missing;
}

interface Platform {
  readonly os: string;
  readonly cpu: string;
  readonly libc: string | null;
}

/** Such packages are named for their platform: `@swc/core-linux-s390x-gnu`. Null for any other name. */
function platformOf(name: string): Platform | null {
  const found = /-(aix|android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)/.exec(name);
  if (found?.[1] === undefined || found[2] === undefined) return null;
  const isLinux = found[1] === 'linux';
  const libc = isLinux && name.includes('musl') ? 'musl' : isLinux && name.includes('gnu') ? 'glibc' : null;
  return { os: found[1], cpu: found[2], libc };
}

/** In the order that npm writes the fields in. */
function describe(version: string, { os, cpu, libc }: Platform, parent: Entry): Entry {
  return {
    version,
    cpu: [cpu],
    ...(parent.dev === true ? { dev: true } : {}),
    ...(libc === null ? {} : { libc: [libc] }),
    ...(parent.license === undefined ? {} : { license: parent.license }),
    optional: true,
    os: [os],
    ...(parent.engines === undefined ? {} : { engines: parent.engines }),
  };
}
