import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isGroupGone, parseKernelLog, readKernelEvents } from '../../../../src/systems/linux/parse/kernel-log.ts';

describe('kernel log', () => {
  const lines = [
    '[  100.000001] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/docker/abc,task_memcg=/docker/abc,task=java,pid=77,uid=0',
    '[  100.000002] Memory cgroup out of memory: Killed process 77 (java) total-vm:1kB, anon-rss:2048kB, file-rss:0kB',
    'Nov 21 09:00:00 web-1 kernel: [  120.5] EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2',
    '<4>[  121.0] blk_update_request: I/O error, dev sda, sector 1234',
    '[  121.5] blk_update_request: I/O error, dev fd0, sector 0',
    '[  122.0] EXT4-fs (sda1): Remounting filesystem read-only',
    '[  123.0] nginx[55]: segfault at 0 ip 0 sp 0 error 4',
    '[  124.0] INFO: task dd:99 blocked for more than 120 seconds.',
    '[  125.0] nf_conntrack: nf_conntrack: table full, dropping packet',
    '[  126.0] TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:8080. Sending cookies.',
    '[  127.0] EXT4-fs (loop0): re-mounted 1b-2c r/w. Quota mode: none.',
  ].join('\n');

  it('readKernelEvents() names victims, devices and ports', () => {
    const events = readKernelEvents(parseKernelLog(lines), 160, 30);

    assert.deepEqual(
      [
        events['kernel.oomKills'],
        events['kernel.oom.victim'],
        events['kernel.oom.pid'],
        events['kernel.oom.scope'],
        events['kernel.oom.cgroup'],
      ],
      [1, 'java', 77, 'cgroup', '/docker/abc'],
    );
    assert.deepEqual(
      [events['kernel.oom.ageSeconds'], events['kernel.oom.beforeIncidentSeconds'], events['kernel.oom.rssBytes']],
      [60, 30, 2_097_152],
    );
    assert.deepEqual(
      [
        events['kernel.ioErrors'],
        events['kernel.ioErrorDevice'],
        events['kernel.fsErrors'],
        events['kernel.readOnlyRemounts'],
        events['kernel.readOnlyDevice'],
      ],
      [1, 'sda', 1, 1, 'sda1'],
    );
    assert.deepEqual(
      [events['kernel.segfaultName'], events['kernel.hungTask'], events['kernel.conntrackFull'], events['kernel.synFloodPort']],
      ['nginx', 'dd', 1, 8_080],
    );
  });
  it('readKernelEvents() finds nothing in a quiet log', () => {
    const quiet = parseKernelLog(
      '[    0.000000] Linux version 6.1\n[    1.4] EXT4-fs (vda): mounted filesystem 0000 r/w without journal. Opts: errors=remount-ro\n',
    );

    assert.deepEqual(
      quiet.map(({ isComplaint }) => isComplaint),
      [false, false],
    );
    assert.equal(readKernelEvents(quiet, 10, 0)['kernel.lastComplaint'], '');
  });

  it('readKernelEvents() leaves out what was said of a loop device before it was taken off', () => {
    const told = (text: string) => readKernelEvents(parseKernelLog(text), 160, 30);
    const error = '[  100.0] I/O error, dev loop0, sector 8 op 0x1:(WRITE)\n[  101.0] EXT4-fs (loop0): Remounting filesystem read-only\n';

    const over = told(`${error}[  102.0] EXT4-fs (loop0): unmounting filesystem b385.\n`);
    assert.equal(over['kernel.ioErrors'], 0);
    assert.equal(over['kernel.readOnlyRemounts'], 0);
    assert.equal(over['kernel.lastComplaint'], '');
    assert.equal(told(`${error}[  102.0] loop0: detected capacity change from 0 to 98304\n${error}`)['kernel.ioErrors'], 1);
    assert.equal(told(`${error}[  102.0] EXT4-fs (loop1): unmounting filesystem b385.\n`)['kernel.ioErrors'], 1);
    const disk = error.replaceAll('loop0', 'sdb');
    assert.equal(told(`${disk}[  102.0] EXT4-fs (sdb): unmounting filesystem b385.\n`)['kernel.ioErrors'], 1);
  });

  it('isGroupGone() tells of a group that somebody made and took away again, and not of those that come back', () => {
    const told = (group: string): string => {
      const killed = `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=${group},task_memcg=${group},task=app,pid=7`;
      const lines = parseKernelLog(`[  100.0] ${killed}\n[  100.0] Memory cgroup out of memory: Killed process 7 (app)`);
      return readKernelEvents(lines, 160, 30)['kernel.oom.cgroup'];
    };

    assert.equal(isGroupGone(told('/jobs/render'), false), true);
    assert.equal(isGroupGone(told('/jobs/render'), true), false);
    assert.equal(isGroupGone(told('/system.slice/app.service'), false), false);
    assert.equal(isGroupGone(told('/docker/0a1b'), false), false);
    assert.equal(isGroupGone('', false), false);
  });
});
