import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { migrations } from '../../../src/store/migrations/all.ts';

it('migrations are numbered in order, each number once, and every file is among them', async () => {
  const files = await readdir(join(import.meta.dirname, '../../../src/store/migrations'));

  const named = migrations.map((migration) => `${String(migration.number).padStart(4, '0')}-${migration.name}.ts`);
  assert.deepEqual(named, files.filter((file) => file !== 'all.ts').sort());
  assert.deepEqual(
    migrations.map((migration) => migration.number),
    [...new Set(migrations.map((migration) => migration.number))].sort((one, other) => one - other),
  );
});
