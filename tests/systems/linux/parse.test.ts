import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCgroups } from '../../../src/systems/linux/parse/cgroups.ts';
import { parseChanges } from '../../../src/systems/linux/parse/changes.ts';
import { parseClock } from '../../../src/systems/linux/parse/clock.ts';
import {
  parseDiskstats,
  parseKernelStat,
  parseMeminfo,
  parseNetCounters,
  parsePairs,
  parsePressure,
} from '../../../src/systems/linux/parse/counters.ts';
import { filesystemOf, parseFilesystems } from '../../../src/systems/linux/parse/filesystems.ts';
import { parseNetwork } from '../../../src/systems/linux/parse/network.ts';
import { ageSeconds, parseColonLines, parseLimit, parseProcessSample, parseUptime } from '../../../src/systems/linux/parse/process.ts';
import { readLogFindings } from '../../../src/systems/linux/parse/service-log.ts';
import { parseUnits } from '../../../src/systems/linux/parse/units.ts';

const tail =
  '0 -1 4194560 100 0 7 0 150 50 0 0 20 5 3 0 12345 1000000 2000 18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0';

describe('process', () => {
  it('parseProcessSample() reads names with blanks, brackets and line feeds', () => {
    const text = `1 (systemd) S 0 1 1 ${tail}\n42 (a) R 1 (x) D 1 42 42 ${tail}\n43 (new\nline) T 1 43 43 ${tail}\ngarbage\nuptime 5000.50 9000.00\n`;

    const { processes, uptimeSeconds } = parseProcessSample(text);

    assert.equal(uptimeSeconds, 5_000.5);
    assert.deepEqual(
      [...processes.values()].map(({ pid, name, state, parent }) => [pid, name, state, parent]),
      [
        [1, 'systemd', 'S', 0],
        [42, 'a) R 1 (x', 'D', 1],
        [43, 'new?line', 'T', 1],
      ],
    );
    const first = processes.get(1);
    assert.ok(first !== undefined);
    assert.deepEqual(
      [first.cpuTicks, first.nice, first.threads, first.startTicks, first.rssPages, first.majorFaults],
      [200, 5, 3, 12_345, 2_000, 7],
    );
    assert.equal(ageSeconds(first, 5_000.5), 5_000.5 - 123.45);
  });
  it('parseLimit() and parseColonLines() read what /proc prints', () => {
    const limits =
      'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 524288               files     \nMax cpu time              unlimited            unlimited            seconds   \n';

    assert.equal(parseLimit(limits, 'Max open files'), 1_024);
    assert.equal(parseLimit(limits, 'Max cpu time'), Number.POSITIVE_INFINITY);
    assert.equal(parseLimit('', 'Max open files'), null);
    assert.equal(parseColonLines('Name:\tredis:server\nVmSwap:\t  12 kB\n').get('Name'), 'redis:server');
    assert.equal(parseUptime('12.34 56.78\n'), 12.34);
  });
});

describe('counters', () => {
  it('parseKernelStat() and parseMeminfo() read what the kernel counts', () => {
    const stat = parseKernelStat(
      'cpu  10 20 30 400 50 6 7 8 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\ncpu1 1 2 3 4 5 6 7 8 0 0\nintr 1 2\nctxt 99\nbtime 1700000000\nprocesses 77\nprocs_running 3\nprocs_blocked 1\n',
    );
    const meminfo = parseMeminfo('MemTotal:       1000 kB\nHugePages_Total:       4\nActive(anon):     3 kB\n');

    assert.deepEqual({ ...stat.all }, { user: 10, nice: 20, system: 30, idle: 400, iowait: 50, interrupts: 13, steal: 8, total: 531 });
    assert.deepEqual(
      [stat.cores, stat.contextSwitches, stat.forks, stat.running, stat.blocked, stat.bootSeconds],
      [2, 99, 77, 3, 1, 1_700_000_000],
    );
    assert.deepEqual([meminfo.get('MemTotal'), meminfo.get('HugePages_Total'), meminfo.get('Active(anon)')], [1_024_000, 4, 3_072]);
  });
  it('parseDiskstats() reads old and new kernels and skips what is idle', () => {
    const disks = parseDiskstats(
      ' 254 0 vda 100 1 2000 30 40 2 800 90 1 60 120 5 6 7 8 9 10\n 7 0 loop0 0 0 0 0 0 0 0 0 0 0 0\n 8 0 sda 5 0 40 3 0 0 0 0 0 2 3\n',
    );

    assert.deepEqual([...disks.keys()], ['vda', 'sda']);
    assert.equal(disks.get('vda')?.busyMs, 60);
    assert.equal(disks.get('sda')?.weightedMs, 3);
  });
  it('parsePressure(), parsePairs() and parseNetCounters() answer zeros and nothing for nothing', () => {
    assert.deepEqual(parsePressure('some avg10=1.50 avg60=2.50 avg300=0.10 total=1\nfull avg10=0.25 avg60=0.00 avg300=0.00 total=0\n'), {
      some10: 1.5,
      some60: 2.5,
      full10: 0.25,
    });
    assert.deepEqual(parsePressure(undefined), { some10: 0, some60: 0, full10: 0 });
    assert.equal(parsePairs('pswpin 5\noom_kill 2\n').get('oom_kill'), 2);
    assert.equal(parseNetCounters('TcpExt: SyncookiesSent ListenOverflows\nTcpExt: 0 7\n').get('TcpExt:ListenOverflows'), 7);
    assert.equal(parseNetCounters('').size, 0);
  });
});

describe('filesystems', () => {
  const mounts = [
    '22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw',
    '23 22 8:2 / /data rw - ext4 /dev/sdb1 ro,errors=remount-ro',
    '24 22 0:21 / /proc rw - proc proc rw',
    '25 22 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro',
    '26 22 0:5 / /mnt/my\\040disk rw - xfs /dev/sdc1 rw',
    '27 22 8:1 /var /srv/bind rw - ext4 /dev/sda1 rw',
    '28 22 8:9 / /boot ro - ext4 /dev/sdd1 ro',
  ].join('\n');
  const space = [
    'Filesystem           1024-blocks    Used Available Capacity Mounted on',
    '/dev/sda1                1000000  900000     50000      95% /',
    '/dev/sdb1                1000000  100000    900000      10% /data',
    '/dev/loop1                  1000    1000         0     100% /snap/core/1',
    '/dev/sdc1                 500000       0    500000       0% /mnt/my disk',
    '/dev/sdd1                  10000    1000      9000      10% /boot',
  ].join('\n');
  const inodes =
    'Filesystem              Inodes      Used Available Capacity Mounted on\n/dev/sda1                 1000       990        10      99% /\n/dev/sdc1                    -         -         -       -  /mnt/my disk\n';
  const fstab = '# a comment\n/dev/sdb1 /data ext4 defaults 0 2\n/dev/sdd1 /boot ext4 ro,noatime 0 2\n';

  it('parseFilesystems() keeps storage only, the fullest first, and tells forced from wanted read-only', () => {
    const found = parseFilesystems({ space, inodes, mounts, fstab });

    assert.deepEqual(
      found.map(({ mount }) => mount),
      ['/', '/data', '/boot', '/mnt/my disk'],
    );
    assert.equal(found[0]?.inodesUsed, 990);
    assert.equal(Math.round((found[0]?.usedRatio ?? 0) * 100), 95);
    assert.deepEqual(
      found.map(({ isReadOnlyUnexplained, isReadOnlyForced }) => [isReadOnlyUnexplained, isReadOnlyForced]),
      [
        [false, false],
        [true, true],
        [false, false],
        [false, false],
      ],
    );
    assert.equal(filesystemOf('/mnt/my disk/a/b', found)?.mount, '/mnt/my disk');
    assert.equal(filesystemOf('/mnt/my diskette', found)?.mount, '/');
  });
});

describe('mounts over mounts', () => {
  it('parseFilesystems() tells a place once, as what was mounted last', () => {
    const mounts = '4 25 0:23 / /dev/shm rw - tmpfs tmpfs rw\n9 30 0:27 / /dev/shm rw - tmpfs shm rw\n';
    const space = 'Filesystem 1024-blocks Used Available Capacity Mounted on\nshm 65536 100 65436 1% /dev/shm\n';

    const found = parseFilesystems({ space, inodes: '', mounts, fstab: '' });

    assert.deepEqual(
      found.map(({ mount, device }) => [mount, device]),
      [['/dev/shm', 'shm']],
    );
  });
});

describe('cgroups', () => {
  it('parseCgroups() reads both generations and leaves out the page cache', () => {
    const text = [
      '/sys/fs/cgroup/app/memory.max:104857600',
      '/sys/fs/cgroup/app/memory.current:100000000',
      '/sys/fs/cgroup/app/memory.events:max 12',
      '/sys/fs/cgroup/app/memory.events:oom_kill 3',
      '/sys/fs/cgroup/app/memory.stat:inactive_file 40000000',
      '/sys/fs/cgroup/app/procs:11 12 ',
      '/sys/fs/cgroup/memory/old/memory.limit_in_bytes:1000',
      '/sys/fs/cgroup/memory/old/memory.usage_in_bytes:999',
      '/sys/fs/cgroup/memory/old/memory.failcnt:7',
      '/sys/fs/cgroup/memory/old/memory.oom_control:oom_kill 1',
      '/sys/fs/cgroup/memory/free/memory.limit_in_bytes:9223372036854771712',
      '/sys/fs/cgroup/pids/small/pids.max:20',
      '/sys/fs/cgroup/pids/small/pids.current:19',
      '/sys/fs/cgroup/app/cpu.stat:nr_periods 100',
      '/sys/fs/cgroup/app/cpu.stat:nr_throttled 60',
    ].join('\n');

    const { groups, throttling } = parseCgroups(text);

    assert.deepEqual([...groups.keys()], ['/sys/fs/cgroup/app', '/sys/fs/cgroup/memory/old', '/sys/fs/cgroup/pids/small']);
    const app = groups.get('/sys/fs/cgroup/app');
    assert.deepEqual(
      [app?.memoryUsed, app?.memoryLimit, app?.oomKills, app?.limitHits, app?.pids],
      [60_000_000, 104_857_600, 3, 12, [11, 12]],
    );
    assert.deepEqual([groups.get('/sys/fs/cgroup/memory/old')?.limitHits, groups.get('/sys/fs/cgroup/memory/old')?.oomKills], [7, 1]);
    assert.deepEqual(throttling.get('/sys/fs/cgroup/app'), { periods: 100, throttled: 60 });
  });
});

describe('the rest', () => {
  it('readLogFindings() counts errors by sort and leaves harmless lines alone', () => {
    const found = readLogFindings(
      'INFO started, 0 errors\n2026 ERROR bind: Address already in use 0.0.0.0:8080\nconnect ECONNREFUSED 10.0.0.5:6379\nwrite failed: No space left on device\n"level":"info","msg":"error budget"\nfork: retry: Resource temporarily unavailable\n',
    );

    assert.equal(found.lines, 6);
    assert.equal(found.errors, 4);
    assert.deepEqual(
      [found.counts.addressInUse, found.counts.noSpace, found.counts.cannotFork, found.counts.connectionRefused],
      [1, 1, 1, 1],
    );
    assert.deepEqual([found.addressInUsePort, found.connectionRefusedTo], [8_080, '10.0.0.5:6379']);
    assert.match(found.newestError, /^fork/);
  });
  it('parseClock() believes whoever answers', () => {
    const chrony = new Map([
      ['date', '1700000000.%N'],
      ['chrony', 'System time     : 2.500000000 seconds slow of NTP time\nLeap status     : Normal\n'],
    ]);

    assert.deepEqual(parseClock(chrony), {
      dateSeconds: 1_700_000_000,
      offsetSeconds: -2.5,
      isSynchronized: true,
      isServiceThere: true,
      source: 'chrony',
    });
    assert.deepEqual(parseClock(new Map([['timedatectl', 'NTP=yes\nNTPSynchronized=no\n']])), {
      dateSeconds: null,
      offsetSeconds: null,
      isSynchronized: false,
      isServiceThere: true,
      source: 'timedatectl',
    });
    assert.equal(parseClock(new Map()).isSynchronized, null);
  });
  it('parseChanges() reads dpkg, rpm and /etc within the window', () => {
    const now = Date.parse('2026-11-21T10:00:00Z') / 1_000;
    const changes = parseChanges(
      new Map([
        ['now', String(now)],
        ['dpkg', '2026-11-21 09:00:00 upgrade nginx:amd64 1.0 1.1\n2026-11-01 09:00:00 install old:amd64 <none> 1\n'],
        ['rpm', 'bash-5.1.8-6.el9.x86_64                       Sat 21 Nov 2026 09:30:00 AM UTC\n'],
        ['etc', `${now - 60} /etc/nginx/nginx.conf\n${now - 30} /etc/resolv.conf\n`],
        ['logins', 'root pts/0 2026-11-21 09:00\n'],
      ]),
      86_400,
    );

    assert.deepEqual(
      changes.packages.map(({ what, ageSeconds: age }) => [what, age]),
      [
        ['install bash-5.1.8-6.el9.x86_64', 1_800],
        ['upgrade nginx:amd64 1.0 → 1.1', 3_600],
      ],
    );
    assert.deepEqual(
      changes.etcFiles.map(({ what }) => what),
      ['/etc/nginx/nginx.conf'],
    );
    assert.equal(changes.logins, 1);
  });
  it('parseUnits() reads blocks and parseNetwork() reads interfaces', () => {
    const units = parseUnits(
      'Id=nginx.service\nActiveState=activating\nSubState=auto-restart\nMainPID=0\nNRestarts=17\nResult=exit-code\n\nId=ssh.service\nMainPID=5\n',
    );
    const network = parseNetwork(
      '@@dev\nInter-|   Receive\n face |bytes    packets\n  eth0: 100 2 3 4 0 0 0 0 500 6 7 8 0 0 0 0\n@@state\neth0 down 0x1003\n@@route\nIface Destination\neth0 00000000 0100000A\n@@resolv\nnameserver 10.0.0.2\n@@softnet\n00000001 0000000a 0\n@@uptime\n5.0 1.0\n',
    );

    assert.deepEqual(
      units.map(({ id, restarts, mainPid }) => [id, restarts, mainPid]),
      [
        ['nginx.service', 17, 0],
        ['ssh.service', 0, 5],
      ],
    );
    assert.equal(network.interfaces[0]?.sendDrops, 8);
    assert.deepEqual(
      [network.interfaces[0]?.isEnabled, network.interfaces[0]?.state, network.hasDefaultRoute, network.nameServers, network.backlogDrops],
      [true, 'down', true, ['10.0.0.2'], 10],
    );
  });
});
