/** Packages as they come, also from somebody who means no good: each refused as a whole, before a byte is on the disk. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { ZhibanError } from '../../../src/domain/errors.ts';
import { packFolder, readFolder } from '../../../src/plugins/market/pack-folder.ts';
import { folderChecksum, readTarball, sha512Of } from '../../../src/plugins/market/package-files.ts';
import { writeSamplePlugin } from './sample.ts';

const home = mkdtempSync(join(tmpdir(), 'zhiban-package-'));
after(() => rmSync(home, { recursive: true, force: true }));

interface Entry {
  readonly path: string;
  readonly type?: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'BlockDevice' | 'FIFO' | 'Directory' | 'SparseFile';
  readonly linkpath?: string;
  readonly text?: string;
}

const manifest: Entry = { path: 'package/zhiban-plugin.json', text: '{}' };

function tarOf(...entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, type = 'File', linkpath, text = '' }) => {
    const block = Buffer.alloc(512);
    const size = Buffer.byteLength(text);
    const header = new Header({ path, type, size, mode: 0o4755, mtime: new Date(0), ...(linkpath === undefined ? {} : { linkpath }) });
    header.encode(block, 0);
    const body = Buffer.alloc(Math.ceil(size / 512) * 512);
    body.write(text);
    return [block, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}

const refusal = (kind: string, says: RegExp) => (error: unknown) =>
  error instanceof ZhibanError && error.kind === kind && says.test(error.message);

test('readTarball() reads what packFolder() has packed, the same bytes each time', async () => {
  const folder = writeSamplePlugin(join(home, 'gauge'), {
    more: { 'docs/long/说明.md': 'x'.repeat(100_000), '.env': 'SECRET=1', 'node_modules/a/index.js': '' },
  });
  const files = readFolder(folder);

  const first = await packFolder(folder, files);
  const second = await packFolder(folder, files);

  assert.deepEqual(readTarball(first), files);
  assert.deepEqual(
    files.map(({ path }) => path),
    ['docs/long/说明.md', 'package.json', 'src/plugin.js', 'zhiban-plugin.json'],
  );
  assert.equal(sha512Of(first), sha512Of(second));
});

test('readFolder() takes dependencies along when the package has some, and refuses links', () => {
  const folder = writeSamplePlugin(join(home, 'whole'), {
    more: { 'package.json': '{"dependencies":{"a":"1.0.0"}}', 'node_modules/a/package.json': '{}' },
  });
  const linked = writeSamplePlugin(join(home, 'linked'));
  symlinkSync('/etc/passwd', join(linked, 'src', 'passwd'));

  assert.ok(readFolder(folder).some(({ path }) => path === 'node_modules/a/package.json'));
  assert.throws(() => readFolder(linked), refusal('invalid', /src\/passwd is neither a plain file nor a folder/));
});

test('readTarball() takes packages with the manifest at the top or below one folder', () => {
  const top = readTarball(
    gzipSync(tarOf({ path: './zhiban-plugin.json', text: '{}' }, { path: 'src', type: 'Directory' }, { path: './src/a.js', text: 'a' })),
  );
  const below = readTarball(gzipSync(tarOf({ path: 'pkg/src/a.js', text: 'a' }, { path: 'pkg/zhiban-plugin.json', text: '{}' })));

  const pathsOf = (files: typeof top): readonly string[] => files.map(({ path }) => path).sort();
  assert.deepEqual(pathsOf(top), ['src/a.js', 'zhiban-plugin.json']);
  assert.deepEqual(pathsOf(below), ['src/a.js', 'zhiban-plugin.json']);
  assert.equal(below.find(({ path }) => path === 'src/a.js')?.bytes.toString(), 'a');
});

const evil: readonly { readonly name: string; readonly tarball: Buffer; readonly kind?: string; readonly says: RegExp }[] = [
  {
    name: 'a path outside',
    tarball: gzipSync(tarOf(manifest, { path: 'package/../../etc/cron.d/x', text: 'x' })),
    says: /leads out of its folder/,
  },
  { name: 'an absolute path', tarball: gzipSync(tarOf(manifest, { path: '/etc/cron.d/x', text: 'x' })), says: /leads out of its folder/ },
  {
    name: 'a file beside the package',
    tarball: gzipSync(tarOf(manifest, { path: 'other/x', text: 'x' })),
    says: /leads out of its folder/,
  },
  { name: 'a drive', tarball: gzipSync(tarOf(manifest, { path: 'package/C:x', text: 'x' })), says: /leads out of its folder/ },
  {
    name: 'a symbolic link',
    tarball: gzipSync(tarOf(manifest, { path: 'package/a', type: 'SymbolicLink', linkpath: '/etc' }, { path: 'package/a/x', text: 'x' })),
    says: /package\/a, which is a SymbolicLink/,
  },
  {
    name: 'a hard link',
    tarball: gzipSync(tarOf(manifest, { path: 'package/a', type: 'Link', linkpath: '/etc/shadow' })),
    says: /which is a Link/,
  },
  {
    name: 'a device',
    tarball: gzipSync(tarOf(manifest, { path: 'package/a', type: 'CharacterDevice' })),
    says: /which is a CharacterDevice/,
  },
  { name: 'a pipe', tarball: gzipSync(tarOf(manifest, { path: 'package/a', type: 'FIFO' })), says: /which is a FIFO/ },
  { name: 'a sparse file', tarball: gzipSync(tarOf(manifest, { path: 'package/a', type: 'SparseFile' })), says: /which is a SparseFile/ },
  { name: 'a file twice', tarball: gzipSync(tarOf(manifest, { path: 'package/A' }, { path: 'package/a' })), says: /has package\/a twice/ },
  { name: 'no manifest', tarball: gzipSync(tarOf({ path: 'package/src/a.js' })), says: /has no zhiban-plugin\.json/ },
  {
    name: 'a broken checksum',
    tarball: gzipSync(tarOf(manifest, { path: 'package/a' }).fill(0x41, 1_024 + 148, 1_024 + 156)),
    says: /no \.tgz/,
  },
  {
    name: 'half a package',
    tarball: gzipSync(tarOf(manifest, { path: 'package/a', text: 'x'.repeat(2_000) }).subarray(0, 2_048)),
    says: /no \.tgz/,
  },
  { name: 'something else', tarball: Buffer.from('<html>'), says: /no \.tgz/ },
  { name: 'a package within a package', tarball: gzipSync(gzipSync(tarOf(manifest))), says: /packed twice/ },
  { name: 'a bomb', tarball: gzipSync(Buffer.alloc(140_000_000), { level: 1 }), kind: 'too-large', says: /more than 128 MiB/ },
  {
    name: 'too many files',
    tarball: gzipSync(tarOf(manifest, ...Array.from({ length: 5_001 }, (_, at) => ({ path: `package/${at}` })))),
    kind: 'too-large',
    says: /more than 5000 entries/,
  },
];
for (const { name, tarball, kind = 'invalid', says } of evil) {
  test(`readTarball() refuses ${name}`, () => assert.throws(() => readTarball(tarball), refusal(kind, says)));
}

test('folderChecksum() is of names, sizes and contents', () => {
  const file = { path: 'a', bytes: 1, sha512: '0'.repeat(128) };

  assert.notEqual(folderChecksum([file]), folderChecksum([{ ...file, path: 'b' }]));
  assert.notEqual(folderChecksum([file]), folderChecksum([{ ...file, bytes: 2 }]));
});

test('readFolder() refuses a folder that is too large for a package', () => {
  const folder = writeSamplePlugin(join(home, 'large'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets', 'film'), Buffer.alloc(33_554_433));

  assert.throws(() => readFolder(folder), refusal('too-large', /at most 32 MiB/));
});
