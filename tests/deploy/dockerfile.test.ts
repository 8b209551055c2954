import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { read, root } from './compose-file.ts';

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

const instructions: readonly Instruction[] = read('deploy/Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));

const named = (name: string): readonly string[] => instructions.filter((each) => each.name === name).map(({ rest }) => rest);

test('Dockerfile builds on pinned images of the Node that package.json asks for', () => {
  const { dependencies } = JSON.parse(read('package.json'));

  assert.deepEqual(named('FROM'), [`node:${dependencies.node}-bookworm-slim AS build`, `node:${dependencies.node}-bookworm-slim`]);
});

test('Dockerfile runs as a numbered account that is not root, set after the last file is copied', () => {
  const lastCopy = instructions.findLastIndex(({ name }) => name === 'COPY' || name === 'RUN');
  const user = instructions.findLastIndex(({ name }) => name === 'USER');

  assert.match(instructions[user]?.rest ?? '', /^[1-9]\d*:[1-9]\d*$/);
  assert.ok(user > lastCopy);
});

test('Dockerfile has a health check, a volume for what is kept, and no secret', () => {
  assert.equal(named('HEALTHCHECK').length, 1);
  assert.deepEqual(named('VOLUME'), ['/data']);
  assert.deepEqual(named('ADD'), []);
  assert.deepEqual(named('ARG'), []);
  assert.doesNotMatch(named('ENV').join(' '), /TOKEN|PASSWORD|SECRET|KEY/);
});

test('Dockerfile copies only what is there and what .dockerignore lets in', () => {
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const sources = named('COPY')
    .filter((rest) => !rest.startsWith('--from'))
    .flatMap((rest) => rest.split(' ').slice(0, -1));

  for (const source of sources) assert.ok(existsSync(join(root, source)), source);
  assert.deepEqual([...new Set(sources)].sort(), allowed.sort());
});
