import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkArguments, quote } from '../../../src/systems/linux/commands/argument.ts';
import { type CommandName, catalogue, invocationOf, preludeOf } from '../../../src/systems/linux/commands/catalogue.ts';

const hostile = [
  "'; touch /tmp/owned; '",
  '$(touch /tmp/owned)',
  '`id`',
  '-rf',
  '--help',
  'a\nb',
  '*',
  '~root',
  '\\',
  '"',
  '|id',
  '&',
  '中文 路径',
];

describe('arguments', () => {
  it('quote() gives a shell back exactly what went in', () => {
    for (const text of hostile) assert.equal(execFileSync('sh', ['-c', `printf %s ${quote(text)}`], { encoding: 'utf8' }), text);
  });
  it('checkArguments() refuses what a command does not take, without repeating it', () => {
    const cases: readonly (readonly [CommandName, readonly string[]])[] = [
      ['signal-process', ['1; reboot', '5', 'KILL']],
      ['signal-process', ['12', '5', 'SEGV']],
      ['signal-process', ['-1', '5', 'KILL']],
      ['signal-process', ['12', '5']],
      ['restart-unit', ['--help']],
      ['restart-unit', ['a b']],
      ['list-cleanable', ['/var/log/../../etc', '1', '1', '1']],
      ['list-cleanable', ['relative', '1', '1', '1']],
      ['list-cleanable', ['/var/log\n/etc', '1', '1', '1']],
      ['read-files', ['no-marker', '/proc/stat']],
      ['clock', ['extra']],
    ];

    for (const [name, args] of cases) {
      assert.throws(
        () => invocationOf(name, args),
        (error) => error instanceof RangeError && !args.some((arg) => arg.length > 2 && error.message.includes(arg)),
        `${name} ${args.join(' ')}`,
      );
    }
    assert.doesNotThrow(() => checkArguments('x', ['pid'], 'path', ['12', '/a', '/b']));
  });
});

describe('catalogue', () => {
  it('every script is a constant that a POSIX shell can parse', () => {
    for (const [name, { script }] of Object.entries(catalogue)) {
      const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
      assert.equal(status, 0, `${name}: ${stderr}`);
    }
  });
  it('a script can not swallow what follows it, and hostile paths stay paths', () => {
    for (const text of hostile.filter((each) => !each.includes('\n'))) {
      const { input } = invocationOf('real-path', [`/nowhere/${text}`]);
      const { stdout, stderr } = spawnSync('sh', ['-s'], {
        input: `${preludeOf({ sudo: false })}${input}echo "end $?"\n`,
        encoding: 'utf8',
      });
      assert.match(stdout, /\nend 0\n$/, `${text}: ${stderr}`);
    }
  });
  it('the looks run on busybox alone', { skip: hasBusybox() ? false : 'busybox is not installed' }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhiban-busybox-'));
    execFileSync('busybox', ['--install', '-s', folder]);
    const marked = join(folder, 'data');
    mkdirSync(join(marked, 'pg_wal'), { recursive: true });
    const plain: readonly CommandName[] = [
      'process-stats',
      'process-io',
      'filesystems',
      'open-files',
      'sockets',
      'cgroups',
      'failed-units',
      'clock',
      'network',
    ];
    const runs: readonly (readonly [CommandName, readonly string[]])[] = [
      ...plain.map((name) => [name, []] as const),
      ['read-files', ['@@0123456789:', '/proc/uptime']],
      ['stat-files', ['/etc/hostname']],
      ['crowded-directories', ['/etc/ssl']],
      ['heavy-directories', ['/etc/ssl']],
      ['ask-name-servers', ['127.0.0.1']],
      ['data-marks', [marked]],
      ['file-holders', ['/dev/null']],
      ['kernel-log', ['5']],
      ['tail-files', ['@@0123456789:', '100', '/etc/hostname']],
      ['changes', ['1440']],
      ['real-path', ['/etc/hostname']],
    ];

    for (const [name, args] of runs) {
      const prelude = preludeOf({ sudo: false }).replace(/^PATH=.*$/m, `PATH=${folder}; export PATH`);
      const { input } = invocationOf(name, args);
      const { status, stdout, stderr } = spawnSync(join(folder, 'sh'), ['-s'], {
        input: `${prelude}${input}`,
        env: { PATH: folder },
        encoding: 'utf8',
        maxBuffer: 67_108_864,
      });
      assert.deepEqual({ status, stderr, isEmpty: stdout === '' }, { status: 0, stderr: '', isEmpty: false }, name);
    }
    rmSync(folder, { recursive: true });
  });
});

function hasBusybox(): boolean {
  return spawnSync('busybox', ['true']).status === 0;
}

describe('an account without rights', { skip: process.getuid?.() === 0 ? false : 'only root may become somebody else' }, () => {
  it("is told that the kernel's log is closed to it, rather than that it is quiet", {
    skip: isLogOpenToAll() ? 'every account may read it here' : false,
  }, () => {
    const { input } = invocationOf('kernel-log', ['20']);
    const { stdout } = spawnSync('sh', ['-s'], {
      input: `${preludeOf({ sudo: false })}${input}`,
      uid: 65_534,
      gid: 65_534,
      encoding: 'utf8',
    });

    assert.match(stdout, /@@denied/);
  });
});

function isLogOpenToAll(): boolean {
  return readFileSync('/proc/sys/kernel/dmesg_restrict', 'utf8').trim() === '0';
}
