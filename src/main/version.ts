/** This program's version, from its own manifest. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const version: string = readVersion();

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null ? String(Reflect.get(manifest, 'version')) : '0.0.0';
}
