import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relate } from '../../../src/analysis/rca/relate.ts';
import { isOnAnotherVolume, isOnItsVolume, pathsIn } from '../../../src/analysis/rca/volumes.ts';
import { candidate } from './make-candidate.ts';

const db = { id: 'db', kind: 'mysql', runsOn: 'box', dependsOn: [] };
const topology = { systems: [{ id: 'box', kind: 'host', dependsOn: [] }, db] };
const full = (mount: string) => ({
  ...candidate('box', 'host.disk-full-big-file', { kind: 'host', volume: 'usage.mount' }),
  values: { 'usage.mount': mount },
});
const table = (facts: Readonly<Record<string, string>>) =>
  new Map(Object.entries(facts).map(([name, value]) => [name, { value, evidenceId: 'e' }]));
const paths = pathsIn(
  new Map([
    [
      'db',
      table({ 'server.dataDirectory': '/data/mysql/', 'server.temporaryDirectory': '/tmp/one:/scratch/two', 'server.version': '8/1' }),
    ],
  ]),
);

test('pathsIn() finds the paths among the facts, and takes lists apart', () => {
  assert.deepEqual(paths.get('db'), ['/data/mysql/', '/tmp/one', '/scratch/two']);
});

test('isOnItsVolume() wants a file of the system on the mount, and no other mount of that beginning', () => {
  assert.equal(isOnItsVolume(full('/scratch'), db, paths), true);
  assert.equal(isOnItsVolume(full('/data/mysql'), db, paths), true);
  assert.equal(isOnItsVolume(full('/dat'), db, paths), false);
  assert.equal(isOnItsVolume(full('/'), db, paths), false, 'the root volume says nothing');
  assert.equal(isOnItsVolume(full('/scratch'), { ...db, runsOn: 'other' }, paths), false);
});

test('relate() links a full volume to the system that keeps files on it, however well that looks', () => {
  const relationOf = (mount: string) => relate([full(mount)], topology, ['db'], '', paths)[0]?.hypothesis.relation;

  assert.equal(relationOf('/scratch'), 'linked');
  assert.equal(relationOf('/exports'), 'aside');
});

test('isOnAnotherVolume() is where a system tells its folder and the volume is elsewhere', () => {
  const seenAt = (fault: string, facts: Readonly<Record<string, string>>) => ({
    ...candidate('db', fault, { kind: 'mysql' }),
    values: facts,
  });
  const saved = (path: string) => seenAt('mysql.save-fails', { 'save.directory': path, 'logs.path': '/exports/db.log' });

  assert.equal(isOnAnotherVolume(full('/exports'), saved('/data/mysql')), true, 'its log does not count');
  assert.equal(isOnAnotherVolume(full('/data'), saved('/data/mysql')), false);
  assert.equal(isOnAnotherVolume(full('/'), saved('/data/mysql')), false, 'the root volume says nothing');
  assert.equal(isOnAnotherVolume(full('/exports'), seenAt('mysql.save-fails', {})), false, 'it tells no folder');
  assert.equal(isOnAnotherVolume(full('/exports'), seenAt('mysql.no-space', { 'save.directory': '/data' })), false, 'of whichever volume');
});
