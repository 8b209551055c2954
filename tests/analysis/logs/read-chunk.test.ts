import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classOf } from '../../../src/analysis/logs/characters.ts';
import { isHost } from '../../../src/analysis/logs/host-name.ts';
import { createReadChunk, readChunk } from '../../../src/analysis/logs/read-chunk.ts';
import { ctimeEnd, readComposite, readLeadingColons } from '../../../src/analysis/logs/read-composite.ts';
import { gluedUnit } from '../../../src/analysis/logs/units.ts';
import { type VariableName, variableNames } from '../../../src/analysis/logs/variable.ts';

function maskOf(chunk: string): number {
  return [...chunk].reduce((mask, character) => mask | classOf(character.charCodeAt(0)), 0);
}

function kindOf(chunk: string): VariableName | undefined {
  const out = createReadChunk();
  readChunk(chunk, 0, chunk.length, maskOf(chunk), 0, out);
  return variableNames[out.kind];
}

const kinds: Readonly<Record<string, VariableName>> = {
  '42': 'number',
  '-1.5': 'number',
  '0xdeadBEEF': 'hex',
  '003a90fc': 'hex',
  '10.0.0.0/8': 'ip',
  '1.4.1': 'version',
  'v2.0': 'version',
  '2026-11-28': 'date',
  '16K': 'size',
  '250ms': 'duration',
  '/etc/passwd': 'path',
  './run': 'path',
  'etc/app/conf.d/x': 'path',
  'a@b.org': 'email',
  'db.shop.com': 'host',
  'com.shop.Db': 'word',
  shop: 'word',
  'seq/ack': 'word',
  '80x25': 'id',
};

for (const [chunk, kind] of Object.entries(kinds)) {
  test(`readChunk() takes '${chunk}' for ${kind}`, () => {
    assert.equal(kindOf(chunk), kind);
  });
}

test('isHost() needs a known top name at the end and none at the start', () => {
  for (const name of ['a.com', 'x-1.eu', 'db.shop.internal']) assert.ok(isHost(name, 0, name.length, maskOf(name)), name);
  for (const name of ['com.shop.cn', 'Main.java', 'a', '.com', 'a.']) assert.ok(!isHost(name, 0, name.length, maskOf(name)), name);
});

test('gluedUnit() knows units of time and size, and leaves words alone', () => {
  const nameOf = (text: string): string | undefined => variableNames[gluedUnit(text, 0, text.length)];

  assert.equal(nameOf('1.5s'), 'duration');
  assert.equal(nameOf('64KiB'), 'size');
  assert.equal(nameOf('2nd'), 'word');
});

test('readComposite() goes on over colons and slashes', () => {
  const out = { kind: 0, end: 0 };
  const readTo = (line: string): string => {
    const end = line.indexOf(':');
    readComposite(line, 0, end, line.length, maskOf(line.slice(0, end)), out);
    return out.end === 0 ? '' : `${variableNames[out.kind]} ${line.slice(0, out.end)}`;
  };

  assert.equal(readTo('http://a/b, c'), 'url http://a/b');
  assert.equal(readTo('10.0.0.1:80 x'), 'address 10.0.0.1:80');
  assert.equal(readTo('14:06:05,123 x'), 'time 14:06:05,123');
  assert.equal(readTo('2001:db8::7 x'), 'ip 2001:db8::7');
  assert.equal(readTo('port: 80'), '');
  assert.equal(readLeadingColons('::1 x', 0, 5, out), true);
});

test('ctimeEnd() finds the end of a date with its weekday', () => {
  assert.equal(ctimeEnd('Fri Jun 17 07:07:00 2005 x', 0), 24);
  assert.equal(ctimeEnd('Sat, 28 Nov 2026 14:06:05 GMT', 0), 29);
  assert.equal(ctimeEnd('Sunday at noon', 0), 0);
});
