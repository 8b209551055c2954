import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readOccupant, removeOccupant, writeOccupant } from '../../../src/main/dev/occupant.ts';
import { makeHome } from './fixtures/supervised.ts';

const occupant = { pid: 41, url: 'http://127.0.0.1:7420', children: [{ name: 'app', pid: 42, identity: '900' }] };

test('writeOccupant() is read back by readOccupant(), for the owner alone, until removeOccupant()', (t) => {
  const home = makeHome(t);

  writeOccupant(home, occupant);
  const found = readOccupant(home);
  const mode = statSync(join(home, 'supervisor.json')).mode & 0o777;
  removeOccupant(home);

  assert.deepEqual(found, occupant);
  assert.equal(mode, 0o600);
  assert.equal(readOccupant(home), null);
});

test('writeOccupant() doesn’t throw when the directory can’t be written', () => {
  assert.doesNotThrow(() => writeOccupant('/nowhere/at/all', occupant));
});

for (const text of ['', '{', 'null', '[]', '{"pid":"x"}']) {
  test(`readOccupant() takes ${JSON.stringify(text)} for no record`, (t) => {
    const home = makeHome(t);
    writeFileSync(join(home, 'supervisor.json'), text);

    assert.equal(readOccupant(home), null);
  });
}

test('readOccupant() leaves out children it can’t read', (t) => {
  const home = makeHome(t);
  writeFileSync(join(home, 'supervisor.json'), '{"pid":1,"children":[null,{"name":"app","pid":"2","identity":""}]}');

  assert.deepEqual(readOccupant(home), { pid: 1, url: null, children: [] });
});
