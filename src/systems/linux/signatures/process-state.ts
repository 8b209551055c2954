/** Processes that are stopped, defunct, stuck or far too many. */

import { type LinuxFault, slowNeighbours } from './fault.ts';

const hanging = 'hang|hung|stuck|stopped|paused|frozen|unresponsive|no response|timeout|卡死|挂起|暂停|无响应|没有响应|超时|僵死';
const stoppedNeighbours = [
  '*.not-answering',
  '*.unreachable',
  '*.no-answer',
  '*.connect-timeout',
  '*.gateway-timeout',
  '*.unavailable',
  '*.bad-gateway',
  '*.slow-answer',
  '*.silent',
  'redis.primary-hung',
  'redis.replica-lagging',
];

export const processStateFaults: readonly LinuxFault[] = [
  {
    fault: 'process-stopped',
    title: { 'zh-CN': '{stopped.name} 被挂起（SIGSTOP），没有响应', en: '{stopped.name} has been stopped (SIGSTOP) and does not respond' },
    explanation: {
      'zh-CN': '{stopped.command|command}（PID {stopped.pid}）处于 T 状态：进程还在，端口 {stopped.port} 还能连上，但不会处理任何请求。',
      en: '{stopped.command|command} (pid {stopped.pid}) is in state T: the process exists, port {stopped.port} still takes connections, but nothing is answered.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['stopped.port', 'stopped.command', 'services.stopped.command'],
    explains: ['accept-queue-full', 'close-wait-leak', 'service-down', ...stoppedNeighbours],
    hints: hanging,
    probes: ['processes', 'services'],
    confirm: {
      any: [
        {
          all: [
            ['stopped.count', '>=', 1],
            ['stopped.isServing', '==', true],
          ],
        },
        ['services.stopped.count', '>=', 1],
        {
          all: [
            ['stopped.count', '>=', 1],
            ['stopped.service', '!=', ''],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['stopped.count', '>=', 1],
        ['stopped.isTraced', '==', false],
      ],
    },
    refute: {
      all: [
        ['stopped.count', '==', 0],
        ['services.stopped.count', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '用 SIGCONT 让它继续；再查是谁暂停的（调试器、运维脚本、作业控制）。',
      en: 'Let it run on with SIGCONT, then find who stopped it: a debugger, a script, job control.',
    },
    remedies: [
      {
        action: 'resume-process',
        arguments: { pid: '{stopped.pid}', startTicks: '{stopped.startTicks}', name: '{stopped.name}' },
        when: ['stopped.count', '>=', 1],
      },
    ],
    source: 'signal(7): SIGSTOP, SIGCONT',
  },
  {
    fault: 'zombies',
    title: {
      'zh-CN': '{zombies.parent.name} 不回收子进程（僵尸进程堆积）',
      en: '{zombies.parent.name} does not reap its children (zombies)',
    },
    explanation: {
      'zh-CN':
        '共 {zombies.count} 个僵尸进程，其中 {zombies.parent.count} 个的父进程是 {zombies.parent.command|command}（PID {zombies.parent.pid}），它没有调用 wait。',
      en: '{zombies.count} processes are zombies (defunct), {zombies.parent.count} of them children of {zombies.parent.command|command} (pid {zombies.parent.pid}), which does not wait for them.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['threads-exhausted', 'cgroup-pids-full'],
    hints: 'zombie|defunct|僵尸',
    probes: ['processes'],
    confirm: {
      all: [
        ['zombies.parent.count', '>=', 15],
        ['zombies.parent.pid', '>', 1],
      ],
    },
    // The first process reaps what others have left, if late: that is a finding for who asks about it.
    likely: {
      all: [
        ['zombies.count', '>=', 6],
        ['zombies.parent.pid', '>', 1],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['zombies.count', '>=', 6],
        ['zombies.parent.pid', '>', 0],
      ],
    },
    refute: ['zombies.count', '<', 3],
    advice: {
      'zh-CN': '僵尸不占内存但占进程号；重启父进程即可全部清除，根治要修它的回收逻辑。',
      en: 'They hold no memory but a pid each; restarting the parent clears them all, and its code must be mended.',
    },
    remedies: [
      { action: 'restart-service', arguments: { service: '{zombies.parent.service}' }, when: ['zombies.parent.service', '!=', ''] },
      {
        action: 'terminate-process',
        arguments: { pid: '{zombies.parent.pid}', startTicks: '{zombies.parent.startTicks}', name: '{zombies.parent.name}' },
        when: {
          all: [
            ['zombies.parent.isServing', '==', false],
            ['zombies.parent.pid', '>', 1],
            ['zombies.parent.isOwn', '==', false],
          ],
        },
      },
    ],
    source: 'wait(2)',
  },
  {
    fault: 'tasks-stuck',
    title: { 'zh-CN': '多个进程阻塞在内核里（D 状态）', en: 'processes are blocked in the kernel (state D, uninterruptible)' },
    explanation: {
      'zh-CN':
        '{stuck.count} 个进程持续处于不可中断状态，例如 {stuck.command|command}（PID {stuck.pid}），等在 {stuck.wchan}：多为磁盘或网络文件系统没有响应。',
      en: '{stuck.count} processes are stuck in an uninterruptible wait, such as {stuck.command|command} (pid {stuck.pid}) in {stuck.wchan}: mostly a disk or a network filesystem that does not answer.',
    },
    severity: 'critical',
    role: 'symptom',
    explains: [...slowNeighbours],
    hints: `d state|iowait|nfs|${hanging}`,
    probes: ['processes', 'kernel-log'],
    confirm: {
      any: [
        ['stuck.count', '>=', 4],
        {
          all: [
            ['stuck.count', '>=', 1],
            ['kernel.hungTasks', '>=', 1],
          ],
        },
      ],
    },
    refute: ['stuck.count', '==', 0],
    advice: {
      'zh-CN': '查磁盘与 NFS；这种进程杀不掉，要等存储恢复。',
      en: 'Look at disks and NFS; such a process cannot be killed, it needs its storage back.',
    },
    remedies: [],
    source: 'Linux kernel, Documentation/admin-guide/sysctl/kernel.rst: hung_task',
  },
  {
    fault: 'process-pile',
    title: { 'zh-CN': '{processes.alike.name} 进程大量堆积', en: 'too many {processes.alike.name} processes (piling up)' },
    explanation: {
      'zh-CN':
        '有 {processes.alike.count} 个 {processes.alike.name} 进程；子进程最多的父进程是 {processes.children.name}（PID {processes.children.pid}，{processes.children.count} 个）。',
      en: 'There are {processes.alike.count} processes called {processes.alike.name}; the parent with most children is {processes.children.name} (pid {processes.children.pid}, {processes.children.count}).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['threads-exhausted'],
    hints: 'fork|process|pile|cron|进程|堆积',
    probes: ['processes'],
    confirm: ['processes.alike.count', '>=', 1_500],
    likely: ['processes.alike.count', '>=', 600],
    refute: ['processes.alike.count', '<', 200],
    advice: {
      'zh-CN': '多为定时任务重叠或 fork 失控：先停父进程或加锁，再清理。',
      en: 'Mostly overlapping cron jobs or a runaway fork: stop the parent or lock the job, then clear them.',
    },
    remedies: [],
    source: 'Site reliability practice: overlapping jobs',
  },
  {
    fault: 'jobs-pile-up',
    title: {
      'zh-CN': '同一个任务 {copies.name} 堆积了 {copies.count} 个，都在等待',
      en: '{copies.count} copies of the job {copies.name} have piled up and wait',
    },
    explanation: {
      'zh-CN':
        '{copies.command|command} 有 {copies.count} 个副本同时在，逐个启动、都没有结束：最早的 {copies.oldestSeconds|duration} 前（PID {copies.oldestPid}），最新的 {copies.newestSeconds|duration} 前；它们在等 {copies.waitsFor}。最早的那个正卡在：{copies.oldestDoes}',
      en: '{copies.count} copies of {copies.command|command} are there, started one after another, and none has ended: the oldest began {copies.oldestSeconds|duration} ago (pid {copies.oldestPid}), the newest {copies.newestSeconds|duration} ago. They wait for {copies.waitsFor}. What the oldest is stuck in: {copies.oldestDoes}',
    },
    severity: 'warning',
    role: 'cause',
    about: ['copies.name', 'copies.command'],
    explains: ['process-pile', 'threads-exhausted'],
    hints: 'cron|\\bjobs?\\b|batch|process|procs|pile|overlap|not .{0,12}updated|stale|定时|任务|作业|进程|堆积|重叠|没有更新|未更新',
    probes: ['processes'],
    confirm: {
      any: [
        {
          all: [
            ['copies.count', '>=', 8],
            ['copies.isLock', '==', true],
          ],
        },
        ['copies.count', '>=', 30],
      ],
    },
    likely: ['copies.count', '>=', 8],
    refute: ['copies.count', '<', 8],
    advice: {
      'zh-CN':
        '先看最早的那个为什么不结束（它在等的远端、锁或磁盘），结束它后其余的会逐个继续；再给任务加超时和“已在运行就跳过”（flock -n、timeout）。',
      en: 'See why the oldest does not end (the remote side, lock or disk that it waits for); once it has ended, the others go on one by one. Then give the job a time limit, and let a new copy skip its turn while one runs (timeout, flock -n).',
    },
    remedies: [],
    source: 'crontab(5); flock(1): --nonblock',
  },
];
