/** Limits of open files, threads and processes that are reached. */

import type { LinuxFault } from './fault.ts';

export const processLimitFaults: readonly LinuxFault[] = [
  {
    fault: 'too-many-open-files',
    title: {
      'zh-CN': '{files.top.name} 打开的文件数（文件描述符）接近上限',
      en: '{files.top.name} is at its limit of open files (file descriptors)',
    },
    explanation: {
      'zh-CN':
        '{files.top.command|command}（PID {files.top.pid}）打开 {files.top.count} 个文件描述符，上限 {files.top.limit}（{files.top.usedRatio|percent}），多数是 {files.top.mostly}：再多就会报 Too many open files。',
      en: '{files.top.command|command} (pid {files.top.pid}) has {files.top.count} of {files.top.limit} file descriptors open ({files.top.usedRatio|percent}), mostly {files.top.mostly}: beyond it everything fails with "Too many open files".',
    },
    severity: 'critical',
    role: 'cause',
    about: ['files.top.name', 'files.top.service'],
    explains: ['accept-queue-full', 'http.server-error', 'http.no-answer', 'http.bad-gateway', 'http.connection-reset'],
    hints: 'too many open files|emfile|file descriptor|\\bfds?\\b|open files|句柄|文件描述符|打开的文件|文件数',
    probes: ['open-files'],
    confirm: {
      all: [
        ['files.top.usedRatio', '>=', 0.9],
        ['files.top.count', '>=', 32],
      ],
    },
    likely: {
      all: [
        ['files.top.usedRatio', '>=', 0.75],
        ['files.top.count', '>=', 100],
      ],
    },
    refute: {
      all: [
        ['files.top.usedRatio', '<', 0.6],
        ['files.systemUsedRatio', '<', 0.6],
      ],
    },
    advice: {
      'zh-CN': '多数是套接字则查连接泄漏，多数是文件则查未关闭的句柄；重启可暂时恢复，根治要修泄漏或提高上限。',
      en: 'Mostly sockets: a connection leak; mostly files: handles that are never closed. A restart helps for now; mend the leak or raise the limit.',
    },
    remedies: [{ action: 'restart-service', arguments: { service: '{files.top.service}' }, when: ['files.top.service', '!=', ''] }],
    source: 'getrlimit(2): RLIMIT_NOFILE',
  },
  {
    fault: 'system-file-limit',
    title: { 'zh-CN': '全系统的文件描述符（打开文件数）接近上限', en: 'the system is at its limit of open files (file-max)' },
    explanation: {
      'zh-CN':
        '全系统打开 {files.systemUsed} 个文件描述符，上限 {files.systemMax}，用尽后报 Too many open files in system；最多的进程是 {files.top.name}（{files.top.count}）。',
      en: '{files.systemUsed} of {files.systemMax} file descriptors are open on the whole system, and beyond it everything fails with "Too many open files in system"; {files.top.name} alone has {files.top.count}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['service-down', 'accept-queue-full', 'http.server-error', 'http.no-answer'],
    hints: 'too many open files|enfile|file-max|file descriptor|句柄|文件描述符',
    probes: ['open-files'],
    confirm: ['files.systemUsedRatio', '>=', 0.9],
    likely: ['files.systemUsedRatio', '>=', 0.8],
    refute: ['files.systemUsedRatio', '<', 0.6],
    advice: {
      'zh-CN': '先处理打开最多的进程，再考虑提高 fs.file-max。',
      en: 'See to the process with most of them first, then think of fs.file-max.',
    },
    remedies: [],
    source: 'proc(5): /proc/sys/fs/file-nr',
  },
  {
    fault: 'inotify-exhausted',
    title: { 'zh-CN': 'inotify 实例达到上限，已用尽', en: 'inotify instances are exhausted (limit reached)' },
    explanation: {
      'zh-CN':
        '{files.inotify.name} 一个进程就用了 {files.inotify.top} 个 inotify 实例，每个用户上限 {files.inotify.max}：其他程序会报 Too many open files 或无法监视文件。',
      en: '{files.inotify.name} alone uses {files.inotify.top} inotify instances of {files.inotify.max} a user: others fail with "Too many open files" or cannot watch files.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'inotify|watch|监视',
    probes: ['open-files'],
    confirm: ['files.inotify.usedRatio', '>=', 0.97],
    refute: ['files.inotify.usedRatio', '<', 0.6],
    advice: { 'zh-CN': '修好泄漏，或提高 fs.inotify.max_user_instances。', en: 'Mend the leak or raise fs.inotify.max_user_instances.' },
    remedies: [],
    source: 'inotify(7)',
  },
  {
    fault: 'threads-exhausted',
    title: { 'zh-CN': '进程/线程数接近系统上限（pid_max）', en: 'processes and threads are at the system limit (pid_max)' },
    explanation: {
      'zh-CN':
        '共 {processes.threads} 个线程，占上限的 {processes.pidUsedRatio|percent}；线程最多的是 {processes.threads.name}（{processes.threads.count}），同名最多的是 {processes.alike.name}（{processes.alike.count} 个进程）。再多就无法创建新进程。',
      en: '{processes.threads} threads are {processes.pidUsedRatio|percent} of what may be; most are in {processes.threads.name} ({processes.threads.count}), and {processes.alike.count} processes are called {processes.alike.name}. Beyond it nothing can be started.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['service-down', 'crash-loop', 'redis.bgsave-failing', 'http.server-error'],
    hints: 'fork|thread|pid|resource temporarily unavailable|线程|进程数|无法创建',
    probes: ['processes'],
    confirm: ['processes.pidUsedRatio', '>=', 0.85],
    likely: ['processes.pidUsedRatio', '>=', 0.7],
    refute: ['processes.pidUsedRatio', '<', 0.5],
    advice: {
      'zh-CN': '处理线程或子进程最多的程序；上限见 kernel.pid_max 与 kernel.threads-max。',
      en: 'See to the program with most threads or children; the limits are kernel.pid_max and kernel.threads-max.',
    },
    remedies: [],
    source: 'proc(5): pid_max, threads-max',
  },
  {
    fault: 'thread-leak',
    title: {
      'zh-CN': '{processes.threads.name} 的线程数异常多（疑似泄漏）',
      en: '{processes.threads.name} has far too many threads (leak)',
    },
    explanation: {
      'zh-CN':
        '{processes.threads.command|command}（PID {processes.threads.pid}）有 {processes.threads.count} 个线程，占全机线程的 {processes.threads.shareRatio|percent}。',
      en: '{processes.threads.command|command} (pid {processes.threads.pid}) has {processes.threads.count} threads, {processes.threads.shareRatio|percent} of all on the machine.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['threads-exhausted'],
    hints: 'thread|线程',
    probes: ['processes'],
    confirm: {
      all: [
        ['processes.threads.count', '>=', 3_000],
        ['processes.threads.shareRatio', '>=', 0.7],
      ],
    },
    likely: {
      all: [
        ['processes.threads.count', '>=', 1_000],
        ['processes.threads.shareRatio', '>=', 0.7],
      ],
    },
    refute: ['processes.threads.count', '<', 300],
    advice: {
      'zh-CN': '取线程转储，看它们在等什么（线程池无上限、下游变慢）。',
      en: 'Take a thread dump and see what they wait for: an unbounded pool, a slow dependency.',
    },
    remedies: [],
    source: 'pthread_create(3): EAGAIN',
  },
  {
    fault: 'cgroup-pids-full',
    title: { 'zh-CN': '容器（cgroup）的进程数达到上限（pids.max）', en: 'a container (cgroup) has reached its limit of processes (pids)' },
    explanation: {
      'zh-CN':
        '{cgroup.pids.path} 用了 {cgroup.pids.used}/{cgroup.pids.limit} 个进程，其中有 {cgroup.pids.name}：里面已无法创建新进程或线程。',
      en: '{cgroup.pids.path} has {cgroup.pids.used} of {cgroup.pids.limit} processes, {cgroup.pids.name} among them: no process or thread can be started in it.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['cgroup.pids.name'],
    explains: ['service-down', 'crash-loop'],
    hints: 'fork|thread|pid|container|cgroup|线程|进程数|容器|限额',
    probes: ['cgroups'],
    confirm: ['cgroup.pids.usedRatio', '>=', 0.95],
    likely: ['cgroup.pids.usedRatio', '>=', 0.85],
    refute: ['cgroup.pids.usedRatio', '<', 0.6],
    advice: {
      'zh-CN': '查其中的进程或线程泄漏，或提高 pids.max（TasksMax）。',
      en: 'Look for a leak of processes or threads in it, or raise pids.max (TasksMax).',
    },
    remedies: [],
    source: 'Linux kernel, Documentation/admin-guide/cgroup-v1/pids.rst',
  },
];
