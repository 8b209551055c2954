import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));

/** Without them `npm ci` refuses the lock file wherever the registry lacks one of these packages; `npm run lock:complete` adds them. */
test('package-lock.json names every optional package, for this platform and for others', () => {
  const missing: string[] = [];
  for (const [place, entry] of Object.entries<{ optionalDependencies?: Record<string, string> }>(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!(`${place}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages)) missing.push(`${place} → ${name}`);
    }
  }

  assert.deepEqual(missing, []);
});

test('package-lock.json names no registry', () => {
  const hosts = JSON.stringify(packages).match(/"resolved":"https?:\/\/[^"]+"/g) ?? [];

  assert.deepEqual(hosts, []);
});
