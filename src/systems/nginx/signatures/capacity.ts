/** Faults of limits: connections, descriptors, workers, disk and memory of nginx itself. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'nginx', role: 'cause', remedies: [] } as const;

export const capacitySignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nginx.connections-used-up',
    title: { 'zh-CN': 'nginx 连接数达到上限：worker_connections 用尽', en: 'Connection limit reached: worker_connections is exhausted' },
    explanation: {
      'zh-CN':
        '错误日志里出现 {log.count.connectionsUsedUp} 次 “worker_connections are not enough”：工作进程的连接数已达上限，新连接被丢弃或排队。',
      en: 'The error log says “worker_connections are not enough” {log.count.connectionsUsedUp} times: a worker has reached its connection limit, and new connections are dropped or wait.',
    },
    severity: 'critical',
    explains: ['nginx.not-answering', 'nginx.connections-dropped', 'nginx.connections-near-limit', 'nginx.many-502', 'nginx.many-500'],
    hints: 'worker_connections|connection|full|exhaust|连接数|用尽|丢弃',
    probes: ['error-log', 'status', 'config'],
    confirm: ['log.count.connectionsUsedUp', '>=', 1],
    refute: ['log.count.connectionsUsedUp', '==', 0],
    advice: {
      'zh-CN':
        '调大 worker_connections（代理一个请求占两个连接），同时保证 worker_rlimit_nofile 不小于它，再重载；并查清连接为何堆积（后端变慢、慢客户端、keepalive 过长）。',
      en: 'Raise worker_connections (a proxied request takes two), keep worker_rlimit_nofile at least as high, and reload; find out why connections pile up: slow upstreams, slow clients, long keep-alive.',
    },
    source: 'nginx.org: worker_connections',
  },
  {
    ...common,
    id: 'nginx.connections-near-limit',
    role: 'symptom',
    title: { 'zh-CN': '连接数接近上限（worker_connections）', en: 'Connections are near the limit (worker_connections)' },
    explanation: {
      'zh-CN': '活跃连接 {status.active}，而全部工作进程合计上限为 {config.connectionsMax}（到后端的连接也计入）；达到后新连接会被丢弃。',
      en: '{status.active} connections are active, all workers together may have {config.connectionsMax}, those to upstreams included; beyond that new ones are dropped.',
    },
    severity: 'warning',
    hints: 'connection|full|limit|连接数|上限',
    probes: ['status', 'config'],
    confirm: ['status.active', '>=', { fact: 'config.connectionsMax', times: 0.8 }],
    refute: ['status.active', '<', { fact: 'config.connectionsMax', times: 0.5 }],
    advice: {
      'zh-CN': '看读、写、空闲各占多少：写多为后端慢，空闲多为 keepalive 过长，读多为慢客户端。',
      en: 'See which state prevails: writing means slow upstreams, waiting long keep-alive, reading slow clients.',
    },
    source: 'nginx.org: worker_connections',
  },
  {
    ...common,
    id: 'nginx.connections-dropped',
    role: 'symptom',
    title: { 'zh-CN': 'nginx 正在丢弃连接（accepts ≠ handled）', en: 'nginx drops connections (accepts ≠ handled)' },
    explanation: {
      'zh-CN':
        '观察期间新丢弃 {status.dropped.recent} 个，启动以来共 {status.dropped.total} 个：连接数或文件描述符（句柄）已达上限，这些客户端的连接失败。',
      en: '{status.dropped.recent} were dropped while we looked and {status.dropped.total} since the start: a limit was reached, of connections or of file descriptors, and those clients failed to connect.',
    },
    severity: 'critical',
    hints: 'drop|handled|accept|丢弃',
    probes: ['status'],
    confirm: ['status.dropped.recent', '>', 0],
    likely: ['status.droppedRatio', '>', 0.001],
    refute: ['status.dropped.total', '==', 0],
    advice: {
      'zh-CN': '对照错误日志：worker_connections are not enough 或 Too many open files，按其一调高上限。',
      en: 'Compare with the error log: “worker_connections are not enough” or “Too many open files” tells which limit to raise.',
    },
    source: 'nginx.org: ngx_http_stub_status_module, handled',
  },
  {
    ...common,
    id: 'nginx.descriptors-used-up',
    title: { 'zh-CN': '文件描述符（句柄）用尽：Too many open files', en: 'File descriptors are exhausted (Too many open files)' },
    explanation: {
      'zh-CN':
        '错误日志出现 {log.count.tooManyOpenFiles} 次 “Too many open files”，新连接和文件打不开。占用最多的工作进程 {processes.descriptors}/{processes.descriptorsMax}。',
      en: 'The error log says “Too many open files” {log.count.tooManyOpenFiles} times, and new connections and files can’t be opened. The fullest worker has {processes.descriptors} of {processes.descriptorsMax}.',
    },
    severity: 'critical',
    explains: ['nginx.connections-dropped', 'nginx.many-502', 'nginx.many-500', 'nginx.not-answering'],
    hints: 'too many open files|descriptor|fd|ulimit|句柄',
    probes: ['error-log', 'processes'],
    confirm: ['log.count.tooManyOpenFiles', '>=', 1],
    likely: ['processes.descriptors', '>=', { fact: 'processes.descriptorsMax', times: 0.9 }],
    refute: ['processes.descriptors', '<', { fact: 'processes.descriptorsMax', times: 0.3 }],
    advice: {
      'zh-CN': '设置 worker_rlimit_nofile（至少 worker_connections 的两倍）后重载；systemd 下同时看 LimitNOFILE。',
      en: 'Set worker_rlimit_nofile to at least twice worker_connections and reload; under systemd see LimitNOFILE as well.',
    },
    source: 'nginx.org: worker_rlimit_nofile',
  },
  {
    ...common,
    id: 'nginx.descriptors-below-connections',
    title: {
      'zh-CN': '文件描述符上限（nofile）低于 worker_connections',
      en: 'The file descriptor limit (nofile) is below worker_connections',
    },
    explanation: {
      'zh-CN':
        'worker_connections 为 {config.workerConnections}，而工作进程最多只能打开 {processes.descriptorsMax} 个文件描述符（句柄）：会先达到描述符上限，出现 Too many open files。',
      en: 'worker_connections is {config.workerConnections}, yet a worker may open {processes.descriptorsMax} file descriptors only: that limit is reached first, with “Too many open files”.',
    },
    severity: 'warning',
    explains: ['nginx.config-warns'],
    hints: 'worker_rlimit_nofile|descriptor|句柄',
    probes: ['config', 'processes'],
    confirm: ['config.workerConnections', '>', { fact: 'processes.descriptorsMax' }],
    refute: ['config.workerConnections', '<=', { fact: 'processes.descriptorsMax' }],
    advice: {
      'zh-CN': '把 worker_rlimit_nofile 设为 worker_connections 的两倍，再重载。',
      en: 'Set worker_rlimit_nofile to twice worker_connections, then reload.',
    },
    source: 'nginx.org: worker_rlimit_nofile',
  },
  {
    ...common,
    id: 'nginx.worker-crashing',
    title: { 'zh-CN': 'nginx 工作进程崩溃', en: 'nginx worker processes crash' },
    explanation: {
      'zh-CN': '{log.line.workerCrashed}（近期 {log.count.workerCrashed} 次）：主进程会重新拉起，但崩溃时的连接全部断开，请求失败。',
      en: '{log.line.workerCrashed} ({log.count.workerCrashed} times lately): the master starts another, but all connections of the one are lost, and their requests fail.',
    },
    severity: 'critical',
    hints: 'crash|signal 11|segfault|core|崩溃',
    probes: ['error-log'],
    confirm: ['log.count.workerCrashed', '>=', 1],
    refute: ['log.count.workerCrashed', '==', 0],
    advice: {
      'zh-CN': '多为第三方模块或版本缺陷：查最近启用的模块与升级，保留 core 后回退。',
      en: 'Mostly a third-party module or a defect of the version: look at what was enabled or upgraded last, keep the core file, go back.',
    },
    source: 'nginx.org: Debugging log; core dumps',
  },
  {
    ...common,
    id: 'nginx.worker-killed',
    title: { 'zh-CN': 'nginx 工作进程被杀死（信号 9，多为 OOM）', en: 'nginx worker processes are killed (signal 9, mostly OOM)' },
    explanation: {
      'zh-CN':
        '{log.line.workerKilled}（近期 {log.count.workerKilled} 次）：多为内存不足被内核 OOM 杀死，或有人执行了 kill -9；其连接全部断开。',
      en: '{log.line.workerKilled} ({log.count.workerKilled} times lately): mostly the kernel’s OOM killer (out of memory), or somebody with kill -9; their connections are lost.',
    },
    severity: 'critical',
    hints: '\\boom|kill|signal 9|内存|杀死',
    probes: ['error-log'],
    confirm: ['log.count.workerKilled', '>=', 1],
    refute: ['log.count.workerKilled', '==', 0],
    advice: {
      'zh-CN': '看主机内核日志有无 OOM 记录；若有，查是谁占用了内存。',
      en: 'See whether the kernel’s log of the host tells of an OOM kill; if so, find who takes the memory.',
    },
    source: 'nginx.org: Controlling nginx',
  },
  {
    ...common,
    id: 'nginx.workers-stopped',
    title: { 'zh-CN': 'nginx 进程被挂起（SIGSTOP），没有响应', en: 'nginx processes are stopped (SIGSTOP) and do not respond' },
    explanation: {
      'zh-CN': '{processes.stopped} 个进程处于 T 状态（SIGSTOP 或调试器）：能建立连接，但请求一直卡住，没有应答。',
      en: '{processes.stopped} processes are in state T (SIGSTOP, or a debugger): connections come in, and requests hang without an answer.',
    },
    severity: 'critical',
    explains: ['nginx.not-answering'],
    hints: 'stopped|sigstop|hang|frozen|卡死|暂停',
    probes: ['processes'],
    confirm: ['processes.stopped', '>', 0],
    refute: ['processes.stopped', '==', 0],
    advice: { 'zh-CN': '确认没有人在调试后发送 SIGCONT。', en: 'Make sure that nobody is debugging, then send SIGCONT.' },
    source: 'proc(5), signal(7)',
  },
  {
    ...common,
    id: 'nginx.workers-wait-for-disk',
    title: { 'zh-CN': 'nginx 工作进程阻塞在磁盘 I/O（D 状态）', en: 'nginx workers are blocked on disk I/O (state D)' },
    explanation: {
      'zh-CN': '{processes.waitingForDisk}/{processes.workers} 个工作进程处于 D 状态：日志、缓存或临时文件所在磁盘过慢，请求跟着变慢。',
      en: '{processes.waitingForDisk} of {processes.workers} workers are in state D: the disk of logs, cache or temporary files is slow, and requests wait for it.',
    },
    severity: 'warning',
    explains: ['nginx.not-answering'],
    hints: 'disk|\\bi/?o\\b|io ?wait|slow|磁盘|卡',
    probes: ['processes'],
    confirm: {
      all: [
        ['processes.waitingForDisk', '>', 0],
        ['processes.waitingForDisk', '>=', { fact: 'processes.workers', times: 0.5 }],
        ['reach.problem', '==', 'hung'],
      ],
    },
    likelyWhenHinted: ['processes.waitingForDisk', '>', 0],
    refute: ['processes.waitingForDisk', '==', 0],
    advice: {
      'zh-CN': '看主机磁盘延迟；开启 aio threads，或把缓存与临时目录移到快盘。',
      en: 'Look at the disk latency of the host; use aio threads, or move cache and temporary files to a faster disk.',
    },
    source: 'nginx.org: aio',
  },
  {
    ...common,
    id: 'nginx.disk-full',
    title: { 'zh-CN': '磁盘已满：nginx 无法写日志、缓存或临时文件', en: 'Disk full: nginx can’t write logs, cache or temporary files' },
    explanation: {
      'zh-CN': '磁盘空间不足：错误日志出现 {log.count.noSpace} 次 “No space left on device”，上传和大的应答会失败。{log.line.noSpace}',
      en: 'The error log says “No space left on device” {log.count.noSpace} times; uploads and large answers fail. {log.line.noSpace}',
    },
    severity: 'critical',
    explains: ['nginx.many-500', 'nginx.many-502'],
    hints: 'disk|space|proxy_temp|client_body|磁盘|空间|写满',
    probes: ['error-log'],
    confirm: ['log.count.noSpace', '>=', 1],
    refute: ['log.count.noSpace', '==', 0],
    advice: {
      'zh-CN': '清出该文件系统的空间；给 proxy_cache 设 max_size，限制 proxy_max_temp_file_size。',
      en: 'Make room on that filesystem; give proxy_cache a max_size and limit proxy_max_temp_file_size.',
    },
    source: 'nginx.org: proxy_temp_path, proxy_max_temp_file_size',
  },
  {
    ...common,
    id: 'nginx.shared-memory-full',
    title: { 'zh-CN': '共享内存区（zone）已满', en: 'A shared memory zone is full' },
    explanation: {
      'zh-CN': '{log.line.zoneFull}（近期 {log.count.zoneFull} 次）：限流、缓存键或会话的 zone 太小、已用尽，相关请求可能被拒绝。',
      en: '{log.line.zoneFull} ({log.count.zoneFull} times lately): the zone of limits, cache keys or sessions is too small and used up; requests that need it may be refused.',
    },
    severity: 'warning',
    explains: ['nginx.many-503'],
    hints: 'zone|shared memory|limit_req|共享内存',
    probes: ['error-log'],
    confirm: ['log.count.zoneFull', '>=', 1],
    refute: ['log.count.zoneFull', '==', 0],
    advice: {
      'zh-CN': '调大该 zone 的大小；改变大小需要重启而不是重载。',
      en: 'Enlarge that zone; a changed size takes a restart, a reload refuses it.',
    },
    source: 'nginx.org: limit_req_zone',
  },
];
