/** The pages about systems: what they promise is what the code has. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { builtInKinds } from '../../src/systems/registry.ts';

const guides = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'systems');

for (const { kind, probes, actions } of builtInKinds) {
  test(`the guide of ${kind} names every look and every action with its risk, and no other`, () => {
    const lines = readFileSync(join(guides, `${kind}.md`), 'utf8').split('\n');
    const rows = lines.filter((line) => line.startsWith('| `')).map((line) => line.split('|').map((cell) => cell.trim()));
    const looks = rows.filter((cells) => /^(cheap|moderate|heavy)$/.test(cells[3] ?? '')).map(([, name, , cost]) => `${name} ${cost}`);
    const changes = rows.filter((cells) => /^(low|medium|high|critical)$/.test(cells[2] ?? '')).map(([, name, risk]) => `${name} ${risk}`);

    assert.deepEqual(
      looks,
      // What every kind has is on a page of its own.
      probes.filter(({ name }) => name !== 'logs').map(({ name, cost }) => `\`${name}\` ${cost}`),
    );
    assert.deepEqual(
      changes,
      actions.map(({ name, risk }) => `\`${name}\` ${risk}`),
    );
  });
}
